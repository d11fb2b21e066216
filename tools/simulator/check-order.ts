import type { DownFrame, UpFrame } from '../../shared/protocol.ts';
import { headOf } from '../../shared/stream.ts';
import type { SimPage } from './sim-page.ts';
import type { Witness } from './witness.ts';

/** W9, looked at on the wire: nothing of *flow* leaves while something of *say* waits to leave. */
export interface OrderCheck {
	asked(page: SimPage, frame: UpFrame): void;
	received(page: SimPage, frame: DownFrame): void;
}

export function createOrderCheck(witness: Witness): OrderCheck {
	/** The last n of *say* of each writer that left on the page's present connection, or that the server had before. */
	const left = new WeakMap<SimPage, Map<string, number>>();
	return {
		asked(page, frame) {
			if (frame.t !== 'events') return;
			const sent = left.get(page) ?? new Map<string, number>();
			const last = frame.events.at(-1)?.n ?? 0;
			if (frame.lane === 'say') sent.set(frame.writer, Math.max(sent.get(frame.writer) ?? 0, last));
			else if (
				page.engine.outbox().some(({ lane, writer, event }) => lane === 'say' && event.n > (sent.get(writer) ?? 0))
			)
				witness.blame('W9 flow left before say');
		},
		received(page, frame) {
			if (frame.t !== 'welcome') return;
			const known = Object.keys(frame.heads).map(
				(writer) => [writer, headOf(frame.heads, { writer, lane: 'say' })] as const,
			);
			left.set(page, new Map(known));
		},
	};
}
