import { describe, expect, test } from 'vitest';
import {
	type Alone,
	ASK_EVERY_MS,
	acted,
	answered,
	dueAt,
	GRACE_MS,
	NOTHING_KNOWN,
	standingAt,
	TELL_EVERY_MS,
	WARN_MS,
	wasAlone,
} from '../../../client/ui/alone-model.ts';

const START = 1_000_000;
const MINUTES = 5;
const LIMIT_MS = MINUTES * 60_000;
const told = (leftMs: number) => ({ is: 'ok', answer: { leftMs, signOutMinutes: MINUTES } }) as const;
/** A page that has just heard how long its login stands. */
const known = (leftMs = LIMIT_MS, now = START): Alone => answered(NOTHING_KNOWN, now, 'ask', told(leftMs));

/** A page that ticks once a second and is answered by a server that counts; answers where it stood at each tick. */
function leaveAlone(seconds: number, server: (asked: 'tell' | 'ask', now: number) => Parameters<typeof answered>[3]) {
	let alone = known();
	const stood: string[] = [];
	const asked: string[] = [];
	for (let second = 1; second <= seconds; second += 1) {
		const now = START + second * 1_000;
		const due = dueAt(alone, now);
		if (due) {
			asked.push(due);
			alone = answered(alone, now, due, server(due, now));
		}
		stood.push(standingAt(alone, now).is);
	}
	return { stood, asked };
}

describe('a page that is left alone', () => {
	test('ALONE1 it says so for the last minute and is then gone', () => {
		const { stood } = leaveAlone(320, (_, now) => {
			const leftMs = START + LIMIT_MS - now;
			return leftMs >= 0 ? told(leftMs) : { is: 'refused', code: 'signed_out' };
		});
		expect(stood.indexOf('warned')).toBe(LIMIT_MS / 1_000 - WARN_MS / 1_000 - 1);
		expect(stood.indexOf('gone')).toBe(LIMIT_MS / 1_000 - 1);
		expect(stood.lastIndexOf('here')).toBeLessThan(stood.indexOf('warned'));
		expect(stood.slice(stood.indexOf('gone')).every((is) => is === 'gone')).toBe(true);
	});

	test('ALONE1 an act is told at once where none was for a minute, and then once a minute', () => {
		let alone = acted(known());
		expect(dueAt(alone, START)).toBe('tell');
		alone = answered(alone, START, 'tell', told(LIMIT_MS));
		expect(dueAt(alone, START + 1)).toBe(null);
		alone = acted(alone);
		expect(dueAt(alone, START + TELL_EVERY_MS - 1)).toBe(null);
		expect(dueAt(alone, START + TELL_EVERY_MS)).toBe('tell');
	});

	test('ALONE1 an act while it is said is told at once, and the page stays', () => {
		const now = START + LIMIT_MS - 20_000;
		const warned = answered(known(), now, 'ask', told(20_000));
		expect(standingAt(warned, now)).toEqual({ is: 'warned', leftMs: 20_000 });
		expect(dueAt(acted(warned), now + 1)).toBe('tell');
		const stays = answered(acted(warned), now + 1, 'tell', told(LIMIT_MS));
		expect(standingAt(stays, now + 1)).toEqual({ is: 'here' });
	});

	test('ALONE2 another page of the same login keeps this one, since the server counts', () => {
		const { stood, asked } = leaveAlone(3_600, () => told(LIMIT_MS));
		expect(new Set(stood)).toEqual(new Set(['here']));
		expect(asked.length).toBeLessThan(20);
	});

	test('ALONE2 without an answer the page hides what it shows all the same, and soon', () => {
		const { stood } = leaveAlone(LIMIT_MS / 1_000 + GRACE_MS / 1_000, () => ({ is: 'no-answer' }));
		expect(stood.includes('warned')).toBe(true);
		expect(stood.at(-1)).toBe('gone');
	});

	test('ALONE2 a device that slept past the end asks before it goes, and goes where it is not answered', () => {
		const woken = START + LIMIT_MS + 1_000;
		expect(dueAt(known(), woken)).toBe('ask');
		expect(standingAt(known(), woken).is).not.toBe('gone');
		expect(standingAt(answered(known(), woken, 'ask', told(200_000)), woken).is).toBe('here');
		expect(standingAt(answered(known(), woken, 'ask', { is: 'no-answer' }), woken).is).toBe('gone');
		expect(standingAt(known(), START + LIMIT_MS + GRACE_MS).is).toBe('gone');
	});

	test('ALONE2 before the first answer it asks again and again, and goes nowhere', () => {
		const none = answered(NOTHING_KNOWN, START, 'ask', { is: 'no-answer' });
		expect(dueAt(none, START + ASK_EVERY_MS - 1)).toBe(null);
		expect(dueAt(none, START + ASK_EVERY_MS)).toBe('ask');
		expect(standingAt(none, START + 1_000_000_000).is).toBe('here');
	});

	test('ALONE2 a login that was ended elsewhere is over at once, and is not called left alone', () => {
		const over = answered(acted(known()), START + 1_000, 'tell', { is: 'refused', code: 'signed_out' });
		expect([standingAt(over, START + 1_000).is, dueAt(over, START + 2_000)]).toEqual(['gone', null]);
		expect(wasAlone(over, START + 1_000)).toBe(false);
		expect(wasAlone(over, START + LIMIT_MS)).toBe(true);
	});
});
