import { idOf, type Seat } from '../../shared/events.ts';
import { PROTOCOL_VERSION, type UpFrameOf } from '../../shared/protocol.ts';
import type { SessionLog } from '../../shared/session-log.ts';
import type { KeptRecord } from './kept-record.ts';
import type { Connection } from './live-hub.ts';
import type { StoredDevice } from './live-store.ts';
import type { Relay } from './relay.ts';
import type { Line, Seats } from './seats.ts';
import { over, type SessionKeeper } from './session-parts.ts';

type Hello = UpFrameOf<'hello'>;

/** How a device comes into its place, waits for it, and loses it. */
export interface Greeting {
	/** A device whose standing is not `removed` said hello. */
	greet(connection: Connection, device: StoredDevice, hello: Hello): void;
	/** A device's standing changed: its connections are told, those that wait as well. */
	handleStanding(device: StoredDevice): void;
	handlePen(line: Line, touch?: number): void;
	disconnect(connection: Connection): void;
	lineOf(connection: Connection): Line | undefined;
	/** Every connection of a device, or of all, in a place and waiting. */
	connections(device?: string): readonly Connection[];
}

export function createGreeting(parts: {
	readonly id: string;
	readonly now: () => number;
	readonly keeper: Pick<SessionKeeper, 'clientName' | 'lastBand' | 'consentWords'>;
	readonly seats: Seats;
	readonly log: SessionLog;
	readonly seatOf: (writer: string) => Seat | undefined;
	readonly relay: Relay;
	readonly record: KeptRecord;
	readonly tellNow: () => void;
}): Greeting {
	const { seats, log, record } = parts;
	const waiting = new Map<Connection, { readonly device: string; readonly hello: Hello }>();

	const lineOf = (connection: Connection) => seats.lines().find((line) => line.connection === connection);

	const tellPen = (line: Line) =>
		line.connection.send({ t: seats.hasPen(line) ? 'pen' : 'moved', touch: seats.lastTouch(line) });

	const givePen = (line: Line) => {
		const former = seats.takePen(line);
		if (former) tellPen(former);
	};

	const seatDown = (connection: Connection, device: StoredDevice, hello: Hello): Line => {
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
		const mayWrite = !line.isDraining && line.seat !== 'observer';
		if (hello.pen && mayWrite && seats.mayHavePen(line.seat, hello.writer)) givePen(line);
		seats.heard(line, parts.now());
		return line;
	};

	/** The streams whose first n lies above what this server has (W7). */
	const forgottenOf = ({ streams }: Hello) =>
		streams
			.filter(({ first, ...stream }) => first > log.head(stream) + 1)
			.map(({ writer, lane }) => ({ writer, lane }));

	const welcome = (connection: Connection, device: StoredDevice, hello: Hello) => {
		const line = seatDown(connection, device, hello);
		const name = line.seat === 'therapist' ? parts.keeper.clientName() : null;
		const isChoosers = line.seat === 'client' && !line.isDraining;
		const band = isChoosers ? parts.keeper.lastBand() : null;
		const consent = isChoosers && record.recording() === 'held' ? parts.keeper.consentWords() : {};
		connection.send({
			t: 'welcome',
			v: PROTOCOL_VERSION,
			session: parts.id,
			seat: line.seat,
			echo: hello.sentAt,
			serverAt: parts.now(),
			hasPen: seats.hasPen(line),
			recording: record.recording(),
			heads: record.goodHeads(),
			forgotten: forgottenOf(hello),
			...(name !== null && { clientName: name }),
			...(band !== null && { band }),
			...(Object.keys(consent).length > 0 && { consent }),
		});
		tellRefusals(line, hello);
		parts.relay.pump(line);
		parts.tellNow();
	};

	/** What was refused of a page's unacknowledged events: the first telling may have been lost with its connection (W4). */
	const tellRefusals = (line: Line, { streams }: Hello) => {
		for (const { first, ...stream } of streams) {
			if (first === 0 || parts.seatOf(stream.writer) !== line.seat) continue;
			for (const event of log.after(stream, first - 1)) {
				const { body } = event;
				if (body.kind === 'refused') line.connection.send({ t: 'refused', code: body.code, event: idOf(event) });
			}
		}
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

	const letIn = (connection: Connection, device: StoredDevice, hello: Hello) => {
		if (device.standing === 'asking') return;
		waiting.delete(connection);
		// Replaced while it waited, by the time of the admissions: it comes in as it would by a reload.
		if (device.standing === 'removed') over(connection, 'removed');
		else welcome(connection, device, hello);
	};

	return {
		greet(connection, device, hello) {
			if (device.standing === 'asking') {
				waiting.set(connection, { device: device.id, hello });
				connection.send({ t: 'waiting', words: device.words, echo: hello.sentAt, serverAt: parts.now() });
				return parts.tellNow();
			}
			const known = lineOf(connection);
			if (known) seats.remove(known);
			return welcome(connection, device, hello);
		},
		handleStanding(device) {
			for (const line of seats.lines()) if (line.device === device.id) changeStanding(line, device);
			for (const [connection, asked] of waiting) if (asked.device === device.id) letIn(connection, device, asked.hello);
			parts.tellNow();
		},
		handlePen(line, touch) {
			const isNew = touch === undefined || seats.isNewTouch(line, touch);
			if (isNew && !line.isDraining) givePen(line);
			if (line.isDraining) line.connection.send({ t: 'moved' });
			else tellPen(line);
		},
		disconnect(connection) {
			const wasWaiting = waiting.delete(connection);
			const line = lineOf(connection);
			if (line) seats.remove(line);
			if (line || wasWaiting) parts.tellNow();
		},
		lineOf,
		connections(device) {
			const isMeant = (of: string) => device === undefined || of === device;
			const seated = seats.lines().filter((line) => isMeant(line.device));
			const asking = [...waiting].filter(([, asked]) => isMeant(asked.device));
			return [...seated.map(({ connection }) => connection), ...asking.map(([connection]) => connection)];
		},
	};
}
