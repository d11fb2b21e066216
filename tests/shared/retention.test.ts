import { expect, test } from 'vitest';
import { dueAt, MINOR_CHOICES, RETENTION_CHOICES } from '../../shared/retention.ts';

const at = (text: string) => Date.parse(`${text}T12:00:00Z`);
const none = { years: null, minorUntilAge: null };

test('ERASE7 a record is due so many years after its last session, to the day', () => {
	const record = { lastAt: at('2020-02-29'), birthYear: 1970 };
	expect(dueAt(record, { years: 4, minorUntilAge: null })).toBe(at('2024-02-29'));
	expect(dueAt(record, { years: 7, minorUntilAge: 25 })).toBe(at('2027-03-01'));
	expect(dueAt(record, none)).toBeNull();
});

test('ERASE7 a minor’s record is kept until that person has surely reached the age', () => {
	const minor = { lastAt: at('2020-06-01'), birthYear: 2010 };
	expect(dueAt(minor, { years: 4, minorUntilAge: 25 })).toBe(Date.UTC(2036, 0, 1));
	expect(dueAt(minor, { years: 4, minorUntilAge: null })).toBe(at('2024-06-01'));
	expect(dueAt({ ...minor, birthYear: 2002 }, { years: 10, minorUntilAge: 22 })).toBe(at('2030-06-01'));
	expect(dueAt({ ...minor, birthYear: 2001 }, { years: 4, minorUntilAge: 25 })).toBe(at('2024-06-01'));
	expect(dueAt({ ...minor, birthYear: null }, { years: 4, minorUntilAge: 25 })).toBe(at('2024-06-01'));
});

test('ERASE7 every choice names who asks for it', () => {
	expect(RETENTION_CHOICES.map(({ years }) => years)).toEqual([4, 6, 7, 8, 10]);
	expect(MINOR_CHOICES.map(({ age }) => age)).toEqual([22, 25]);
	for (const { askedBy } of [...RETENTION_CHOICES, ...MINOR_CHOICES]) expect(askedBy.length).toBeGreaterThan(0);
});
