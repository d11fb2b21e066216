import type { EventId, EventKind, KnownBody, Seat } from '../../shared/events.ts';

const STOP: EventId = { writer: 'phone-0000000000000000', lane: 'say', n: 4 };

/** One event of every kind there is, as its writer sends it. */
export const ONE_OF_EACH: { readonly [K in EventKind]: Extract<KnownBody, { kind: K }> } = {
	rating: { kind: 'rating', value: 55, touched: true },
	cue: { kind: 'cue', cue: 'ease' },
	stop: { kind: 'stop' },
	cleared: { kind: 'cleared', stops: [STOP], how: 'lighter' },
	band: { kind: 'band', low: 40, high: 60, edge: 70 },
	consent: { kind: 'consent', choice: 'recorded' },
	withdrawn: { kind: 'withdrawn' },
	left: { kind: 'left' },
	started: { kind: 'started' },
	point: { kind: 'point', point: 1, muscle: 'infraspinatus', side: 'right', place: 'two fingers below the spine' },
	phase: { kind: 'phase', phase: 'press', point: 1, targetMs: 45_000 },
	felt: { kind: 'felt', point: 1, regions: ['shoulder-front-right', 'arm-front-right'] },
	note: { kind: 'note', text: 'tender today' },
	ended: { kind: 'ended' },
	'end-undone': { kind: 'end-undone' },
	admitted: { kind: 'admitted', device: 'device' },
	removed: { kind: 'removed', device: 'device' },
	'observer-admitted': { kind: 'observer-admitted', device: 'device' },
	'observer-removed': { kind: 'observer-removed', device: 'device' },
	'spoken-consent': { kind: 'spoken-consent', choice: 'recorded', member: 'Owner Example' },
	'spoken-rating': { kind: 'spoken-rating', value: 60 },
	shown: { kind: 'shown', stops: [STOP] },
	answered: { kind: 'answered', stops: [STOP] },
	signal: { kind: 'signal', state: 'lost' },
	sealed: { kind: 'sealed' },
};

export const KINDS = Object.keys(ONE_OF_EACH) as readonly EventKind[];

/** Who writes what, as DESIGN says it: c client, t therapist, o owner, s server; nobody writes as an observer. */
const WRITTEN_BY: Readonly<Record<EventKind, string>> = {
	rating: 'c',
	cue: 'c',
	stop: 'c',
	cleared: 'c',
	band: 'c',
	consent: 'c',
	withdrawn: 'c',
	left: 'c',
	started: 't',
	point: 't',
	phase: 't',
	felt: 't',
	note: 't',
	ended: 'to',
	'end-undone': 't',
	admitted: 't',
	removed: 'to',
	'observer-admitted': 'c',
	'observer-removed': 'c',
	'spoken-consent': 't',
	'spoken-rating': 't',
	shown: 't',
	answered: 't',
	signal: 't',
	sealed: 's',
};
const LETTERS: Readonly<Record<Seat, string>> = { client: 'c', therapist: 't', owner: 'o', observer: '-', server: 's' };

/** Whether DESIGN lets this seat write ONE_OF_EACH of that kind. */
export const isWriterOf = (seat: Seat, kind: EventKind): boolean => WRITTEN_BY[kind].includes(LETTERS[seat]);
