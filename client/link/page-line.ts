import type { Code } from '../../shared/codes.ts';
import { NO_SIGNAL_MS, type UpFrame, WEAK_MS } from '../../shared/protocol.ts';
import type { Wire } from './link-engine.ts';
import type { Line } from './link-view.ts';

/** These end one connection and nothing else: the page comes back. */
const PASSING_CODES: readonly Code[] = ['too_many', 'too_slow', 'internal'];

/** After these nothing this seat holds will ever be taken: its stored outbox goes, and the page says what did not arrive. */
const FINAL_CODES: readonly Code[] = ['session_sealed', 'session_erased'];

/** The wire of a page, and how its line stands. */
export interface PageLine {
	is(): Line;
	isOver(): boolean;
	/** The wire, once the server has welcomed this page on it. */
	ready(): Wire | null;
	/** Sends on the wire there is, welcomed or not; without one nothing is sent. */
	send(frame: UpFrame): void;
	open(wire: Wire): void;
	/** A frame came. False: by a wire that was given up. */
	hear(from: Wire): boolean;
	welcome(): void;
	wait(words: string): void;
	/** The server's last word on this connection. True: nothing of this seat's will ever be taken. */
	end(code: Code): boolean;
	close(wire: Wire): void;
	/** None of this needs an incoming message: the page's own cut-off, by its own clock. */
	watch(): void;
}

export function createPageLine(parts: {
	readonly now: () => number;
	readonly serverNow: () => number;
	readonly onChange: () => void;
}): PageLine {
	let wire: Wire | null = null;
	let isWelcome = false;
	let line: Line = { is: 'connecting' };
	let heardAt = Number.NEGATIVE_INFINITY;

	const lose = () => {
		wire = null;
		isWelcome = false;
		if (line.is === 'live') line = { is: 'weak', since: parts.serverNow() };
		parts.onChange();
	};

	return {
		is: () => line,
		isOver: () => line.is === 'over',
		ready: () => (isWelcome ? wire : null),
		send: (frame) => wire?.send(frame),
		open(opened) {
			wire = opened;
			isWelcome = false;
			heardAt = parts.now();
		},
		hear(from) {
			if (from !== wire) return false;
			heardAt = parts.now();
			if (line.is === 'weak' && isWelcome) line = { is: 'live' };
			return true;
		},
		welcome() {
			isWelcome = true;
			line = { is: 'live' };
		},
		wait(words) {
			// Who is in on this connection does not wait on it again: an old word that came late.
			if (!isWelcome) line = { is: 'waiting', words };
		},
		end(code) {
			if (!PASSING_CODES.includes(code)) line = { is: 'over', code };
			return FINAL_CODES.includes(code);
		},
		close(closed) {
			if (closed === wire) lose();
		},
		watch() {
			const silence = parts.now() - heardAt;
			if (line.is === 'live' && silence >= WEAK_MS) {
				line = { is: 'weak', since: parts.serverNow() - silence };
				parts.onChange();
			}
			if (!wire || silence < NO_SIGNAL_MS) return;
			const given = wire;
			lose();
			given.close();
		},
	};
}
