import type { FramedEvent } from '../../shared/events.ts';

/** What one seat sends as an event, or as a whole frame, and what it must be told. */
export interface EventCase {
	readonly row: number;
	readonly what: string;
	readonly from: 'client' | 'therapist';
	/** In place of the body of the next event of that page, in its lane. */
	readonly body?: Record<string, unknown>;
	readonly lane?: 'say' | 'flow';
	/** Changes of the event around the body. */
	readonly event?: Record<string, unknown>;
	/** JSON text of the whole event, for what JavaScript can't hold. */
	readonly raw?: (event: FramedEvent) => string;
	readonly answer: string;
	/** Whether it takes its number and stands in the log as refused (W4). */
	readonly isNumbered: boolean;
}

const rating = (value: unknown, answer: string): EventCase => ({
	row: answer === 'out_of_range' ? 29 : 28,
	what: `rating ${JSON.stringify(value)}`,
	from: 'client',
	body: { kind: 'rating', value, touched: true },
	answer,
	isNumbered: true,
});
const literal = (text: string, answer: string): EventCase => ({
	row: 29,
	what: `rating ${text}`,
	from: 'client',
	raw: ({ n, at }) => `{"n":${n},"at":${at},"body":{"kind":"rating","value":${text},"touched":true}}`,
	answer,
	isNumbered: true,
});
const event = (what: string, change: Record<string, unknown>, row = 30): EventCase => ({
	row,
	what,
	from: 'client',
	body: { kind: 'stop' },
	event: change,
	answer: 'bad_request',
	isNumbered: false,
});
const foreign = (from: EventCase['from'], row: number, body: Record<string, unknown>): EventCase => ({
	row,
	what: `${String(body.kind)} from the ${from}`,
	from,
	body,
	answer: 'forbidden',
	isNumbered: true,
});
const body = (what: string, from: EventCase['from'], given: Record<string, unknown>, answer: string): EventCase => ({
	row: answer === 'out_of_range' ? 29 : 28,
	what,
	from,
	body: given,
	answer,
	isNumbered: true,
});

const STOPS = [{ writer: 'w'.repeat(22), lane: 'say', n: 1 }];

export const EVENT_CASES: readonly EventCase[] = [
	...['7', true, [], [7], {}, null, 3.5, 99.99].map((value) => rating(value, 'bad_request')),
	...[101, -1, 1_000_000, -100].map((value) => rating(value, 'out_of_range')),
	literal('1e400', 'bad_request'),
	literal('-1e400', 'bad_request'),
	body('touched as text', 'client', { kind: 'rating', value: 5, touched: 'yes' }, 'bad_request'),
	body('a rating with more in it', 'client', { kind: 'rating', value: 5, touched: true, note: 'x' }, 'bad_request'),
	{
		...body('a rating in the wrong lane', 'client', { kind: 'rating', value: 5, touched: true }, 'bad_request'),
		lane: 'say',
	},
	{ ...body('a STOP in the wrong lane', 'client', { kind: 'stop' }, 'bad_request'), lane: 'flow' },
	body('a band upside down', 'client', { kind: 'band', low: 60, high: 40, edge: 70 }, 'bad_request'),
	body('a band beyond the scale', 'client', { kind: 'band', low: 40, high: 60, edge: 170 }, 'out_of_range'),
	body('a cue nobody has', 'client', { kind: 'cue', cue: 'faster' }, 'bad_request'),
	body('a choice nobody has', 'client', { kind: 'consent', choice: 'perhaps' }, 'bad_request'),
	body('a phase nobody has', 'therapist', { kind: 'phase', phase: 'punch', point: 1 }, 'bad_request'),
	body('a point without number', 'therapist', { kind: 'point', muscle: 'soleus', side: 'left' }, 'bad_request'),
	body('point 0', 'therapist', { kind: 'point', point: 0, muscle: 'soleus', side: 'left' }, 'out_of_range'),
	body(
		'a target of a day',
		'therapist',
		{ kind: 'phase', phase: 'press', point: 1, targetMs: 86_400_000 },
		'out_of_range',
	),
	body('a note of 10,000 letters', 'therapist', { kind: 'note', text: 'x'.repeat(10_000) }, 'bad_request'),
	body('felt nowhere on the list', 'therapist', { kind: 'felt', point: 1, regions: ['soul'] }, 'bad_request'),
	body('felt, from a phone', 'client', { kind: 'felt', point: 1, regions: ['calf-left'] }, 'forbidden'),
	body('shown without a STOP', 'therapist', { kind: 'shown', stops: [] }, 'bad_request'),
	body(
		'answered with what is no identity',
		'therapist',
		{ kind: 'answered', stops: [{ writer: 'x', lane: 'say', n: 1 }] },
		'bad_request',
	),
	body('a body that calls itself refused', 'client', { kind: 'refused', code: 'internal' }, 'bad_request'),

	event('n missing', { n: undefined }),
	event('n as text', { n: '1' }),
	event('n negative', { n: -1 }),
	event('n 0', { n: 0 }),
	event('n a fraction', { n: 1.5 }),
	event('n above 2^53', { n: 2 ** 53 }),
	event('n null', { n: null }),
	event('at missing', { at: undefined }),
	event('at as text', { at: '2026-01-01' }),
	event('at negative', { at: -1 }),
	event('at a fraction', { at: 1.5 }),
	event('practice false', { practice: false }),
	event('of nobody', { of: { writer: 'x', lane: 'say', n: 1 } }),
	event('something more', { session: 's'.repeat(22) }, 36),
	event('no body', { body: undefined }),
	event('a body that is text', { body: 'stop' }),
	event('a body without kind', { body: {} }),
	event('a kind that is no text', { body: { kind: 7 } }),
	event('a kind of 33 letters', { body: { kind: 'x'.repeat(33) } }),

	...['started', 'ended', 'end-undone', 'sealed'].map((kind) => foreign('client', 41, { kind })),
	foreign('client', 41, { kind: 'phase', phase: 'press', point: 1 }),
	foreign('client', 41, { kind: 'point', point: 1, muscle: 'soleus', side: 'left' }),
	foreign('client', 41, { kind: 'note', text: 'x' }),
	foreign('client', 41, { kind: 'admitted', device: 'x' }),
	foreign('client', 41, { kind: 'removed', device: 'x' }),
	foreign('client', 41, { kind: 'spoken-consent', choice: 'recorded', member: 'x' }),
	foreign('client', 41, { kind: 'spoken-rating', value: 5 }),
	foreign('client', 41, { kind: 'signal', state: 'lost' }),
	foreign('client', 41, { kind: 'cleared', stops: STOPS, how: 'said-aloud' }),
	foreign('client', 42, { kind: 'shown', stops: STOPS }),
	foreign('client', 42, { kind: 'answered', stops: STOPS }),
	...['stop', 'withdrawn', 'left'].map((kind) => foreign('therapist', 41, { kind })),
	foreign('therapist', 41, { kind: 'rating', value: 5, touched: true }),
	foreign('therapist', 41, { kind: 'cue', cue: 'more' }),
	foreign('therapist', 41, { kind: 'observer-admitted', device: 'x' }),
	foreign('therapist', 41, { kind: 'observer-removed', device: 'x' }),
	foreign('therapist', 41, { kind: 'consent', choice: 'recorded' }),
	foreign('therapist', 41, { kind: 'band', low: 40, high: 60, edge: 70 }),
	foreign('therapist', 41, { kind: 'sealed' }),
	foreign('therapist', 41, { kind: 'ended', idle: true }),
	foreign('therapist', 41, { kind: 'cleared', stops: STOPS, how: 'lighter' }),
	foreign('therapist', 41, { kind: 'spoken-consent', choice: 'recorded', member: 'x' }),
];
