import type { LinkEngine, Wire } from '../../../../client/link/link-engine.ts';
import type { Code } from '../../../../shared/codes.ts';
import { type EventId, type KnownBody, type LoggedEvent, laneOf, type Seat } from '../../../../shared/events.ts';
import type { AskingDevice, DownFrame, Picture, Recording, UpFrame, UpFrameOf } from '../../../../shared/protocol.ts';
import { type Heads, headOf, withHead } from '../../../../shared/stream.ts';

export const PHONE_WRITER = 'phone-writer-000000000';

export interface Telling {
	/** How long ago it was written, ms. */
	readonly ago?: number;
	/** How long ago it arrived, ms; as it was written where not said. */
	readonly arrivedAgo?: number;
	readonly practice?: true;
}

/**
 * The other end of a therapist page's line, moved by hand: it acknowledges what the page says, and its phone says what
 * the script makes it say. It is no second server: it holds one session.
 */
export function createScriptedDesk(link: LinkEngine, now: () => number) {
	let wire: Wire | null = null;
	let recording: Recording = 'held';
	let isAcknowledging = true;
	let isSilent = false;
	let hasPen = true;
	let accepted: Heads = {};
	let recorded: Heads = {};
	let asking: readonly AskingDevice[] = [];
	let phone: { isConnected: boolean; inView: boolean; heardAt: number; picture: Picture | null } | null = null;
	const events: LoggedEvent[] = [];
	const frames: UpFrame[] = [];

	const down = (frame: DownFrame) => {
		if (wire && !isSilent) link.handleFrame(wire, frame);
	};
	const acknowledge = () => {
		if (!isAcknowledging) return;
		recorded = accepted;
		down({ t: recording === 'recorded' ? 'recorded' : 'held', heads: recorded });
	};
	const keep = (event: LoggedEvent) => {
		accepted = withHead(accepted, event, event.n);
		events.push(event);
	};
	const relay = ({ writer, lane, seat, n, at, arrivedAt, practice, body }: LoggedEvent) =>
		down({
			t: 'events',
			writer,
			lane,
			seat,
			from: n,
			to: n,
			events: [{ n, at, arrivedAt, ...(practice && { practice }), body }],
		});
	const accept = (frame: UpFrameOf<'events'>) => {
		const stream = { writer: frame.writer, lane: frame.lane };
		for (const event of frame.events) {
			if (event.n !== headOf(accepted, stream) + 1) continue;
			keep({ ...event, ...stream, seat: 'therapist', arrivedAt: now() } as LoggedEvent);
			learn(event.body as KnownBody);
		}
		acknowledge();
	};
	const learn = (body: KnownBody) => {
		if (body.kind === 'admitted') asking = asking.filter(({ device }) => device !== body.device);
		if (body.kind === 'spoken-consent') recording = body.choice;
	};
	const welcome = (hello: UpFrameOf<'hello'>) => {
		down({
			t: 'welcome',
			v: 1,
			session: 'session-0000000000000A',
			seat: 'therapist',
			echo: hello.sentAt,
			serverAt: now(),
			hasPen,
			recording,
			heads: recorded,
			forgotten: [],
			clientName: 'River Stone',
		});
		for (const event of events) if (event.n > headOf(hello.heads, event)) relay(event);
		desk.tick();
	};
	const handle = (frame: UpFrame) => {
		if (isSilent) return;
		frames.push(frame);
		if (frame.t === 'hello') welcome(frame);
		if (frame.t === 'events') accept(frame);
		if (frame.t === 'pen') {
			hasPen = true;
			down({ t: 'pen' });
		}
	};

	const desk = {
		connect() {
			const opened: Wire = { send: (frame) => wire === opened && handle(frame), close: () => desk.cut() };
			wire = opened;
			link.handleOpen(opened);
		},
		cut() {
			const closed = wire;
			wire = null;
			if (closed) link.handleClose(closed);
		},
		setSilent(next: boolean) {
			isSilent = next;
		},
		setRecording(next: Recording) {
			recording = next;
			desk.tick();
		},
		setAcknowledging(next: boolean) {
			isAcknowledging = next;
			acknowledge();
		},
		setAsking(next: readonly AskingDevice[]) {
			asking = next;
			desk.tick();
		},
		/** The phone as the server hears it; null where there is none. */
		setPhone(next: { isConnected: boolean; inView: boolean; heardAgo: number } | null) {
			phone = next && { ...next, heardAt: now() - next.heardAgo, picture: phone?.picture ?? null };
			desk.tick();
		},
		/** A picture of now from the phone. */
		picture(rating: number | null, touchedAgo: number | null, writer = PHONE_WRITER) {
			const picture = { writer, rating, at: now(), touchedAt: touchedAgo === null ? null : now() - touchedAgo };
			phone = { isConnected: true, inView: true, heardAt: now(), picture };
			desk.tick();
		},
		say(body: KnownBody, { ago = 0, arrivedAgo = ago, practice }: Telling = {}, seat: Seat = 'client'): EventId {
			const stream = {
				writer: seat === 'client' ? PHONE_WRITER : `${seat}-writer-`.padEnd(22, '0'),
				lane: laneOf(body),
			};
			const n = headOf(accepted, stream) + 1;
			const event = { ...stream, n, seat, at: now() - ago, arrivedAt: now() - arrivedAgo, body };
			keep(practice ? { ...event, practice } : event);
			relay(events.at(-1) as LoggedEvent);
			if (recording === 'recorded') acknowledge();
			return { ...stream, n };
		},
		movePen() {
			hasPen = false;
			down({ t: 'moved' });
		},
		over: (code: Code) => down({ t: 'over', code }),
		tick() {
			const heardAgoMs = phone ? now() - phone.heardAt : null;
			const seats = phone ? [{ seat: 'client' as const, ...phone, heardAgoMs }] : [];
			down({ t: 'now', serverAt: now(), recording, heads: recorded, accepted, hasPen, seats, asking });
		},
		/** What the page has written, in order. */
		said: () => events.filter(({ seat }) => seat === 'therapist').map(({ body, practice }) => ({ ...body, practice })),
		frames: () => frames,
	};
	return desk;
}

export type ScriptedDesk = ReturnType<typeof createScriptedDesk>;
