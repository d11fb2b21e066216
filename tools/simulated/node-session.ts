import { randomBytes } from 'node:crypto';
import type { SessionLink } from '../../client/link/link-view.ts';
import { createSecondRoad } from '../../client/link/second-road.ts';
import { createSessionLink } from '../../client/link/session-link.ts';
import { openSocket, socketParts } from '../../client/link/socket.ts';
import type { Seat } from '../../shared/events.ts';
import type { ClientChoice } from '../../shared/protocol.ts';

/** As often as a page's slider is sampled at most, ms. */
const TICK_MS = 50;

export interface NodeSession {
	readonly link: SessionLink;
	/** Ends the line and whatever moves on it; the seat stays. */
	close(): void;
}

/**
 * Opens a seat of a session from Node, over a real socket, as a page does in a browser; nothing outlives the process.
 *
 * @param act what the seat's person does, called every TICK_MS while the line is not closed
 */
export function openNodeSession(
	parts: {
		/** The server's, like http://localhost:3000. */
		readonly origin: string;
		readonly seat: Seat;
		readonly token: string;
		readonly client?: ClientChoice;
	},
	act: (link: SessionLink) => () => void,
): NodeSession {
	const { origin, seat, token, client } = parts;
	const link = createSessionLink({
		seat,
		token,
		now: () => performance.now(),
		randomId: () => randomBytes(16).toString('base64url'),
		outbox: null,
		secondRoad: createSecondRoad(token, (path, init) => fetch(new URL(String(path), origin), init)),
		...(client && { client }),
	});
	const tick = act(link);
	const ticking = setInterval(() => {
		link.handleTick();
		tick();
	}, TICK_MS);
	const socket = openSocket(link, socketParts(origin));
	return {
		link,
		close() {
			clearInterval(ticking);
			socket.close();
		},
	};
}
