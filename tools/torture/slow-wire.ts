import type { LinkEngine, Wire } from '../../client/link/link-engine.ts';
import type { Connection, LiveHub } from '../../server/live/live-hub.ts';
import type { DownFrame, UpFrame } from '../../shared/protocol.ts';
import type { Random } from '../simulator/random.ts';

/** How long a chunk is under way, one way. What is held holds all behind it, as TCP does. */
export interface WireDelay {
	readonly mostOneWayMs: number;
	readonly heldShare: number;
	readonly held: { readonly leastMs: number; readonly mostMs: number };
}

/** A page's line to a hub over a clock that is moved by hand: in order, late, and never lost. */
export interface SlowLine {
	/** Hands over what has arrived by now. */
	move(): void;
}

export function joinSlowly(
	parts: { readonly hub: LiveHub; readonly link: LinkEngine; readonly now: () => number; readonly random: Random },
	delay: WireDelay,
): SlowLine {
	const { hub, link, now } = parts;
	const oneWay = () => {
		const { heldShare, held, mostOneWayMs } = delay;
		const wait = parts.random.next() * mostOneWayMs;
		return parts.random.chance(heldShare) ? wait + parts.random.whole(held.leastMs, held.mostMs) : wait;
	};
	const up = createWay<UpFrame>(now, oneWay);
	const down = createWay<DownFrame>(now, oneWay);
	let isOpen = true;
	const lose = () => {
		isOpen = false;
	};
	const connection: Connection = { send: (frame) => down.put(frame), close: lose };
	let page: Wire = { send: (frame) => up.put(frame), close: lose };
	const reopen = () => {
		hub.disconnect(connection);
		link.handleClose(page);
		up.clear();
		down.clear();
		page = { send: (frame) => up.put(frame), close: lose };
		isOpen = true;
		link.handleOpen(page);
	};
	link.handleOpen(page);
	return {
		move() {
			for (const frame of up.arrived()) hub.handle(connection, frame);
			for (const frame of down.arrived()) link.handleFrame(page, frame);
			if (!isOpen) reopen();
		},
	};
}

function createWay<F>(now: () => number, oneWayMs: () => number) {
	let under: { readonly frame: F; readonly at: number }[] = [];
	return {
		put(frame: F) {
			const at = Math.max(under.at(-1)?.at ?? 0, now() + oneWayMs());
			under.push({ frame: structuredClone(frame), at });
		},
		arrived(): readonly F[] {
			const here = under.findIndex(({ at }) => at > now());
			const done = under.splice(0, here === -1 ? under.length : here);
			return done.map(({ frame }) => frame);
		},
		clear() {
			under = [];
		},
	};
}
