import { type Body, type EventId, type LoggedEvent, laneOf, type Seat } from '../../shared/events.ts';
import type { Phase } from '../../shared/phases.ts';

export const START = 1_790_000_000_000;

/** A log written line by line: seconds since START, a body; who writes it follows from the body or is said. */
export interface Line {
	readonly s: number;
	readonly body: Body;
	readonly seat?: Seat;
	readonly practice?: true;
	/** Seconds until it arrived. */
	readonly late?: number;
}

const PHONE_KINDS = [
	'rating',
	'cue',
	'stop',
	'band',
	'consent',
	'withdrawn',
	'left',
	'observer-admitted',
	'observer-removed',
];

const writerOf = (seat: Seat) => `${seat}-writer`.padEnd(22, '0');

export function logOf(lines: readonly Line[]): readonly LoggedEvent[] {
	const heads = new Map<string, number>();
	return lines.map(({ s, body, practice, late = 0, ...line }) => {
		const seat = line.seat ?? (PHONE_KINDS.includes(body.kind) ? 'client' : 'therapist');
		const lane = laneOf(body);
		const n = (heads.get(`${seat} ${lane}`) ?? 0) + 1;
		heads.set(`${seat} ${lane}`, n);
		const at = START + Math.round(s * 1000);
		const arrivedAt = at + Math.round(late * 1000);
		return { writer: writerOf(seat), lane, n, seat, at, arrivedAt, body, ...(practice && { practice }) };
	});
}

/** Samples in tenths, as `[seconds, value]`. */
export const rates = (...samples: readonly (readonly [s: number, value: number])[]): readonly Line[] =>
	samples.map(([s, value]) => ({ s, body: { kind: 'rating', value, touched: true } }));

export const practiced = (lines: readonly Line[]): readonly Line[] =>
	lines.map((line) => ({ ...line, practice: true }));

export const phase = (s: number, name: Phase, point = 1): Line => ({ s, body: { kind: 'phase', phase: name, point } });

export const started: Line = { s: 0, body: { kind: 'started' } };

/** The nth thing said by a seat. */
export const said = (seat: Seat, n: number): EventId => ({ writer: writerOf(seat), lane: 'say', n });

/** Seconds since START. */
export const sec = (t: number | null): number | null => (t === null ? null : (t - START) / 1000);
