import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LinkView } from '../../../client/link/link-view.ts';
import { hasUnrecordedTail, ownLine, phoneLine, recordWord, tailSince } from '../../../client/link/links-model.ts';
import { therapist } from '../../../client/words/en/therapist.ts';
import { RECORDINGS } from '../../../shared/protocol.ts';
import type { Standing } from '../../../shared/readings.ts';
import { createSessionLog } from '../../../shared/session-log.ts';
import { EMPTY_STATE } from '../../../shared/session-state.ts';
import { PHONE } from '../../shared/alarms-harness.ts';

const VIEW: LinkView = {
	line: { is: 'live' },
	hasPen: true,
	recording: 'recorded',
	isStoreRefused: false,
	isPartLost: false,
	isChoiceLost: false,
	isErased: false,
	refusals: [],
	state: EMPTY_STATE,
	log: createSessionLog(),
	recordedHeads: {},
	unacknowledged: 0,
	others: {},
	asking: [],
	following: [],
	wouldFollow: [],
	clientName: null,
	lastBand: null,
	consentWords: {},
};

const phone = (isConnected: boolean, inView: boolean) => ({
	client: { seat: 'client' as const, isConnected, inView, heardAgoMs: 0, heardAt: 0, picture: null },
});
const admitted = { ...EMPTY_STATE, admittedDevices: ['d'] };
const LINES = [
	{ is: 'connecting' },
	{ is: 'waiting', words: 'a b' },
	{ is: 'live' },
	{ is: 'weak', since: 0 },
	{ is: 'over', code: 'session_sealed' },
] as const;
const STANDINGS: readonly Standing[] = ['none', 'fresh', 'hollow', 'weak', 'lost', 'before', 'left'];

describe('both lines in words', () => {
	test('THER10 before the first sample: no phone, one that asks, one that is in', () => {
		const none = { standing: 'none' } as const;
		expect(phoneLine(VIEW, none)).toBe('none');
		expect(phoneLine({ ...VIEW, asking: [{ device: 'd', words: 'a b' }] }, none)).toBe('asking');
		expect(phoneLine({ ...VIEW, state: admitted, others: phone(true, true) }, none)).toBe('joined');
		expect(phoneLine({ ...VIEW, state: admitted, others: phone(false, true) }, none)).toBe('lost');
	});

	test('THER10 a phone whose page is not in view is called so when it is silent', () => {
		const view = { ...VIEW, state: admitted, others: phone(true, false) };
		expect(phoneLine(view, { standing: 'lost' })).toBe('hidden');
		expect(phoneLine({ ...view, others: phone(false, false) }, { standing: 'lost' })).toBe('lost');
		expect(phoneLine({ ...view, others: phone(true, true) }, { standing: 'weak' })).toBe('weak');
		expect(phoneLine(view, { standing: 'left' })).toBe('left');
	});

	test('THER10 every state of both lines and of the record has its words', () => {
		for (const line of LINES) {
			expect(therapist.line.youAre[ownLine({ line })]).toMatch(/\w/);
			for (const recording of RECORDINGS) {
				expect(therapist.line.recording[recordWord({ line, recording })]).toMatch(/\w/);
			}
		}
		for (const standing of STANDINGS) {
			for (const others of [{}, phone(true, true), phone(true, false), phone(false, false)]) {
				expect(therapist.line.phoneIs[phoneLine({ ...VIEW, others }, { standing })]).toMatch(/\w/);
			}
		}
	});

	test('THER11 "being recorded" is said only on a line that lives', () => {
		const line = fc.constantFrom(...LINES);
		const recording = fc.constantFrom(...RECORDINGS);
		fc.assert(
			fc.property(line, recording, (each, kept) => {
				const word = recordWord({ line: each, recording: kept });
				if (word === 'recorded') expect([kept, each.is === 'live' || each.is === 'over']).toEqual(['recorded', true]);
			}),
		);
	});
});

describe('seen, not recorded', () => {
	const log = createSessionLog();
	log.add({
		writer: PHONE,
		lane: 'flow',
		n: 1,
		seat: 'client',
		at: 0,
		arrivedAt: 0,
		body: { kind: 'rating', value: 5, touched: true },
	});

	test('THER12 the log beyond the recorded heads of others is the unrecorded tail', () => {
		expect(hasUnrecordedTail({ ...VIEW, log }, 'own')).toBe(true);
		expect(hasUnrecordedTail({ ...VIEW, log, recordedHeads: { [PHONE]: [0, 1] } }, 'own')).toBe(false);
		expect(hasUnrecordedTail({ ...VIEW, log, recording: 'not-recording' }, 'own')).toBe(true);
		expect(hasUnrecordedTail({ ...VIEW, log }, PHONE)).toBe(false);
	});

	test('THER12 what is not to be recorded has no tail', () => {
		for (const recording of ['held', 'live-only', 'withdrawn'] as const) {
			expect(hasUnrecordedTail({ ...VIEW, log, recording }, 'own')).toBe(false);
		}
	});

	test('THER12 a tail counts from when it began, and anew after it was gone', () => {
		expect([tailSince(null, true, 5), tailSince(5, true, 9), tailSince(5, false, 9)]).toEqual([5, 5, null]);
	});
});
