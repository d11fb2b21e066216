import type { Code } from '../../shared/codes.ts';
import type { Body, LoggedEvent, Seat } from '../../shared/events.ts';
import { createLiveFold } from '../../shared/live-fold.ts';
import { type DownFrame, NO_SIGNAL_MS, type Recording, type UpFrame, type UpFrameOf } from '../../shared/protocol.ts';
import { createSessionLog } from '../../shared/session-log.ts';
import type { SessionState } from '../../shared/session-state.ts';
import { type Heads, headOf, type StreamId, withHead } from '../../shared/stream.ts';
import { createErasing } from './erasing.ts';
import { createGreeting } from './greeting.ts';
import { createIntake } from './intake.ts';
import { createKeptRecord } from './kept-record.ts';
import type { Connection } from './live-hub.ts';
import type { StoredDevice } from './live-store.ts';
import { createRelay } from './relay.ts';
import { createSealing } from './sealing.ts';
import { createSeats, type Line } from './seats.ts';
import { type LiveSessionParts, over, type SessionRest } from './session-parts.ts';
import { admittedAt, standingsBehind } from './standings.ts';
import { createTelling } from './telling.ts';

/** Without a page for this long the server ends a session, ms. */
export const IDLE_END_MS = 3 * 60 * 60 * 1_000;

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
	/** What was said again included: each stream without a missing n. */
	everything(): readonly LoggedEvent[];
	recording(): Recording;
	/** Nothing more will be taken; every line is told why. */
	shut(code: Code): void;
	connections(device: string): readonly Connection[];
}

/** What lets devices in and takes them out. */
const STANDING_KINDS: readonly string[] = ['admitted', 'removed', 'observer-admitted', 'observer-removed'];
/** What an observer's page may send beside its hello. */
const OBSERVERS_FRAMES: readonly UpFrame['t'][] = ['now', 'want', 'hello'];

/** Puts the parts of a session together: each keeps its own state; here events come in, and what follows from them. */
export function createLiveSession(parts: LiveSessionParts, rest: SessionRest): LiveSession {
	const { id, now, keeper } = parts;
	const fold = createLiveFold(createSessionLog(rest.events));
	const { log, state } = fold;
	const seats = createSeats();
	const seatOfWriter = new Map<string, Seat>(rest.events.map(({ writer, seat }) => [writer, seat]));
	const seatOf = (writer: string) => seatOfWriter.get(writer);
	const voices = { server: parts.randomId(), owner: parts.randomId() };
	let pageSeenAt = now();
	let code: Code | null = null;

	/** Who merely follows keeps no session open. */
	const seePage = (seat: Seat) => {
		if (seat !== 'observer') pageSeenAt = now();
	};

	const handleRecorded = (heads: Heads) => {
		if (code) return;
		if (record.recording() !== telling.toldRecording() || Object.keys(heads).length === 0) telling.tell();
		else for (const line of seats.lines()) line.connection.send({ t: 'recorded', heads });
		sealing.sealIfDone();
	};

	const relay = createRelay(log, seatOf);
	const intake = createIntake({
		log,
		now,
		seatOf,
		hadPhone: (at) => admittedAt(log.ordered(), at),
		accept: (event) => accept(event),
	});
	const isOwnVoice = (writer: string) => writer === voices.server || writer === voices.owner;
	const record = createKeptRecord({ ...parts, fold, seats, seatOf, isOwnVoice, onChange: handleRecorded }, rest);
	const erasing = createErasing({ keeper, state, recording: record.recording, onDone: () => telling.tell() });
	const telling = createTelling({
		now,
		log,
		seats,
		record,
		keeper,
		isErased: erasing.isDone,
		isHere: (device) => greeting.connections(device).length > 0,
		told: rest.recording,
	});
	const greeting = createGreeting({ id, now, keeper, seats, log, seatOf, relay, record, tellNow: telling.tell });
	const sealing = createSealing({
		now,
		keeper,
		state,
		hasEnded: rest.events.some(({ body }) => body.kind === 'ended'),
		isShut: () => code !== null,
		isSettled: record.isSettled,
		seal: () => speak('server', { kind: 'sealed' }),
		shut: () => shut('session_sealed'),
	});

	const accept = (event: LoggedEvent) => {
		seatOfWriter.set(event.writer, event.seat);
		if (event.body.kind === 'ended') sealing.handleEnded();
		fold.add(event);
		record.add(event);
		act(event);
	};

	/** What an event sets going beyond the log. Called once, when it is accepted. */
	const act = ({ body }: LoggedEvent) => {
		if (body.kind === 'consent' || body.kind === 'spoken-consent' || body.kind === 'withdrawn') followChoice();
		else if (STANDING_KINDS.includes(body.kind)) settleStandings();
		else if (body.kind === 'ended' || body.kind === 'end-undone') keeper.saveEnded(state().ended?.at ?? null);
		if (body.kind === 'end-undone') sealing.takeBackByes();
	};

	/** What the log says of the choice, and not the event that came last, moves the recorder. */
	const followChoice = () => {
		const { consent } = state();
		if (consent !== 'undecided') record.choose(consent);
	};

	/** Lets phones and observers in, replaces and removes them as the log says: in its order, whatever came first (W12). */
	const settleStandings = () => {
		for (const device of standingsBehind(log.ordered(), keeper.devices())) {
			keeper.saveDevice(device);
			greeting.handleStanding(device);
		}
	};

	const relayAll = () => {
		for (const line of seats.lines()) relay.pump(line);
	};

	const speak = (seat: 'server' | 'owner', body: Body) => {
		const stream = { writer: voices[seat], lane: 'say' as const };
		const at = now();
		accept({ ...stream, seat, n: log.head(stream) + 1, at, arrivedAt: at, body });
		relayAll();
	};

	const shut = (why: Code) => {
		code = why;
		for (const connection of greeting.connections()) over(connection, why);
	};

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
		sealing.sealIfDone();
	};

	const acknowledge = (line: Line, { writer }: StreamId, isRepeated: boolean) => {
		const t = record.isKept() ? 'recorded' : 'held';
		if (t === 'held' || isRepeated) {
			line.connection.send({ t, heads: { [writer]: record.goodHeads()[writer] ?? [0, 0] } });
		}
	};

	/** Nothing of an observer's is stored, not even as refused: it has no numbers in this log. */
	const refuseObserver = (connection: Connection, device: string) => {
		connection.send({ t: 'refused', code: 'forbidden' });
		keeper.forged(device, 'forbidden');
	};

	const handleFrame = (line: Line, frame: UpFrame) => {
		if (line.seat === 'observer' && !OBSERVERS_FRAMES.includes(frame.t)) {
			return refuseObserver(line.connection, line.device);
		}
		switch (frame.t) {
			case 'events':
				return takeEvents(line, frame);
			case 'now':
				return telling.handleNow(line, frame);
			case 'pen':
				return greeting.handlePen(line, frame.touch);
			case 'want':
				return relay.rewind(line, frame.heads);
			case 'bye':
				return sealing.handleBye(line);
			case 'erase':
				return erasing.handleErase(line, frame.erase);
			case 'hello':
				return line.connection.send({ t: 'refused', code: 'bad_request' });
		}
	};

	return {
		id,
		greet(connection, device, hello) {
			if (code) return over(connection, code);
			if (device.standing === 'removed') return over(connection, 'removed');
			seePage(device.seat);
			if (hello.client && device.seat === 'therapist') keeper.setClient(hello.client);
			return greeting.greet(connection, device, hello);
		},
		handle(connection, frame) {
			const line = greeting.lineOf(connection);
			if (code) return over(connection, code);
			if (!line) return connection.send({ t: 'refused', code: 'not_admitted' });
			seePage(line.seat);
			seats.heard(line, now());
			return handleFrame(line, frame);
		},
		takePassing(connection, device, frames) {
			if (code) return over(connection, code);
			if (device.standing !== 'admitted' && device.standing !== 'draining') {
				return connection.send({ t: 'refused', code: 'not_admitted' });
			}
			if (device.seat === 'observer') return refuseObserver(connection, device.id);
			const line = passingLine(connection, device, now());
			for (const frame of frames) takeEvents(line, frame);
			return undefined;
		},
		answerPassing({ seat, standing }) {
			if ((standing !== 'admitted' && standing !== 'draining') || seat === 'observer') return [];
			const heads: DownFrame = { t: record.isKept() ? 'recorded' : 'held', heads: record.goodHeads() };
			if (standing === 'draining') return [heads];
			const says = log.streams().filter(({ writer, lane }) => lane === 'say' && seatOf(writer) === 'therapist');
			return [heads, ...says.flatMap((stream) => relay.wholeStream(seat, stream))];
		},
		disconnect: greeting.disconnect,
		deviceChanged: greeting.handleStanding,
		speak,
		tick() {
			if (code) return;
			record.tick();
			for (const line of seats.lines()) if (now() - line.heardAt >= NO_SIGNAL_MS) line.connection.close();
			erasing.goOn();
			relay.pumpAll(seats.lines());
			telling.tellIfDue();
			for (const line of seats.lines()) seePage(line.seat);
			if (now() - pageSeenAt >= IDLE_END_MS && !state().ended) speak('server', { kind: 'ended', idle: true });
			sealing.sealIfDone();
		},
		state,
		events: () => log.ordered(),
		everything: () => [...log.everything()],
		recording: record.recording,
		shut,
		connections: greeting.connections,
	};
}

/** The second road as a line: it carries an answer only, and takes no place. */
function passingLine(connection: Connection, { id, seat }: StoredDevice, heardAt: number): Line {
	const nothingYet = { writer: '', sent: {}, inView: false, isDraining: false };
	return { connection, device: id, seat, heardAt, ...nothingYet, isPassing: true };
}
