import type { Seat } from '../../shared/events.ts';
import type { ClientChoice } from '../../shared/protocol.ts';
import type { LinkView, SessionLink } from './link-view.ts';
import { createSecondRoad } from './second-road.ts';
import { createSessionLink } from './session-link.ts';
import { openSocket, socketParts } from './socket.ts';
import { createStoredOutbox } from './stored-outbox.ts';

const TICK_MS = 100;

/** A session as a page shows it: the link's view and the time, both reactive. */
export interface LiveSession {
	readonly view: LinkView;
	/** The server's clock as estimated, ms since epoch; moves on ten times a second. */
	readonly now: number;
	readonly link: SessionLink;
	close(): void;
}

/** 128 random bits as 22 characters of base64url; works without a secure context. */
export function randomId(): string {
	const bytes = crypto.getRandomValues(new Uint8Array(16));
	const text = btoa(String.fromCharCode(...bytes)).slice(0, 22);
	return text.replaceAll('+', '-').replaceAll('/', '_');
}

export function openLiveSession(parts: {
	readonly session: string;
	readonly seat: Seat;
	readonly token: string;
	readonly storeOutbox: boolean;
	readonly client?: ClientChoice;
}): LiveSession {
	const link = createSessionLink({
		seat: parts.seat,
		token: parts.token,
		now: () => performance.now(),
		randomId,
		outbox: parts.storeOutbox ? createStoredOutbox(`${parts.session}.${parts.seat}`) : null,
		secondRoad: createSecondRoad(parts.token, (input, init) => fetch(input, init)),
		...(parts.client && { client: parts.client }),
	});
	let view = $state.raw(link.view());
	let now = $state(link.serverNow());
	let socket: { close(): void } | null = null;
	let isClosed = false;

	const stopListening = link.onChange(() => {
		view = link.view();
		// Together: the first answer brings the server's clock, and nothing may be counted from the one before.
		now = link.serverNow();
	});
	const ticking = setInterval(() => {
		link.handleTick();
		now = link.serverNow();
	}, TICK_MS);
	void link.load().then(() => {
		if (!isClosed) socket = openSocket(link, socketParts());
	});

	return {
		get view() {
			return view;
		},
		get now() {
			return now;
		},
		link,
		close() {
			isClosed = true;
			stopListening();
			clearInterval(ticking);
			socket?.close();
		},
	};
}
