import type { LinkEngine, Wire } from '../../../../client/link/link-engine.ts';
import type { WordsAtChoice } from '../../../../shared/consent-api.ts';
import type { KnownBody, LoggedEvent, Seat } from '../../../../shared/events.ts';
import { laneOf } from '../../../../shared/events.ts';
import type { AskingDevice, DownFrame, Recording, UpFrame, UpFrameOf } from '../../../../shared/protocol.ts';
import { type Heads, headOf, withHead } from '../../../../shared/stream.ts';

const STAFF_WRITER = 'therapist-writer-00000';

/**
 * The other end of one phone's line, moved by hand: it answers as the server does, or is told to stop doing so.
 * It is no second server: it holds one session of one phone, and its therapist says what the script makes them say.
 */
export interface ScriptedServer {
	connect(): void;
	/** Cuts the line; nothing arrives until `connect`. */
	cut(): void;
	/** The line stands and carries nothing. */
	setSilent(isSilent: boolean): void;
	/** Lets the phone in, with the clinic's own words where it has some. */
	admit(consent?: WordsAtChoice): void;
	setTherapist(presence: { readonly isConnected: boolean; readonly inView: boolean }): void;
	/** Who follows with the client's yes, by name. */
	setFollowing(names: readonly string[]): void;
	setRecording(recording: Recording): void;
	/** While false, nothing is acknowledged: what arrives waits. */
	setAcknowledging(isAcknowledging: boolean): void;
	say(body: KnownBody, seat?: Seat): void;
	/** Gives the pen to another page, or the phone's answer when it wants it back. */
	movePen(): void;
	send(frame: DownFrame): void;
	/** The picture of now, as each second. */
	tick(): void;
	/** Up to where the server has acknowledged each stream: the truth that screens are held against. */
	acknowledged(): Heads;
	readonly received: readonly (LoggedEvent & { readonly body: { readonly kind: string } })[];
	readonly frames: readonly UpFrame[];
}

export function createScriptedServer(
	link: LinkEngine,
	now: () => number,
	start: { readonly isAdmitted: boolean; readonly words: string },
): ScriptedServer {
	let wire: Wire | null = null;
	let isAdmitted = start.isAdmitted;
	let isSilent = false;
	let isAcknowledging = true;
	let recording: Recording = 'held';
	let therapist = { isConnected: true, inView: true };
	let following: readonly AskingDevice[] = [];
	let accepted: Heads = {};
	let recorded: Heads = {};
	let hasPen = true;
	let consent: WordsAtChoice | undefined;
	const events: LoggedEvent[] = [];
	const frames: UpFrame[] = [];
	let hello: UpFrameOf<'hello'> | null = null;

	const down = (frame: DownFrame) => {
		if (wire && !isSilent) link.handleFrame(wire, frame);
	};
	const acknowledge = () => {
		if (!isAcknowledging || recording === 'not-recording') return;
		recorded = accepted;
		down({ t: recording === 'recorded' ? 'recorded' : 'held', heads: recorded });
	};
	const relay = (event: LoggedEvent) => {
		const { writer, lane, seat, n, at, arrivedAt, practice, of, body } = event;
		const told = { n, at, arrivedAt, ...(practice && { practice }), ...(of && { of }), body };
		down({ t: 'events', writer, lane, seat, from: n, to: n, events: [told] });
	};
	const welcome = () => {
		if (!hello) return;
		if (!isAdmitted) return down({ t: 'waiting', words: start.words, echo: hello.sentAt, serverAt: now() });
		down({
			t: 'welcome',
			v: 1,
			session: 'session-0000000000000A',
			seat: 'client',
			echo: hello.sentAt,
			serverAt: now(),
			hasPen,
			recording,
			heads: recorded,
			forgotten: [],
			...(consent && { consent }),
		});
		for (const event of events) if (event.n > headOf(hello.heads, event)) relay(event);
		server.tick();
	};
	const accept = (frame: UpFrameOf<'events'>) => {
		for (const event of frame.events) {
			const stream = { writer: frame.writer, lane: frame.lane };
			if (event.n !== headOf(accepted, stream) + 1) continue;
			accepted = withHead(accepted, stream, event.n);
			events.push({ ...event, ...stream, seat: 'client', arrivedAt: now() } as LoggedEvent);
			choose(event.body as KnownBody);
		}
		acknowledge();
	};
	const choose = (body: KnownBody) => {
		if (body.kind === 'consent') recording = body.choice === 'recorded' ? 'recorded' : 'live-only';
		if (body.kind === 'withdrawn') recording = 'withdrawn';
	};
	const handle = (frame: UpFrame) => {
		if (isSilent) return;
		frames.push(frame);
		if (frame.t === 'hello') {
			hello = frame;
			welcome();
		}
		if (frame.t === 'events') accept(frame);
		if (frame.t === 'pen') {
			hasPen = true;
			down({ t: 'pen' });
		}
	};

	const server: ScriptedServer = {
		connect() {
			const opened: Wire = { send: (frame) => wire === opened && handle(frame), close: () => server.cut() };
			wire = opened;
			link.handleOpen(opened);
		},
		cut() {
			const closed = wire;
			wire = null;
			if (closed) link.handleClose(closed);
		},
		setSilent(next) {
			isSilent = next;
		},
		admit(words) {
			consent = words;
			isAdmitted = true;
			welcome();
		},
		setTherapist(presence) {
			therapist = presence;
			server.tick();
		},
		setFollowing(names) {
			following = names.map((words, i) => ({ device: `observer-${i}`, words }));
			server.tick();
		},
		setRecording(next) {
			recording = next;
			server.tick();
		},
		setAcknowledging(next) {
			isAcknowledging = next;
			acknowledge();
		},
		say(body, seat = 'therapist') {
			const stream = { writer: STAFF_WRITER, lane: laneOf(body) };
			const n = headOf(accepted, stream) + 1;
			accepted = withHead(accepted, stream, n);
			const event: LoggedEvent = { ...stream, n, at: now(), arrivedAt: now(), seat, body };
			events.push(event);
			if (isAdmitted) relay(event);
			acknowledge();
		},
		movePen() {
			hasPen = false;
			down({ t: 'moved' });
		},
		send: down,
		tick() {
			if (!isAdmitted) return;
			down({
				t: 'now',
				serverAt: now(),
				recording,
				heads: recorded,
				accepted,
				hasPen,
				seats: [{ seat: 'therapist', ...therapist, heardAgoMs: therapist.isConnected ? 100 : 60_000, picture: null }],
				following,
			} as DownFrame);
		},
		acknowledged: () => recorded,
		get received() {
			return events;
		},
		frames,
	};
	return server;
}
