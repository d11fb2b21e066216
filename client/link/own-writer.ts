import { type EventId, idOf, LANES, type LoggedEvent, laneOf, type Seat } from '../../shared/events.ts';
import type { LiveFold } from '../../shared/live-fold.ts';
import type { UpFrameOf } from '../../shared/protocol.ts';
import { orderedWith } from '../../shared/session-log.ts';
import { foldSession, type SessionState } from '../../shared/session-state.ts';
import type { OutboxEntry } from './outbox.ts';
import type { OutboxKeeper } from './outbox-keeper.ts';
import type { OwnStreams } from './own-streams.ts';
import type { StopWatch } from './stop-watch.ts';

/** How often a page looks for what a closed tab of its browser left, ms. */
const LEFT_MS = 5_000;

export type Content = Omit<LoggedEvent, 'n' | 'writer' | 'lane' | 'seat' | 'arrivedAt'>;

/** What this page writes, and what earlier loads and closed tabs of its browser left for it to bring (W1). */
export interface OwnWriter {
	/** The identity under which this page writes now. */
	id(): string;
	/** From here on it writes as a new writer. */
	renew(): void;
	append(event: Content): EventId;
	/** Takes what this page wrote out of the stored outbox. */
	forget(): void;
	adopt(entries: readonly OutboxEntry[]): void;
	/** What a closed tab of this browser left in their stored outbox is brought by whoever is still there (W1). */
	adoptLeft(): Promise<void>;
	adoptLeftIfDue(): void;
	/** Own events go into the log as soon as they continue what it holds of their stream. */
	absorb(): void;
	isHeld(id: EventId): boolean;
	/** What a hello says of the streams this page answers for. */
	streams(): UpFrameOf<'hello'>['streams'];
	/** The state, with what is in the outbox and can't be in the log yet. */
	state(): SessionState;
}

export function createOwnWriter(parts: {
	readonly seat: Seat;
	readonly randomId: () => string;
	readonly now: () => number;
	readonly serverNow: () => number;
	readonly own: OwnStreams;
	readonly keeper: OutboxKeeper;
	readonly fold: LiveFold;
	readonly stops: StopWatch;
	/** Something of another tab was adopted. */
	readonly onChange: () => void;
}): OwnWriter {
	const { own, fold, keeper, stops, seat } = parts;
	const { log } = fold;
	let writer = parts.randomId();
	let leftAt = Number.NEGATIVE_INFINITY;

	const isHeld = (id: EventId) => own.get(id)?.held.some(({ n }) => n === id.n) ?? false;

	const adopt = (entries: readonly OutboxEntry[]) => {
		own.adopt(entries);
		for (const { writer: of, lane, event } of entries) {
			const id = { writer: of, lane, n: event.n };
			if (event.body.kind === 'stop' && isHeld(id)) stops.handleAdopted(id);
		}
	};

	const adoptLeft = async () => {
		leftAt = parts.now();
		const left = await keeper.left();
		const before = own.count();
		adopt(left.filter((entry) => entry.writer !== writer));
		if (own.count() !== before) parts.onChange();
	};

	return {
		id: () => writer,
		renew() {
			writer = parts.randomId();
		},
		append(event) {
			const stream = { writer, lane: laneOf(event.body) };
			const written = own.append(stream, event);
			keeper.put([{ ...stream, event: written }], parts.serverNow());
			if (log.head(stream) + 1 === written.n) fold.add({ ...written, ...stream, seat, arrivedAt: written.at });
			const id = idOf({ ...stream, n: written.n });
			stops.handleAppended(id, written);
			return id;
		},
		forget() {
			for (const lane of LANES) keeper.remove({ writer, lane }, (own.get({ writer, lane })?.next ?? 1) - 1);
		},
		adopt,
		adoptLeft,
		adoptLeftIfDue() {
			if (parts.now() - leftAt >= LEFT_MS) void adoptLeft();
		},
		absorb() {
			for (const { held, writer: of, lane } of own.list()) {
				for (const event of held) {
					if (event.n !== log.head({ writer: of, lane }) + 1) continue;
					fold.add({ ...event, writer: of, lane, seat, arrivedAt: event.at });
				}
			}
		},
		isHeld,
		streams() {
			const present = LANES.filter((lane) => !own.get({ writer, lane })).map((lane) => ({
				writer,
				lane,
				first: 1,
				next: 1,
			}));
			return [
				...own
					.list()
					.map(({ writer: of, lane, held, next }) => ({ writer: of, lane, first: held[0]?.n ?? next, next })),
				...present,
			];
		},
		state() {
			const says = own.list().filter(({ lane }) => lane === 'say');
			// What lies before it in its stream has not come back: a STOP stands at once after a reload all the same.
			const left = says.flatMap(({ held, writer: of, lane }) =>
				held
					.filter(({ n }) => n > log.head({ writer: of, lane }))
					.map((event) => ({ ...event, writer: of, lane, seat, arrivedAt: event.at, t: event.at })),
			);
			return left.length === 0 ? fold.state() : foldSession(orderedWith(log, left));
		},
	};
}
