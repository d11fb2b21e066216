import { describe, expect, test } from 'vitest';
import { actOfKey, type KeyContext, type KeyPress, nextPhase } from '../../../client/therapist/keys-model.ts';
import { PHASES } from '../../../shared/phases.ts';

const CONTEXT: KeyContext = {
	areKeysOn: true,
	dialog: null,
	isRinging: false,
	phase: null,
	asking: 0,
	hasAlarm: false,
};
const PRESS: Omit<KeyPress, 'key'> = { isRepeat: false, hasModifier: false, isInText: false, isOnControl: false };
const act = (key: string, context: Partial<KeyContext> = {}, press: Partial<KeyPress> = {}) =>
	actOfKey({ ...PRESS, key, ...press }, { ...CONTEXT, ...context });

const PHASE_KEYS = ['1', '2', '3', '4', '0', 'r', 'R', ' ', 'PageDown'];
const ALL_KEYS = [...PHASE_KEYS, 'n', 'N', 'a', 'A', 'Enter'];

describe('keys of the live screen', () => {
	test('THER4 1 to 4 name the phases, 0 and R rest', () => {
		expect(['1', '2', '3', '4', '0', 'r', 'R'].map((key) => act(key))).toEqual(
			['locate', 'press', 'release', 'stretch', 'rest', 'rest', 'rest'].map((phase) => ({ act: 'phase', phase })),
		);
		expect(['5', '9', 'x', 'Tab', 'Escape', 'ArrowDown'].map((key) => act(key))).toEqual(Array(6).fill(null));
	});

	test('THER4 Space and Page Down name the phase that follows, never "next"', () => {
		const named = [null, ...PHASES].map((phase) => act(' ', { phase }));
		expect(named).toEqual(
			['locate', 'press', 'release', 'stretch', 'rest', 'locate'].map((phase) => ({ act: 'phase', phase })),
		);
		expect([null, ...PHASES].map((phase) => act('PageDown', { phase }))).toEqual(named);
		expect(nextPhase('rest')).toBe('locate');
	});

	test('THER4 Space on a button is that button’s; Page Down is not', () => {
		expect(act(' ', {}, { isOnControl: true })).toBeNull();
		expect(act('PageDown', {}, { isOnControl: true })).toEqual({ act: 'phase', phase: 'locate' });
	});

	test('THER4 N takes the next point, A lets in the one phone that asks', () => {
		expect(act('n')).toEqual({ act: 'next-point' });
		expect(act('a')).toBeNull();
		expect(act('a', { asking: 1 })).toEqual({ act: 'admit' });
		expect(act('A', { asking: 1, dialog: 'phone' })).toEqual({ act: 'admit' });
		expect(act('a', { asking: 2 })).toBeNull();
	});

	test('THER5 keys are off in text fields, in dialogs, with a modifier, when held and when turned off', () => {
		for (const key of ALL_KEYS) {
			const context = { asking: 1, hasAlarm: true };
			expect(act(key, context, { isInText: true })).toBeNull();
			expect(act(key, { ...context, dialog: 'other' })).toBeNull();
			expect(act(key, context, { hasModifier: true })).toBeNull();
			expect(act(key, context, { isRepeat: true })).toBeNull();
			expect(act(key, { ...context, areKeysOn: false })).toBeNull();
			if (key.toLowerCase() !== 'a') expect(act(key, { ...context, dialog: 'phone' })).toBeNull();
		}
	});

	test('ALARM8 while a STOP rings only Enter means something, whatever has the focus', () => {
		for (const key of ALL_KEYS) {
			const expected = key === 'Enter' ? { act: 'answer' } : null;
			expect(act(key, { isRinging: true, asking: 1 })).toEqual(expected);
			expect(act(key, { isRinging: true, areKeysOn: false, dialog: 'other' }, { isInText: true })).toEqual(expected);
		}
	});

	test('ALARM8 Enter sets an alarm aside; a phase key does not', () => {
		expect(act('Enter', { hasAlarm: true })).toEqual({ act: 'set-aside' });
		expect(act('Enter')).toBeNull();
		expect(act('Enter', { hasAlarm: true }, { isOnControl: true })).toBeNull();
		for (const key of PHASE_KEYS) expect(act(key, { hasAlarm: true })).toMatchObject({ act: 'phase' });
	});
});
