import type { Code } from '../../shared/codes.ts';
import { type Body, idOf, type LoggedEvent, type Seat } from '../../shared/events.ts';
import { createLiveFold } from '../../shared/live-fold.ts';
import {
	type DownFrame,
	NO_SIGNAL_MS,
	NOW_MS,
	PROTOCOL_VERSION,
	type Recording,
	type UpFrame,
	type UpFrameOf,
} from '../../shared/protocol.ts';
import type { Band } from '../../shared/scale.ts';
import { createSessionLog } from '../../shared/session-log.ts';
import type { SessionState } from '../../shared/session-state.ts';
import { type Heads, headOf, type StreamId, withHead } from '../../shared/stream.ts';
import type { Journal } from '../journal/journal.ts';
import { createIntake } from './intake.ts';
import type { Connection } from './live-hub.ts';
import type { StoredDevice } from './live-store.ts';
import { createRecorder, type RecorderStage } from './recorder.ts';
import { createRelay } from './relay.ts';
import { createSeats, type Line } from './seats.ts';
import { admittedAt, standingsBehind } from './standings.ts';

/** Without a page for this long the server ends a session; so long after the end an outbox may still be drained, ms. */
export const IDLE_END_MS = 3 * 60 * 60 * 1_000;
export const DRAIN_MS = 24 * 60 * 60 * 1_000;

/** What a session tells its keeper: facts that outlive it in the clinic's store. */
export interface SessionKeeper {
	/** The client chose to be recorded: write whom the session is for. */
	saveClient(): Promise<void>;
	saveRecording(recording: Extract<Recording, 'recorded' | 'withdrawn'>): Promise<void>;
	/** The client chose live only: nothing but the session's row stays. Tried until it succeeds. */
	saveLiveOnly(): void;
	saveEnded(endedAt: number | null): void;
	sealed(at: number): void;
	devices(): readonly StoredDevice[];
	saveDevice(device: StoredDevice): void;
	/** Deletes what was recorded, after withdrawing. */
	eraseRecord(): Promise<void>;
	clientName(): string | null;
	/** The client's own of last time; null where none is known. */
	lastBand(): Band | null;
	setClient(client: NonNullable<UpFrameOf<'hello'>['client']>): void;
	/** A page sent what its seat may not write, or other content under a recorded identity. */
	forged(device: string, code: Extract<Code, 'forbidden' | 'conflict'>): void;
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
	const seatOf = (writer: string) => seatOfWriter.get(writer);
	const relay = createRelay(log, seatOf);
	const intake = createIntake({
		log,
		now: parts.now,
		seatOf,
		hadPhone: (at) => admittedAt(log.ordered(), at),
		accept: (event) => accept(event),
	});
	const voices = { server: parts.randomId(), owner: parts.randomId() };
	const { keeper } = parts;
	let pageSeenAt = parts.now();
	let toldAt = Number.NEGATIVE_INFINITY;
	let toldRecording: Recording = rest.recording;
	let code: Code | null = null;
	let erasing: 'no' | 'asked' | 'done' = 'no';
	/** A server that stopped between the event and its store's row goes on with sealing. */
	let isSealing = fold.state().isSealed;
	/** Until an end was ever said there is nothing to fold the log for with each frame. */
	let hasEnded = rest.events.some(({ body }) => body.kind === 'ended');

	const recorder = createRecorder(
		{
			session: parts.id,
			journal: parts.journal,
			now: parts.now,
			beforeOpening: async () => {
				await keeper.saveRecording('recorded');
				await keeper.saveClient();
			},
			afterClosing: () => keeper.saveRecording('withdrawn'),
			onRefused: () => keeper.saveLiveOnly(),
			onChange: (heads) => handleRecorded(heads),
			onDropped: () => dropUnrecorded(),
			onTrouble: keeper.trouble,
			...(parts.queueLimitBytes !== undefined && { queueLimitBytes: parts.queueLimitBytes }),
		},
		{ stage: stageAfter(rest, fold.state()), heads: log.heads() },
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

	const isOwnVoice = (writer: string) => writer === voices.server || writer === voices.owner;

	function dropUnrecorded() {
		for (const stream of log.streams()) {
			const head = headOf(recorder.heads(), stream);
			// No outbox holds the server's own word: it is queued again.
			if (isOwnVoice(stream.writer)) for (const event of log.after(stream, head)) recorder.add(event);
			else if (log.head(stream) > head) askAgain(stream, head);
		}
	}

	const askAgain = (stream: StreamId, head: number) => {
		fold.cutBack(stream, head);
		const lines = seats.lines().filter((line) => line.seat === seatOfWriter.get(stream.writer));
		for (const line of lines) line.connection.send({ t: 'expect', ...stream, n: head + 1 });
	};

	const accept = (event: LoggedEvent) => {
		seatOfWriter.set(event.writer, event.seat);
		hasEnded ||= event.body.kind === 'ended';
		fold.add(event);
		recorder.add(event);
		act(event);
	};

	/** What an event sets going beyond the log. Called once, when it is accepted. */
	const act = (event: LoggedEvent) => {
		const { body } = event;
		if (body.kind === 'consent' || body.kind === 'spoken-consent' || body.kind === 'withdrawn') followChoice();
		else if (body.kind === 'admitted' || body.kind === 'removed') settleStandings();
		else if (body.kind === 'ended' || body.kind === 'end-undone') keeper.saveEnded(fold.state().ended?.at ?? null);
		if (body.kind === 'end-undone') takeBackByes();
	};

	/** Whoever said goodbye to an end that was undone has still to say it (W11). */
	const takeBackByes = () => {
		for (const device of keeper.devices()) if (device.hasSaidBye) keeper.saveDevice({ ...device, hasSaidBye: false });
	};

	/** What the log says of the choice, and not the event that came last, moves the recorder. */
	const followChoice = () => {
		const { consent } = fold.state();
		if (consent !== 'undecided') recorder.choose(consent);
	};

	/** Lets phones in, replaces and removes them as the log says: in its order, whatever came first (W12). */
	const settleStandings = () => {
		for (const device of standingsBehind(log.ordered(), keeper.devices())) {
			keeper.saveDevice(device);
			session.deviceChanged(device);
		}
	};

	const relayAll = () => {
		for (const line of seats.lines()) relay.pump(line);
	};

	const nowFor = (line: Line): DownFrame => ({
		t: 'now',
		serverAt: parts.now(),
		recording: recorder.recording(),
		heads: goodHeads(),
		accepted: line.isDraining ? {} : log.heads(),
		hasPen: seats.hasPen(line),
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
		const { answers, isRepeated } = intake.take(line.seat, frame);
		line.sent = withHead(line.sent, frame, Math.max(headOf(line.sent, frame), log.head(frame)));
		relayAll();
		for (const answer of answers) {
			line.connection.send(answer);
			if (answer.t === 'conflict') keeper.forged(line.device, 'conflict');
			if (answer.t === 'refused' && answer.code === 'forbidden') keeper.forged(line.device, 'forbidden');
		}
		acknowledge(line, frame, isRepeated);
		sealIfDone();
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
			writer: hello.writer,
			sent: hello.heads,
			inView: hello.inView,
			heardAt: parts.now(),
			isDraining: device.standing === 'draining',
			isPassing: false,
		};
		seats.add(line);
		const wantsPen = hello.pen && !line.isDraining && seats.mayHavePen(line.seat, hello.writer);
		if (wantsPen) givePen(line);
		seats.heard(line, parts.now());
		const name = line.seat === 'therapist' ? keeper.clientName() : null;
		const band = line.seat === 'client' && !line.isDraining ? keeper.lastBand() : null;
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
			...(band !== null && { band }),
		});
		tellRefusals(line, hello);
		relay.pump(line);
		tellNow();
	};

	/** What was refused of a page's unacknowledged events: the first telling may have been lost with its connection (W4). */
	const tellRefusals = (line: Line, { streams }: UpFrameOf<'hello'>) => {
		for (const { first, ...stream } of streams) {
			if (first === 0 || seatOf(stream.writer) !== line.seat) continue;
			for (const event of log.after(stream, first - 1)) {
				const { body } = event;
				if (body.kind === 'refused') line.connection.send({ t: 'refused', code: body.code, event: idOf(event) });
			}
		}
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
		line.writer = frame.writer;
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
		const isWithdrawn = recorder.recording() === 'withdrawn' || fold.state().consent === 'withdrawn';
		if (line.seat !== 'client' || !isWithdrawn || !erase || erasing !== 'no') return;
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
		if (!hasEnded && !isSealing) return;
		const { ended, isSealed } = fold.state();
		if ((!ended && !isSealing) || code) return;
		const unsaid = admittedSeats().some((seat) => !seat.hasSaidBye);
		if (!isSealed && (!unsaid || (ended !== null && parts.now() - ended.at >= DRAIN_MS)) && !isSealing) {
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
			seats.dropPen(line);
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
				connection.send({ t: 'waiting', words: device.words, echo: hello.sentAt, serverAt: parts.now() });
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
					return relay.pump(line);
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
				writer: '',
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
			if (standing === 'draining') return [{ t: isKept() ? 'recorded' : 'held', heads: goodHeads() }];
			if (standing !== 'admitted') return [];
			const says = log
				.streams()
				.filter(({ writer, lane }) => lane === 'say' && seatOfWriter.get(writer) === 'therapist');
			const frames = says.flatMap((stream) => relay.wholeStream(seat, stream));
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
			relayAll();
		},
		tick() {
			if (code) return;
			const now = parts.now();
			recorder.tick();
			for (const line of seats.lines()) if (now - line.heardAt >= NO_SIGNAL_MS) line.connection.close();
			eraseNow();
			relayAll();
			if (now - toldAt >= NOW_MS) tellNow();
			if (seats.lines().length > 0) pageSeenAt = now;
			if (now - pageSeenAt >= IDLE_END_MS && !fold.state().ended)
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
	return session;
}

function over(connection: Connection, code: Code): void {
	connection.send({ t: 'over', code });
	connection.close();
}

/** Where the recorder goes on after a restart: by what was stored, which the choice in the log may be ahead of. */
function stageAfter({ recording }: SessionRest, { consent }: SessionState): RecorderStage {
	if (recording === 'live-only' || recording === 'withdrawn') return recording;
	if (consent === 'recorded') return 'open';
	return consent === 'withdrawn' ? 'finishing' : 'held';
}
