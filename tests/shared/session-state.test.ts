import { expect, test } from 'vitest';
import type { Body, KnownBody } from '../../shared/events.ts';
import { createSessionLog } from '../../shared/session-log.ts';
import { EMPTY_STATE, foldEvent, foldSession, RECENT_MS, type SessionState } from '../../shared/session-state.ts';
import { type Line, logOf, phase, rates, START, sec } from './log-builder.ts';

const stateOf = (lines: readonly Line[]): SessionState => foldSession(createSessionLog(logOf(lines)).ordered());
const at = (s: number, ...bodies: readonly KnownBody[]): readonly Line[] => bodies.map((body) => ({ s, body }));

test('STATE1 before any event nothing is decided, and the band is the default', () => {
	expect(stateOf([])).toBe(EMPTY_STATE);
	expect(EMPTY_STATE).toMatchObject({ consent: 'undecided', band: { low: 40, high: 60, edge: 70 }, ended: null });
});

test('STATE1 of start and end the first stands; of band, point, phase and spoken rating the last', () => {
	const state = stateOf([
		...at(0, { kind: 'started' }),
		...at(1, { kind: 'started' }, { kind: 'band', low: 30, high: 50, edge: 60 }),
		...at(2, { kind: 'band', low: 20, high: 40, edge: 50 }, { kind: 'spoken-rating', value: 30 }),
		phase(3, 'press', 4),
		...at(4, { kind: 'spoken-rating', value: 70 }),
		...at(5, { kind: 'ended' }),
		{ s: 6, body: { kind: 'ended' }, seat: 'owner' },
	]);
	expect(sec(state.startedAt)).toBe(0);
	expect(state.band).toEqual({ low: 20, high: 40, edge: 50 });
	expect(state.phase).toEqual({ phase: 'press', point: 4, since: START + 3_000 });
	expect(state.point).toBe(4);
	expect(state.spokenRating).toEqual({ value: 70, t: START + 4_000 });
	expect(state.ended).toEqual({ at: START + 5_000, by: 'therapist' });
	expect(state.t).toBe(START + 6_000);
});

test('STATE1 a point told again takes the place of what was said of it; each is there once', () => {
	const { points, point } = stateOf(
		at(
			0,
			{ kind: 'point', point: 1, muscle: 'soleus', side: 'left', place: 'high up' },
			{ kind: 'point', point: 2, muscle: 'masseter', side: 'right' },
			{ kind: 'point', point: 1, muscle: 'soleus', side: 'right' },
		),
	);
	expect(points).toEqual([
		{ point: 2, muscle: 'masseter', side: 'right' },
		{ point: 1, muscle: 'soleus', side: 'right' },
	]);
	expect(point).toBe(1);
});

test('W11 an end can be undone, and said again', () => {
	const undone = [...at(1, { kind: 'ended' }), ...at(2, { kind: 'end-undone' })];
	expect(stateOf(undone).ended).toBeNull();
	expect(sec(stateOf([...undone, ...at(3, { kind: 'ended' })]).ended?.at ?? null)).toBe(3);
});

test.each<[told: readonly KnownBody[], consent: SessionState['consent']]>([
	[[{ kind: 'consent', choice: 'recorded' }], 'recorded'],
	[[{ kind: 'consent', choice: 'live-only' }], 'live-only'],
	[
		[
			{ kind: 'consent', choice: 'live-only' },
			{ kind: 'consent', choice: 'recorded' },
		],
		'live-only',
	],
	[
		[
			{ kind: 'consent', choice: 'recorded' },
			{ kind: 'consent', choice: 'live-only' },
		],
		'recorded',
	],
	[[{ kind: 'consent', choice: 'recorded' }, { kind: 'withdrawn' }], 'withdrawn'],
	[
		[{ kind: 'consent', choice: 'recorded' }, { kind: 'withdrawn' }, { kind: 'consent', choice: 'recorded' }],
		'withdrawn',
	],
	[[{ kind: 'withdrawn' }], 'withdrawn'],
	[[{ kind: 'withdrawn' }, { kind: 'consent', choice: 'recorded' }], 'withdrawn'],
	[[{ kind: 'consent', choice: 'live-only' }, { kind: 'withdrawn' }], 'live-only'],
])('W13 the first choice stands, and withdrawing is final: %j', (told, consent) => {
	expect(stateOf(told.map((body, s) => ({ s, body }))).consent).toBe(consent);
});

test('CONSENT6 the version of the words shown is that of the choice that stands', () => {
	const shown = (version: number): KnownBody => ({ kind: 'consent', choice: 'recorded', words: { version } });
	const spoken: KnownBody = { kind: 'spoken-consent', choice: 'recorded', member: 'Owner Example' };
	expect(stateOf(at(0, shown(3))).consentWords).toBe(3);
	expect(stateOf([...at(0, shown(3)), ...at(1, shown(4))]).consentWords).toBe(3);
	expect(stateOf([...at(0, spoken), ...at(1, shown(4))]).consentWords).toBeNull();
	expect(stateOf([...at(0, { kind: 'consent', choice: 'recorded' }), ...at(1, shown(4))]).consentWords).toBeNull();
});

test('W13 a consent that was spoken is marked with the member who entered it, and only where it is the one that stands', () => {
	const spoken: KnownBody = { kind: 'spoken-consent', choice: 'recorded', member: 'Owner Example' };
	const own: KnownBody = { kind: 'consent', choice: 'live-only' };
	expect(stateOf(at(0, spoken))).toMatchObject({ consent: 'recorded', spokenConsentBy: 'Owner Example' });
	expect(stateOf([...at(0, own), ...at(1, spoken)])).toMatchObject({ consent: 'live-only', spokenConsentBy: null });
	expect(stateOf([...at(0, spoken), ...at(1, own)])).toMatchObject({
		consent: 'recorded',
		spokenConsentBy: 'Owner Example',
	});
});

test('STATE2 samples, cues and losses of the last two minutes are kept, and no older ones', () => {
	const cue: KnownBody = { kind: 'cue', cue: 'more' };
	const state = stateOf([
		...rates([0, 10], [1, 11], [120, 20], [121, 21]),
		...at(0.5, cue),
		...at(120.5, cue),
		...at(0.5, { kind: 'signal', state: 'lost' }),
		...at(120.6, { kind: 'signal', state: 'back' }),
	]);
	expect(RECENT_MS).toBe(120_000);
	expect(state.samples.map(({ value }) => value)).toEqual([11, 20, 21]);
	expect(state.cues.map(({ t }) => sec(t))).toEqual([0.5, 120.5]);
	expect(state.signals.map(({ state: each }) => each)).toEqual(['back']);
	expect(state.signal).toBe('back');
});

test('STATE2 a long log keeps the same samples whether it is folded at once or step by step', () => {
	const lines = rates(...Array.from({ length: 400 }, (_, i) => [i, i % 101] as const));
	const ordered = createSessionLog(logOf(lines)).ordered();
	expect(foldSession(ordered)).toEqual(ordered.reduce(foldEvent, EMPTY_STATE));
	expect(foldSession(ordered).samples).toHaveLength(121);
});

test('STATE2 the phases of the last two minutes are kept with the one that reached into them', () => {
	const { recentPhases } = stateOf([phase(0, 'locate'), phase(10, 'press'), phase(131, 'release'), phase(140, 'rest')]);
	expect(recentPhases.map((each) => each.phase)).toEqual(['press', 'release', 'rest']);
});

test('STATE2 a sample says what was rated, when, by which load of the page, touched or not, in practice or not', () => {
	const { samples, lastTouchAt } = stateOf([
		{ s: 1, body: { kind: 'rating', value: 30, touched: true }, practice: true, late: 2 },
		{ s: 3, body: { kind: 'rating', value: 30, touched: false } },
	]);
	const writer = logOf(rates([0, 0]))[0]?.writer;
	expect(samples).toEqual([
		{ writer, t: START + 1_000, arrivedAt: START + 3_000, value: 30, touched: true, practice: true },
		{ writer, t: START + 3_000, arrivedAt: START + 3_000, value: 30, touched: false, practice: false },
	]);
	expect(sec(lastTouchAt)).toBe(1);
});

test('STATE3 kinds it does not know, and what was refused, change nothing but the time', () => {
	const before = stateOf([...rates([1, 50]), phase(2, 'press')]);
	for (const kind of ['mood', 'constructor', '__proto__', 'refused']) {
		const ordered = createSessionLog(logOf([...rates([1, 50]), phase(2, 'press'), { s: 3, body: { kind } as Body }]));
		expect(foldSession(ordered.ordered())).toEqual({ ...before, t: START + 3_000 });
	}
});

test('STATE4 the client has left when they say so or when the last phone is taken out, until one rates again', () => {
	const admitted = (device: string): KnownBody => ({ kind: 'admitted', device });
	const removed = (device: string): KnownBody => ({ kind: 'removed', device });
	const two = at(0, admitted('a'), admitted('b'));
	expect(stateOf(two)).toMatchObject({ admittedDevices: ['a', 'b'], hasLeft: false });
	expect(stateOf([...two, ...at(1, removed('a'))])).toMatchObject({ admittedDevices: ['b'], hasLeft: false });
	expect(stateOf([...two, ...at(1, removed('a'), removed('b'))]).hasLeft).toBe(true);
	expect(stateOf(at(1, removed('never there'))).hasLeft).toBe(false);
	expect(stateOf(at(1, { kind: 'left' })).hasLeft).toBe(true);
	expect(stateOf([...at(1, { kind: 'left' }), ...rates([2, 50])]).hasLeft).toBe(false);
});

test('STATE1 notes stand in their order, and what is sealed is sealed', () => {
	const state = stateOf([
		...at(1, { kind: 'note', text: 'one' }),
		...at(2, { kind: 'note', text: 'two' }),
		{ s: 3, body: { kind: 'sealed' }, seat: 'server' },
	]);
	expect(state.notes.map(({ text }) => text)).toEqual(['one', 'two']);
	expect(state.isSealed).toBe(true);
});
