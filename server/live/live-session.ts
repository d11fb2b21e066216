import type { Code } from '../../shared/codes.ts';
import {
	acceptBody,
	type Body,
	eventFor,
	type FramedEvent,
	type LoggedEvent,
	refused,
	type Seat,
	type WrittenEvent,
} from '../../shared/events.ts';
import { createLiveFold } from '../../shared/live-fold.ts';
import {
	type DownFrame,
	type EventsFrame,
	NO_SIGNAL_MS,
	NOW_MS,
	PAGE_FRAME_BYTES,
	PROTOCOL_VERSION,
	type Recording,
	type UpFrame,
	type UpFrameOf,
} from '../../shared/protocol.ts';
import { createSessionLog } from '../../shared/session-log.ts';
import type { SessionState } from '../../shared/session-state.ts';
import {
	type Heads,
	headOf,
	judge,
	type StreamId,
	sameContent,
	type TimedEvent,
	withHead,
} from '../../shared/stream.ts';
import type { Journal } from '../journal/journal.ts';
import type { Connection } from './live-hub.ts';
import type { StoredDevice } from './live-store.ts';
import { createRecorder } from './recorder.ts';
import { createSeats, type Line } from './seats.ts';

/** Without a page for this long the server ends a session; so long after the end an outbox may still be drained, ms. */
export const IDLE_END_MS = 3 * 60 * 60 * 1_000;
export const DRAIN_MS = 24 * 60 * 60 * 1_000;
/** Flow that one page is sent at a time where it is far behind, events; say is never held back. */
const FLOW_AT_A_TIME = 1_000;

/** What a session tells its keeper: facts that outlive it in the clinic's store. */
export interface SessionKeeper {
	/** The client chose to be recorded: write whom the session is for. */
	saveClient(): Promise<void>;
	saveRecording(recording: Extract<Recording, 'recorded' | 'live-only' | 'withdrawn'>): Promise<void>;
	saveEnded(endedAt: number | null): void;
	sealed(at: number): void;
	devices(): readonly StoredDevice[];
	saveDevice(device: StoredDevice): void;
	/** Deletes what was recorded, after withdrawing. */
	eraseRecord(): Promise<void>;
	clientName(): string | null;
	setClient(client: NonNullable<UpFrameOf<'hello'>['client']>): void;
	trouble(problem: unknown): void;
}

export interface LiveSessionParts {
	readonly id: string;
	readonly journal: Journal;
	readonly keeper: SessionKeeper;
	/** The server's clock: the wall clock as read once, gone on by the monotonic one (W12), ms. */
	readonly now: () => number;
	readonly randomId: () => string;
	readonly queueLimitBytes?: number;
}

/** What an earlier process left of a session. */
export interface SessionRest {
	readonly events: readonly LoggedEvent[];
	readonly recording: Exclude<Recording, 'not-recording'>;
}

/** A session under way: takes frames, keeps the log, relays, records. It knows no socket and no clock of its own. */
export interface LiveSession {
	readonly id: string;
	greet(connection: Connection, device: StoredDevice, hello: UpFrameOf<'hello'>): void;
	handle(connection: Connection, frame: UpFrame): void;
	/** Takes *say* frames that came by the second road; answers through `connection`. */
	takePassing(connection: Connection, device: StoredDevice, frames: readonly UpFrameOf<'events'>[]): void;
	/** What `down` would tell this device by now: heads, and what was said about its STOPs. */
	answerPassing(device: StoredDevice): readonly DownFrame[];
	disconnect(connection: Connection): void;
	/** A device's standing changed: its connections are told. */
	deviceChanged(device: StoredDevice): void;
	/** The server's or the owner's own word. */
	speak(seat: Extract<Seat, 'server' | 'owner'>, body: Body): void;
	tick(): void;
	state(): SessionState;
	events(): readonly LoggedEvent[];
	recording(): Recording;
	/** Nothing more will be taken; every line is told why. */
	shut(code: Code): void;
	connections(device: string): readonly Connection[];
}

export function createLiveSession(parts: LiveSessionParts, rest: SessionRest): LiveSession {
	const fold = createLiveFold(createSessionLog(rest.events));
	const { log } = fold;
	const seats = createSeats();
	const waiting = new Map<Connection, { readonly device: string; readonly hello: UpFrameOf<'hello'> }>();
	const seatOfWriter = new Map<string, Seat>(rest.events.map(({ writer, seat }) => [writer, seat]));
	const voices = { server: parts.randomId(), owner: parts.randomId() };
	const { keeper } = parts;
	/** In the order they came, until the client chooses. */
	let arrivals: LoggedEvent[] = [];
	let pageSeenAt = parts.now();
	let toldAt = Number.NEGATIVE_INFINITY;
	let toldRecording: Recording = rest.recording;
	let code: Code | null = null;
	let erasing: 'no' | 'asked' | 'done' = 'no';
	let isSealing = false;

	const consent = fold.state().consent;
	const stage =
		rest.recording === 'live-only' || rest.recording === 'withdrawn'
			? rest.recording
			: consent === 'recorded'
				? 'open'
				: consent === 'withdrawn'
					? 'finishing'
					: 'held';

	/** The client's choice: still open, recorded, or final without a record (W13). */
	let choice: 'open' | 'recorded' | 'none' = stage === 'held' ? 'open' : stage === 'open' ? 'recorded' : 'none';

	const recorder = createRecorder(
		{
			session: parts.id,
			journal: parts.journal,
			now: parts.now,
			beforeOpening: async () => {
				await keeper.saveClient();
				await keeper.saveRecording('recorded');
			},
			afterClosing: () => keeper.saveRecording('withdrawn'),
			onChange: (heads) => handleRecorded(heads),
			onDropped: () => dropUnrecorded(),
			onTrouble: keeper.trouble,
			...(parts.queueLimitBytes !== undefined && { queueLimitBytes: parts.queueLimitBytes }),
		},
		{ stage, heads: log.heads() },
	);

	const isKept = () => recorder.recording() === 'recorded' || recorder.recording() === 'not-recording';
	/** Heads a page may count on: committed where the session is recorded, otherwise held in memory. */
	const goodHeads = (): Heads => (isKept() ? recorder.heads() : log.heads());

	const sendAll = (frame: DownFrame) => {
		for (const line of seats.lines()) line.connection.send(frame);
	};

	function handleRecorded(heads: Heads) {
		if (code) return;
		if (recorder.recording() !== toldRecording || Object.keys(heads).length === 0) tellNow();
		else sendAll({ t: 'recorded', heads });
		sealIfDone();
	}

	function dropUnrecorded() {
		for (const stream of log.streams()) {
			const head = headOf(recorder.heads(), stream);
			if (log.head(stream) === head) continue;
			fold.cutBack(stream, head);
			for (const line of seats.lines()) {
				if (seatOfWriter.get(stream.writer) === line.seat)
					line.connection.send({ t: 'expect', ...stream, n: head + 1 });
			}
		}
	}

	const accept = (event: LoggedEvent) => {
		seatOfWriter.set(event.writer, event.seat);
		fold.add(event);
		if (choice === 'open') arrivals.push(event);
		recorder.add(event);
	};

	/** What an event sets going beyond the log. Called once, when it is accepted. */
	const act = (event: LoggedEvent) => {
		const { body } = event;
		if (body.kind === 'consent' || body.kind === 'spoken-consent') choose(body.choice);
		else if (body.kind === 'withdrawn') choose('withdrawn');
		else if (body.kind === 'admitted') admit(body.device);
		else if (body.kind === 'removed') changeDevice(body.device, 'removed');
		else if (body.kind === 'ended' || body.kind === 'end-undone') keeper.saveEnded(fold.state().ended?.at ?? null);
	};

	const choose = (next: 'recorded' | 'live-only' | 'withdrawn') => {
		if (next === 'withdrawn') {
			if (choice !== 'recorded') return;
			choice = 'none';
			recorder.finish();
		} else if (choice === 'open') {
			choice = next === 'recorded' ? 'recorded' : 'none';
			if (next === 'recorded') recorder.open(arrivals);
			else goLiveOnly();
			arrivals = [];
		}
	};

	const goLiveOnly = () => {
		recorder.refuse();
		keeper.saveRecording('live-only').catch(keeper.trouble);
	};

	const admit = (id: string) => {
		const device = keeper.devices().find((each) => each.id === id);
		if (device?.standing !== 'asking') return;
		for (const former of keeper.devices()) {
			if (former.seat === device.seat && former.standing === 'admitted') changeDevice(former.id, 'draining');
		}
		changeDevice(id, 'admitted');
	};

	const changeDevice = (id: string, standing: StoredDevice['standing']) => {
		const device = keeper.devices().find((each) => each.id === id);
		if (!device || device.standing === standing) return;
		const next = { ...device, standing };
		keeper.saveDevice(next);
		session.deviceChanged(next);
	};

	/** Sends a page what it lacks: all of say, then flow as far as one turn allows. One mechanism for relay and backlog. */
	const pump = (line: Line) => {
		if (line.isDraining || line.isPassing) return;
		const streams = log.streams();
		for (const stream of streams) if (stream.lane === 'say') send(line, stream, Number.POSITIVE_INFINITY);
		let budget = FLOW_AT_A_TIME;
		for (const stream of streams) if (stream.lane === 'flow' && budget > 0) budget -= send(line, stream, budget);
	};

	const send = (line: Line, stream: StreamId, most: number): number => {
		const from = headOf(line.sent, stream);
		if (log.head(stream) <= from) return 0;
		const events = log.after(stream, from);
		const part = events.length > most ? events.slice(0, most) : events;
		const to = part.length < events.length ? (part.at(-1)?.n ?? from) : log.head(stream);
		for (const frame of framesOf(line.seat, stream, seatOfWriter.get(stream.writer) ?? 'server', part, from + 1, to)) {
			line.connection.send(frame);
		}
		line.sent = withHead(line.sent, stream, to);
		return part.length;
	};

	const relay = () => {
		for (const line of seats.lines()) pump(line);
	};

	const nowFor = (line: Line): DownFrame => ({
		t: 'now',
		serverAt: parts.now(),
		recording: recorder.recording(),
		heads: goodHeads(),
		accepted: line.isDraining ? {} : log.heads(),
		seats: line.isDraining ? [] : seats.presences(line.seat, parts.now()),
		...(line.seat === 'therapist' && { asking: asking() }),
		...(erasing === 'done' && { isErased: true as const }),
	});

	const asking = () =>
		keeper
			.devices()
			.filter(({ standing }) => standing === 'asking')
			.map(({ id, words }) => ({ device: id, words }));

	const tellNow = () => {
		toldAt = parts.now();
		toldRecording = recorder.recording();
		for (const line of seats.lines()) line.connection.send(nowFor(line));
	};

	const lineOf = (connection: Connection) => seats.lines().find((line) => line.connection === connection);

	const takeEvents = (line: Line, frame: UpFrameOf<'events'>) => {
		const owner = seatOfWriter.get(frame.writer);
		if (owner !== undefined && owner !== line.seat) {
			line.connection.send({ t: 'refused', code: 'forbidden' });
			return;
		}
		const isRepeated = takeInto(line, frame);
		line.sent = withHead(line.sent, frame, Math.max(headOf(line.sent, frame), log.head(frame)));
		relay();
		acknowledge(line, frame, isRepeated);
		sealIfDone();
	};

	/** Takes the events in order (W3); answers whether some of them were known. */
	const takeInto = (line: Line, frame: UpFrameOf<'events'>): boolean => {
		let isRepeated = false;
		for (const raw of frame.events) {
			const body = bodyFor(line.seat, frame, raw);
			const head = log.head(frame);
			const verdict = judge(head, raw.n, () => isSame(log.get(frame, raw.n), raw, body));
			if (verdict === 'accept') takeOne(line, frame, raw, body);
			else if (verdict === 'repeat') isRepeated = true;
			else if (verdict === 'missing') {
				line.connection.send({ t: 'expect', writer: frame.writer, lane: frame.lane, n: head + 1 });
				return isRepeated;
			} else {
				line.connection.send({ t: 'conflict', writer: frame.writer, lane: frame.lane, n: raw.n });
				return isRepeated;
			}
		}
		return isRepeated;
	};

	const takeOne = (line: Line, { writer, lane }: StreamId, raw: FramedEvent, body: Body) => {
		const { n, at, practice, of } = raw;
		const event: LoggedEvent = {
			writer,
			lane,
			seat: line.seat,
			n,
			at,
			arrivedAt: parts.now(),
			...(practice && { practice }),
			...(of && { of }),
			body,
		};
		accept(event);
		if (body.kind === 'refused') line.connection.send({ t: 'refused', code: body.code });
		act(event);
	};

	const bodyFor = (seat: Seat, { lane }: StreamId, raw: FramedEvent): Body => {
		const body = acceptBody(seat, lane, raw.body);
		const isSpokenChoice = body.kind === 'spoken-consent' && body.choice !== 'withdrawn';
		const hasPhone = keeper.devices().some((device) => device.seat === 'client' && device.standing === 'admitted');
		return isSpokenChoice && hasPhone && !raw.of ? refused('forbidden') : body;
	};

	/** What was refused was kept without its content: any telling of it is the same. */
	const isSame = (known: TimedEvent | undefined, { n, at, practice, of }: FramedEvent, body: Body): boolean => {
		if (!known || known.body.kind === 'refused') return true;
		const again: WrittenEvent = { n, at, ...(practice && { practice }), ...(of && { of }), body };
		return sameContent(known, again);
	};

	const acknowledge = (line: Line, { writer }: StreamId, isRepeated: boolean) => {
		if (!isKept()) {
			const heads = log.heads();
			line.connection.send({ t: 'held', heads: { [writer]: heads[writer] ?? [0, 0] } });
		} else if (isRepeated) {
			const heads = recorder.heads();
			line.connection.send({ t: 'recorded', heads: { [writer]: heads[writer] ?? [0, 0] } });
		}
	};

	const welcome = (connection: Connection, device: StoredDevice, hello: UpFrameOf<'hello'>) => {
		const line: Line = {
			connection,
			device: device.id,
			seat: device.seat,
			sent: hello.heads,
			inView: hello.inView,
			heardAt: parts.now(),
			isDraining: device.standing === 'draining',
			isPassing: false,
		};
		seats.add(line);
		const wantsPen = hello.pen && !line.isDraining && seats.mayHavePen(line.seat, hello.writer);
		if (wantsPen) givePen(line);
		if (wantsPen) seats.writers(line.seat).note(hello.writer);
		seats.heard(line, parts.now());
		const name = line.seat === 'therapist' ? keeper.clientName() : null;
		connection.send({
			t: 'welcome',
			v: PROTOCOL_VERSION,
			session: parts.id,
			seat: line.seat,
			echo: hello.sentAt,
			serverAt: parts.now(),
			hasPen: seats.hasPen(line),
			recording: recorder.recording(),
			heads: goodHeads(),
			forgotten: hello.streams
				.filter(({ first, ...stream }) => first > log.head(stream) + 1)
				.map(({ writer, lane }) => ({ writer, lane })),
			...(name !== null && { clientName: name }),
		});
		pump(line);
		tellNow();
	};

	const givePen = (line: Line) => {
		const former = seats.takePen(line);
		former?.connection.send({ t: 'moved' });
	};

	const handlePen = (line: Line) => {
		if (line.isDraining) {
			line.connection.send({ t: 'moved' });
			return;
		}
		givePen(line);
		line.connection.send({ t: 'pen' });
	};

	const handleNow = (line: Line, frame: UpFrameOf<'now'>) => {
		line.inView = frame.inView;
		const { writer, rating, at, touchedAt } = frame;
		if (seats.hasPen(line)) seats.showPicture(line, { writer, rating, at, touchedAt });
		for (const lane of ['say', 'flow'] as const) {
			const head = log.head({ writer, lane });
			if (frame[lane] > head) line.connection.send({ t: 'expect', writer, lane, n: head + 1 });
		}
		for (const other of seats.lines()) if (other.seat !== line.seat) other.connection.send(nowFor(other));
	};

	const handleBye = (line: Line) => {
		if (!fold.state().ended) return;
		const device = keeper.devices().find(({ id }) => id === line.device);
		if (device && !device.hasSaidBye) keeper.saveDevice({ ...device, hasSaidBye: true });
		sealIfDone();
	};

	const handleErase = (line: Line, erase: boolean) => {
		if (line.seat !== 'client' || fold.state().consent !== 'withdrawn' || !erase || erasing !== 'no') return;
		erasing = 'asked';
		eraseNow();
	};

	const eraseNow = () => {
		if (erasing !== 'asked' || recorder.recording() !== 'withdrawn') return;
		keeper.eraseRecord().then(() => {
			erasing = 'done';
			tellNow();
		}, keeper.trouble);
	};

	/** Sealed when every admitted seat has said goodbye, or a day after the end (W11). */
	const sealIfDone = () => {
		const { ended, isSealed } = fold.state();
		if (!ended || code) return;
		const unsaid = admittedSeats().some((seat) => !seat.hasSaidBye);
		if (!isSealed && (!unsaid || parts.now() - ended.at >= DRAIN_MS) && !isSealing) {
			isSealing = true;
			session.speak('server', { kind: 'sealed' });
		}
		if (isSealing && isSettled()) {
			keeper.sealed(parts.now());
			session.shut('session_sealed');
		}
	};

	const isSettled = () =>
		!isKept() || log.streams().every((stream) => headOf(recorder.heads(), stream) === log.head(stream));

	const admittedSeats = () => {
		const devices = keeper.devices().filter(({ standing }) => standing === 'admitted');
		return (['client', 'therapist'] as const)
			.map((seat) => devices.filter((device) => device.seat === seat))
			.filter((of) => of.length > 0)
			.map((of) => ({ hasSaidBye: of.some(({ hasSaidBye }) => hasSaidBye) }));
	};

	const changeStanding = (line: Line, { standing }: StoredDevice) => {
		if (standing === 'draining') {
			line.isDraining = true;
			line.connection.send({ t: 'moved' });
		} else if (standing === 'removed') {
			seats.remove(line);
			over(line.connection, 'removed');
		}
	};

	const letIn = (connection: Connection, device: StoredDevice, hello: UpFrameOf<'hello'>) => {
		if (device.standing === 'asking') return;
		waiting.delete(connection);
		if (device.standing === 'admitted') welcome(connection, device, hello);
		else over(connection, 'removed');
	};

	const session: LiveSession = {
		id: parts.id,
		greet(connection, device, hello) {
			if (code) return over(connection, code);
			if (device.standing === 'removed') return over(connection, 'removed');
			pageSeenAt = parts.now();
			if (hello.client && device.seat === 'therapist') keeper.setClient(hello.client);
			if (device.standing === 'asking') {
				waiting.set(connection, { device: device.id, hello });
				connection.send({ t: 'waiting', words: device.words });
				return tellNow();
			}
			const known = lineOf(connection);
			if (known) seats.remove(known);
			return welcome(connection, device, hello);
		},
		handle(connection, frame) {
			const line = lineOf(connection);
			if (code) return over(connection, code);
			if (!line) return connection.send({ t: 'refused', code: 'not_admitted' });
			pageSeenAt = parts.now();
			seats.heard(line, parts.now());
			switch (frame.t) {
				case 'events':
					return takeEvents(line, frame);
				case 'now':
					return handleNow(line, frame);
				case 'pen':
					return handlePen(line);
				case 'want':
					line.sent = frame.heads;
					return pump(line);
				case 'bye':
					return handleBye(line);
				case 'erase':
					return handleErase(line, frame.erase);
				case 'hello':
					return connection.send({ t: 'refused', code: 'bad_request' });
			}
		},
		takePassing(connection, device, frames) {
			if (code) return over(connection, code);
			if (device.standing !== 'admitted' && device.standing !== 'draining') {
				return connection.send({ t: 'refused', code: 'not_admitted' });
			}
			const line: Line = {
				connection,
				device: device.id,
				seat: device.seat,
				sent: {},
				inView: false,
				heardAt: parts.now(),
				isDraining: false,
				isPassing: true,
			};
			for (const frame of frames) takeEvents(line, frame);
			return undefined;
		},
		answerPassing({ seat, standing }) {
			if (standing !== 'admitted') return [{ t: isKept() ? 'recorded' : 'held', heads: goodHeads() }];
			const says = log
				.streams()
				.filter(({ writer, lane }) => lane === 'say' && seatOfWriter.get(writer) === 'therapist');
			const frames = says.flatMap((stream) => [
				...framesOf(seat, stream, 'therapist', log.after(stream, 0), 1, log.head(stream)),
			]);
			return [{ t: isKept() ? 'recorded' : 'held', heads: goodHeads() }, ...frames];
		},
		disconnect(connection) {
			waiting.delete(connection);
			const line = lineOf(connection);
			if (!line) return;
			seats.remove(line);
			tellNow();
		},
		deviceChanged(device) {
			for (const line of seats.lines()) if (line.device === device.id) changeStanding(line, device);
			for (const [connection, asked] of waiting) if (asked.device === device.id) letIn(connection, device, asked.hello);
			tellNow();
		},
		speak(seat, body) {
			const stream = { writer: voices[seat], lane: 'say' as const };
			const at = parts.now();
			const event: LoggedEvent = { ...stream, seat, n: log.head(stream) + 1, at, arrivedAt: at, body };
			accept(event);
			act(event);
			relay();
		},
		tick() {
			if (code) return;
			const now = parts.now();
			recorder.tick();
			for (const line of seats.lines()) if (now - line.heardAt >= NO_SIGNAL_MS) line.connection.close();
			eraseNow();
			relay();
			if (now - toldAt >= NOW_MS) tellNow();
			if (seats.lines().length > 0) pageSeenAt = now;
			if (!fold.state().ended && now - pageSeenAt >= IDLE_END_MS)
				session.speak('server', { kind: 'ended', idle: true });
			sealIfDone();
		},
		state: () => fold.state(),
		events: () => log.ordered(),
		recording: () => recorder.recording(),
		shut(why) {
			code = why;
			for (const line of seats.lines()) over(line.connection, why);
			for (const connection of waiting.keys()) over(connection, why);
		},
		connections: (device) => [
			...seats
				.lines()
				.filter((line) => line.device === device)
				.map(({ connection }) => connection),
			...[...waiting].filter(([, asked]) => asked.device === device).map(([connection]) => connection),
		],
	};
	if (stage === 'finishing') recorder.finish();
	return session;
}

function over(connection: Connection, code: Code): void {
	connection.send({ t: 'over', code });
	connection.close();
}

/** A run of one stream in frames of a bounded size, with only what `seat` may see (W14). */
function* framesOf(
	seat: Seat,
	{ writer, lane }: StreamId,
	from: Seat,
	events: readonly TimedEvent[],
	first: number,
	last: number,
): Generator<EventsFrame> {
	let start = first;
	let visible: EventsFrame['events'][number][] = [];
	let size = 0;
	for (const event of events) {
		const seen = eventFor(seat, event);
		if (!seen) continue;
		const { n, at, arrivedAt, practice, of, body } = seen;
		const told = { n, at, arrivedAt, ...(practice && { practice }), ...(of && { of }), body };
		const length = JSON.stringify(told).length + 1;
		if (visible.length > 0 && size + length > PAGE_FRAME_BYTES) {
			yield { t: 'events', writer, lane, seat: from, from: start, to: n - 1, events: visible };
			start = n;
			visible = [];
			size = 0;
		}
		visible.push(told);
		size += length;
	}
	yield { t: 'events', writer, lane, seat: from, from: start, to: last, events: visible };
}
