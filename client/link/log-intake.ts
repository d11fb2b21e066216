import { LANES } from '../../shared/events.ts';
import type { LiveFold } from '../../shared/live-fold.ts';
import type { DownFrame, EventsFrame } from '../../shared/protocol.ts';
import { type Heads, headOf, withHead } from '../../shared/stream.ts';
import type { LinkView } from './link-view.ts';
import type { PageLine } from './page-line.ts';

/** How this page's log grows by what the server tells of the session. */
export interface LogIntake {
	handleEvents(frame: EventsFrame): void;
	handleRefused(frame: Extract<DownFrame, { t: 'refused' }>): void;
	/** Asks for what follows its heads. */
	want(): void;
	/** The server's whole account of what it has accepted: asks where that is more than this page has. */
	learnAccepted(accepted: Heads): void;
	/** What the server has, by its last account and what it told since; null before the first. */
	served(): Heads | null;
	refusals(): LinkView['refusals'];
}

/** @param absorb own events may continue the log now */
export function createLogIntake(fold: LiveFold, line: PageLine, absorb: () => void): LogIntake {
	const { log } = fold;
	let refusals: LinkView['refusals'] = [];
	let served: Heads | null = null;

	const want = () => line.send({ t: 'want', heads: log.heads() });

	return {
		handleEvents({ writer, lane, seat, from, to, events }) {
			const stream = { writer, lane };
			if (served && headOf(served, stream) < to) served = withHead(served, stream, to);
			if (from > log.head(stream) + 1) return want();
			for (const event of events) if (event.n > log.head(stream)) fold.add({ ...event, ...stream, seat });
			log.skipTo(stream, to);
			return absorb();
		},
		handleRefused({ code, event }) {
			refusals = [...refusals.slice(-9), code];
			if (event) fold.refuse(event, code);
		},
		want,
		learnAccepted(accepted) {
			served = accepted;
			const streams = Object.keys(accepted).flatMap((writer) => LANES.map((lane) => ({ writer, lane })));
			if (streams.some((stream) => log.head(stream) < headOf(accepted, stream))) want();
		},
		served: () => served,
		refusals: () => refusals,
	};
}
