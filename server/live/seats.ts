import type { Seat } from '../../shared/events.ts';
import type { Picture, Presence } from '../../shared/protocol.ts';
import type { Heads } from '../../shared/stream.ts';
import type { Connection } from './live-hub.ts';
import type { StoredDevice } from './live-store.ts';

/** One connection of an admitted or draining device to a session. */
export interface Line {
	readonly connection: Connection;
	readonly device: string;
	readonly seat: Seat;
	/** Its present writer. */
	writer: string;
	/** Heads of what this page has or was sent. */
	sent: Heads;
	inView: boolean;
	heardAt: number;
	/** It handed over its place: it may bring what it holds, and is shown nothing. */
	isDraining: boolean;
	/** Carries an answer only (the second road): it is sent no events. */
	readonly isPassing: boolean;
}

interface SeatNow {
	pen: Line | null;
	/** The writer that last had the pen, and all that asked for it in this process's life (W10). */
	penWriter: string | null;
	readonly askers: Set<string>;
	/** The last touch by which each of them asked. */
	readonly touches: Map<string, number>;
	picture: Picture | null;
	heardAt: number | null;
}

/** The places of a session: who holds the pen of each, and what the others see of it. */
export interface Seats {
	lines(): readonly Line[];
	add(line: Line): void;
	remove(line: Line): void;
	/** Gives the pen to a page that asked for it. Answers the line that lost it. */
	takePen(line: Line): Line | null;
	/** Whether a hello that asks for the pen gets it: a page that lost it while it was away does not. */
	mayHavePen(seat: Seat, writer: string): boolean;
	/** Notes by which touch a page asks; false: it asked by this one before, and what it got has moved on since. */
	isNewTouch(line: Line, touch: number): boolean;
	/** The last touch by which a page asked. */
	lastTouch(line: Line): number;
	/** The seat's pen lies there for the next page that asks. */
	dropPen(line: Line): void;
	hasPen(line: Line): boolean;
	showPicture(line: Line, picture: Picture): void;
	heard(line: Line, at: number): void;
	/** The other seats as `seat` sees them. */
	presences(seat: Seat, now: number): readonly Presence[];
}

export function createSeats(): Seats {
	const lines = new Set<Line>();
	const seats = new Map<Seat, SeatNow>();
	const of = (seat: Seat): SeatNow => {
		const known = seats.get(seat);
		if (known) return known;
		const fresh: SeatNow = {
			pen: null,
			penWriter: null,
			askers: new Set(),
			touches: new Map(),
			picture: null,
			heardAt: null,
		};
		seats.set(seat, fresh);
		return fresh;
	};
	const presence = (seat: Seat, now: number): Presence => {
		const { picture, heardAt } = of(seat);
		const present = [...lines].filter((line) => line.seat === seat && !line.isDraining && !line.isPassing);
		return {
			seat,
			isConnected: present.length > 0,
			inView: present.some(({ inView }) => inView),
			heardAgoMs: heardAt === null ? null : Math.max(0, now - heardAt),
			// Only the client's rating is anybody's business.
			picture: seat === 'client' ? picture : null,
		};
	};
	const lastTouch = (line: Line) => of(line.seat).touches.get(line.writer) ?? 0;
	return {
		lines: () => [...lines],
		add(line) {
			lines.add(line);
		},
		remove(line) {
			lines.delete(line);
			const seat = of(line.seat);
			if (seat.pen === line) seat.pen = null;
		},
		takePen(line) {
			const seat = of(line.seat);
			const former = seat.pen === line ? null : seat.pen;
			seat.pen = line;
			seat.penWriter = line.writer;
			seat.askers.add(line.writer);
			return former;
		},
		mayHavePen(seat, writer) {
			const { penWriter, askers } = of(seat);
			return penWriter === null || penWriter === writer || !askers.has(writer);
		},
		isNewTouch(line, touch) {
			if (touch <= lastTouch(line)) return false;
			of(line.seat).touches.set(line.writer, touch);
			return true;
		},
		lastTouch,
		dropPen(line) {
			const seat = of(line.seat);
			if (seat.pen === line) seat.pen = null;
		},
		hasPen: (line) => of(line.seat).pen === line,
		showPicture(line, picture) {
			const seat = of(line.seat);
			seat.picture = picture;
			seat.penWriter = picture.writer;
			seat.askers.add(picture.writer);
		},
		heard(line, at) {
			line.heardAt = at;
			const seat = of(line.seat);
			if (seat.pen === line || seat.pen === null) seat.heardAt = at;
		},
		presences: (seat, now) =>
			(['client', 'therapist'] as const).filter((each) => each !== seat).map((each) => presence(each, now)),
	};
}

export function isLetIn({ standing }: StoredDevice): boolean {
	return standing === 'admitted' || standing === 'draining';
}
