import * as v from 'valibot';
import { pointName } from '../../shared/body.ts';
import type { Code } from '../../shared/codes.ts';
import { eventKey } from '../../shared/events.ts';
import {
	type ClientChoice,
	type DownFrame,
	OLDEST_PROTOCOL_VERSION,
	PROTOCOL_VERSION,
	type UpFrameOf,
	upFrameSchema,
} from '../../shared/protocol.ts';
import type { Journal } from '../journal/journal.ts';
import { twoWords } from './admission-words.ts';
import { createJoinCodes } from './join-codes.ts';
import type { Connection, LiveHub, OpenSession } from './live-hub.ts';
import { createLiveSession, type LiveSession, type SessionKeeper } from './live-session.ts';
import type { LiveStore, SessionDigest, StoredDevice, StoredSession } from './live-store.ts';
import { createWriteBehind } from './write-behind.ts';

/** How long the second road waits for *shown* before it answers with what there is (W9), ms. */
export const SECOND_ROAD_WAIT_MS = 1_500;

export interface LiveHubParts {
	readonly journal: Journal;
	readonly store: LiveStore;
	/** The server's clock: the wall clock as read once, gone on by the monotonic one, ms. */
	readonly now: () => number;
	readonly randomBytes: (length: number) => Uint8Array;
	/** A one-way hash of a token. */
	readonly hash: (text: string) => string;
	readonly trouble: (what: string, session: string, problem: unknown) => void;
	readonly queueLimitBytes?: number;
}

interface Held {
	stored: StoredSession;
	readonly session: LiveSession;
	readonly devices: Map<string, StoredDevice>;
	client: ClientChoice | null;
	clientName: string | null;
}

export interface Waiting {
	readonly session: Held;
	readonly keys: readonly string[];
	readonly until: number;
	readonly resolve: () => void;
}

export async function createLiveHub(parts: LiveHubParts): Promise<LiveHub> {
	const { now, store } = parts;
	const randomId = () => Buffer.from(parts.randomBytes(16)).toString('base64url');
	const codes = createJoinCodes({ now, randomBytes: parts.randomBytes, randomId, hash: parts.hash });
	const sessions = new Map<string, Held>();
	const devices = new Map<string, { readonly id: string; readonly session: string }>();
	const placeOf = new Map<Connection, { readonly held: Held; readonly device: string }>();
	let waiting: Waiting[] = [];
	const behind = createWriteBehind({ now, onTrouble: (problem) => parts.trouble('store', '-', problem) });

	const keeperOf = (held: () => Held): SessionKeeper => {
		const save = (change: Partial<StoredSession>) => {
			const one = held();
			one.stored = { ...one.stored, ...change };
			const { stored } = one;
			behind.run(`session ${stored.id}`, () => store.saveSession(stored));
		};
		return {
			async saveClient() {
				const { stored, client } = held();
				if (client) await store.saveClient(stored.id, client);
			},
			async saveRecording(recording) {
				const one = held();
				one.stored = { ...one.stored, recording };
				await store.saveSession(one.stored);
			},
			saveEnded(endedAt) {
				save({ endedAt });
				behind.run(`digest ${held().stored.id}`, () => saveDigest(held()));
			},
			sealed(at) {
				const { stored } = held();
				save({ sealedAt: at, endedAt: stored.endedAt ?? at });
				behind.run(`digest ${stored.id}`, () => saveDigest(held()));
				behind.run(`devices ${stored.id}`, () => store.deleteDevices(stored.id));
				forget(stored.id);
			},
			devices: () => [...held().devices.values()],
			saveDevice(device) {
				held().devices.set(device.id, device);
				behind.run(`device ${device.id}`, () => store.saveDevice(device));
			},
			async eraseRecord() {
				const { stored } = held();
				await parts.journal.erase(stored.id);
				await store.eraseRecord(stored.id);
			},
			clientName: () => held().clientName,
			setClient(client) {
				const one = held();
				if (one.client) return;
				one.client = client;
				one.clientName = 'name' in client ? client.name : null;
			},
			trouble: (problem) => parts.trouble('record', held().stored.id, problem),
		};
	};

	const saveDigest = (held: Held) =>
		held.stored.recording === 'recorded' ? store.saveDigest(held.stored.id, digestOf(held.session)) : Promise.resolve();

	const hold = async (stored: StoredSession, known: readonly StoredDevice[]): Promise<Held> => {
		const events = await parts.journal.read(stored.id);
		const keeper = keeperOf(() => held);
		const session = createLiveSession(
			{
				id: stored.id,
				journal: parts.journal,
				keeper,
				now,
				randomId,
				...(parts.queueLimitBytes !== undefined && { queueLimitBytes: parts.queueLimitBytes }),
			},
			{ events, recording: stored.recording },
		);
		const held: Held = {
			stored,
			session,
			devices: new Map(known.map((device) => [device.id, device])),
			client: null,
			clientName: null,
		};
		sessions.set(stored.id, held);
		for (const device of known) devices.set(device.tokenHash, { id: device.id, session: stored.id });
		return held;
	};

	const addDevice = async (held: Held, device: Omit<StoredDevice, 'id' | 'tokenHash' | 'session' | 'hasSaidBye'>) => {
		const token = randomId();
		const full: StoredDevice = {
			...device,
			id: randomId(),
			session: held.stored.id,
			tokenHash: parts.hash(token),
			hasSaidBye: false,
		};
		await store.saveDevice(full);
		held.devices.set(full.id, full);
		devices.set(full.tokenHash, { id: full.id, session: held.stored.id });
		return { token, device: full };
	};

	const deviceOf = (token: string): { held: Held; device: StoredDevice } | null => {
		const found = devices.get(parts.hash(token));
		const held = found && sessions.get(found.session);
		const device = found && held?.devices.get(found.id);
		return held && device ? { held, device } : null;
	};

	const forget = (id: string) => {
		const held = sessions.get(id);
		if (!held) return;
		sessions.delete(id);
		codes.revoke(id);
		for (const { tokenHash } of held.devices.values()) devices.delete(tokenHash);
		for (const [connection, place] of placeOf) if (place.held === held) placeOf.delete(connection);
	};

	const end = (connection: Connection, code: Code) => {
		connection.send({ t: 'over', code });
		connection.close();
	};

	const handleHello = (connection: Connection, hello: UpFrameOf<'hello'>) => {
		if (hello.v < OLDEST_PROTOCOL_VERSION) return end(connection, 'page_too_old');
		if (hello.v > PROTOCOL_VERSION) return end(connection, 'server_too_old');
		const found = deviceOf(hello.token);
		if (!found) return end(connection, 'no_session');
		placeOf.set(connection, { held: found.held, device: found.device.id });
		return found.held.session.greet(connection, found.device, hello);
	};

	/** Resolves when every STOP carried is shown, or at the latest after SECOND_ROAD_WAIT_MS. */
	const untilShown = (session: Held, keys: readonly string[]) =>
		new Promise<void>((resolve) => {
			waiting.push({ session, keys, until: now() + SECOND_ROAD_WAIT_MS, resolve });
			settleWaiting();
		});

	const settleWaiting = () => {
		waiting = waiting.filter(({ session, keys, until, resolve }) => {
			const stops = session.session.state().stops;
			const isShown = keys.every((key) => stops.find(({ id }) => eventKey(id) === key)?.shownAt !== undefined);
			if (!isShown && now() < until) return true;
			resolve();
			return false;
		});
	};

	const hub: LiveHub = {
		async start({ id, clinic, member, client, clientName, isTest }) {
			const stored: StoredSession = {
				id,
				clinic,
				member,
				startedAt: now(),
				endedAt: null,
				sealedAt: null,
				recording: 'held',
				isTest,
			};
			await store.insertSession(stored);
			const held = await hold(stored, []);
			held.client = client;
			held.clientName = clientName;
			const { token } = await addDevice(held, { seat: 'therapist', member, words: '', standing: 'admitted' });
			return token;
		},
		open: (clinic) => [...sessions.values()].filter(({ stored }) => stored.clinic === clinic).map(openSession),
		find(id) {
			const held = sessions.get(id);
			return held && openSession(held);
		},
		async grant(id, seat, member) {
			const held = sessions.get(id);
			if (!held) return null;
			const { token } = await addDevice(held, { seat, member, words: '', standing: 'admitted' });
			return token;
		},
		issueCode: (id) => (sessions.has(id) ? codes.issue(id) : null),
		async join(credential, address) {
			const id = codes.redeem(credential, address);
			const held = id === null ? undefined : sessions.get(id);
			if (!held) return null;
			const words = twoWords(parts.randomBytes);
			const { token, device } = await addDevice(held, { seat: 'client', member: null, words, standing: 'asking' });
			held.session.deviceChanged(device);
			return { session: held.stored.id, token, words };
		},
		handle(connection, raw) {
			const parsed = v.safeParse(upFrameSchema, raw);
			if (!parsed.success) {
				connection.send({ t: 'refused', code: isUnknownTag(raw) ? 'unknown_event' : 'bad_request' });
				return false;
			}
			const frame = parsed.output;
			const place = placeOf.get(connection);
			if (frame.t === 'hello') handleHello(connection, frame);
			else if (place) place.held.session.handle(connection, frame);
			else connection.send({ t: 'refused', code: 'no_session' });
			settleWaiting();
			return true;
		},
		disconnect(connection) {
			placeOf.get(connection)?.held.session.disconnect(connection);
			placeOf.delete(connection);
		},
		async say(raw) {
			const parsed = v.safeParse(sayRequest, raw);
			const found = parsed.success ? deviceOf(parsed.output.token) : null;
			if (!parsed.success || !found) return null;
			const frames: DownFrame[] = [];
			const connection: Connection = { send: (frame) => frames.push(frame), close: () => undefined };
			const { session } = found.held;
			session.takePassing(connection, found.device, parsed.output.frames);
			await untilShown(found.held, stopKeys(parsed.output.frames));
			return [...frames, ...session.answerPassing(found.device)];
		},
		end(id) {
			const held = sessions.get(id);
			if (!held || held.session.state().ended) return false;
			held.session.speak('owner', { kind: 'ended' });
			return true;
		},
		events: (id) => sessions.get(id)?.session.events() ?? null,
		dropMember(member) {
			for (const held of sessions.values()) {
				for (const device of held.devices.values()) {
					if (device.member !== member) continue;
					const next: StoredDevice = { ...device, standing: 'removed' };
					held.devices.set(device.id, next);
					behind.run(`device ${device.id}`, () => store.saveDevice(next));
					held.session.deviceChanged(next);
				}
			}
		},
		forget(id) {
			sessions.get(id)?.session.shut('session_erased');
			forget(id);
		},
		tick() {
			for (const { session } of sessions.values()) session.tick();
			behind.tick();
			settleWaiting();
		},
		async close() {
			for (const { resolve } of waiting) resolve();
			await behind.settled();
		},
	};

	const { sessions: open, devices: known } = await store.loadOpen();
	for (const stored of open)
		await hold(
			stored,
			known.filter(({ session }) => session === stored.id),
		);
	return hub;
}

const sayRequest = v.strictObject({
	token: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/)),
	frames: v.pipe(
		v.array(
			v.pipe(
				upFrameSchema,
				v.check(isSayFrame),
				v.transform((frame) => frame as UpFrameOf<'events'>),
			),
		),
		v.maxLength(64),
	),
});

function isSayFrame(frame: v.InferOutput<typeof upFrameSchema>): boolean {
	return frame.t === 'events' && frame.lane === 'say';
}

function stopKeys(frames: readonly UpFrameOf<'events'>[]): readonly string[] {
	return frames.flatMap(({ writer, lane, events }) =>
		events.filter(({ body }) => body.kind === 'stop').map(({ n, of }) => eventKey(of ?? { writer, lane, n })),
	);
}

function isUnknownTag(raw: unknown): boolean {
	if (typeof raw !== 'object' || raw === null || !('t' in raw) || typeof raw.t !== 'string') return false;
	return !['hello', 'events', 'now', 'pen', 'want', 'bye', 'erase'].includes(raw.t);
}

function openSession({ stored, clientName }: Held): OpenSession {
	const { id, clinic, member, startedAt } = stored;
	return { id, clinic, member, startedAt, clientName };
}

function digestOf(session: LiveSession): SessionDigest {
	const counted = session.events().filter(({ practice }) => !practice);
	const ratings = counted.flatMap(({ body }) => (body.kind === 'rating' ? [body.value] : []));
	return {
		points: session.state().points.map(pointName),
		peak: ratings.length === 0 ? null : ratings.reduce((most, value) => Math.max(most, value), 0),
		stops: session.state().stops.filter(({ practice }) => !practice).length,
	};
}
