import { type EventId, type KnownBody, laneOf, type Seat } from '../../shared/events.ts';
import { createLiveFold } from '../../shared/live-fold.ts';
import type { Picture } from '../../shared/protocol.ts';
import type { Signal } from '../../shared/readings.ts';
import { createSessionLog } from '../../shared/session-log.ts';
import type { SessionState } from '../../shared/session-state.ts';

/** Noon of some day: instants of a test are ms after it. */
export const T0 = 1_800_000_000_000;

export const PHONE = 'phone-'.padEnd(22, 'a');
export const PHONE_RELOADED = 'phone-'.padEnd(22, 'b');
const PAGE = 'page-'.padEnd(22, 'a');

interface Telling {
	readonly practice?: true;
	/** When it came, where that was later than it was written, ms after T0. */
	readonly arrived?: number;
	readonly writer?: string;
	readonly seat?: Seat;
}

/** A session told event by event: times are ms after T0, ratings are tenths. */
export function tellSession() {
	const fold = createLiveFold(createSessionLog());
	const tell = (t: number, body: KnownBody, { practice, arrived, writer, seat }: Telling = {}): EventId => {
		const isPhone = seat ? seat === 'client' : ['rating', 'stop', 'cue', 'band', 'left'].includes(body.kind);
		const id = writer ?? (isPhone ? PHONE : PAGE);
		const lane = laneOf(body);
		const n = fold.log.head({ writer: id, lane }) + 1;
		fold.add({
			writer: id,
			lane,
			n,
			seat: isPhone ? 'client' : 'therapist',
			at: T0 + t,
			arrivedAt: T0 + (arrived ?? t),
			...(practice && { practice }),
			body,
		});
		return { writer: id, lane, n };
	};
	return {
		tell,
		rate: (t: number, value: number, telling: Telling & { touched?: boolean } = {}) =>
			tell(t, { kind: 'rating', value, touched: telling.touched ?? true }, telling),
		state: (): SessionState => fold.state(),
		events: () => fold.log.ordered(),
	};
}

/** The phone heard at this time, with no picture of now. */
export function heard(at: number, pictures: readonly Picture[] = []): Signal {
	return { heardAt: T0 + at, pictures };
}

export function picture(at: number, rating: number | null, writer = PHONE, touchedAt: number | null = null): Picture {
	return { writer, rating, at: T0 + at, touchedAt: touchedAt === null ? null : T0 + touchedAt };
}
