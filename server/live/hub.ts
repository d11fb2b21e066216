import * as v from 'valibot';
import { pointName } from '../../shared/body.ts';
import type { Code } from '../../shared/codes.ts';
import { eventKey, type Seat } from '../../shared/events.ts';
import {
	type ClientChoice,
	type DownFrame,
	OLDEST_PROTOCOL_VERSION,
	PROTOCOL_VERSION,
	type UpFrameOf,
	upFrameSchema,
} from '../../shared/protocol.ts';
import type { Band } from '../../shared/scale.ts';
import type { Journal } from '../journal/journal.ts';
import { twoWords } from './admission-words.ts';
import { createJoinCodes } from './join-codes.ts';
import { createBucket, createKeyed } from './limits.ts';
import type { Connection, LiveHub, OpenSession } from './live-hub.ts';
import { createLiveSession, type LiveSession, type SessionKeeper } from './live-session.ts';
import type { LiveStore, SessionDigest, StoredDevice, StoredSession } from './live-store.ts';
import { sayRequest } from './say-request.ts';
import { standingsBehind } from './standings.ts';
import { createWriteBehind } from './write-behind.ts';

/** How long the second road waits for *shown* before it answers with what there is (W9), ms. */
export const SECOND_ROAD_WAIT_MS = 1_500;
/** Connections of one token, all tabs together; one more takes the place of the oldest, which may be dead without a word. */
export const MOST_CONNECTIONS_PER_TOKEN = 5;
/** What one token may ask of the second road; a page tries again every 2 s. */
const SAY_BUCKET = { perSecond: 5, burst: 20 };
/** Answers of the second road that one token may have waiting; one more is answered at once with what there is. */
const MOST_WAITING_PER_TOKEN = 5;

export interface LiveHubParts {
	readonly journal: Journal;
	readonly store: LiveStore;
	/** The server's clock: the wall clock as read once, gone on by the monotonic one, ms. */
	readonly now: () => number;
	readonly randomBytes: (length: number) => Uint8Array;
	/** A one-way hash of a token. */
	readonly hash: (text: string) => string;
	readonly trouble: (what: string, session: string, problem: unknown) => void;
	/** The client's own band and edge at the end of their last session that had one. */
	readonly lastBand?: (clinic: string, client: string) => Promise<Band | null>;
	readonly queueLimitBytes?: number;
	/** Told of every event that a seat may not write and of every one that contradicts the record: never its content. */
	readonly onForged?: (note: ForgedNote) => void;
}

export interface ForgedNote {
	readonly clinic: string;
	readonly session: string;
	readonly seat: Seat;
	readonly member: string | null;
	readonly code: Code;
}

interface Held {
	stored: StoredSession;
	readonly session: LiveSession;
	readonly devices: Map<string, StoredDevice>;
	client: ClientChoice | null;
	clientName: string | null;
	/** In memory only: of a live-only session it leaves nothing. */
	lastBand: Band | null;
}

export interface Waiting {
	readonly session: Held;
	readonly device: string;
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
	const says = createKeyed(() => createBucket(now, SAY_BUCKET));
	const behind = createWriteBehind({ now, onTrouble: (problem) => parts.trouble('store', '-', problem) });

	const keeperOf = (held: () => Held): SessionKeeper => {
		const save = (change: Partial<StoredSession>) => {
			const one = held();
			one.stored = { ...one.stored, ...change };
			behind.run(`session ${one.stored.id}`, () => store.saveSession(one.stored));
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
			saveLiveOnly() {
				const one = held();
				const { id, recording } = one.stored;
				// The journal was about to open, or a server died while it did: the name may be there already.
				const mayHaveName = recording === 'recorded';
				one.stored = { ...one.stored, recording: 'live-only' };
				behind.run(`live only ${id}`, async () => {
					if (mayHaveName) await store.eraseRecord(id);
					await store.saveSession(held().stored);
				});
			},
			saveEnded(endedAt) {
				save({ endedAt });
				behind.run(`digest ${held().stored.id}`, () => saveDigest(held()));
			},
			sealed(at) {
				const one = held();
				const { id } = one.stored;
				// The row comes last: until it is written, a server that starts again finds the session and seals it anew.
				behind.run(`seal ${id}`, async () => {
					await saveDigest(one);
					if (one.session.recording() === 'held') await store.eraseRecord(id);
					await store.deleteDevices(id);
					one.stored = { ...one.stored, sealedAt: at, endedAt: one.stored.endedAt ?? at };
					await store.saveSession(one.stored);
				});
				forget(id);
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
			lastBand: () => held().lastBand,
			setClient(client) {
				const one = held();
				if (one.client) return;
				one.client = client;
				one.clientName = 'name' in client ? client.name : null;
				void learnBand(one);
				// A server that restarted may have opened the journal before anyone could tell it whose session this is.
				const { id, recording } = one.stored;
				if (recording === 'recorded')
					behind.run(`client ${id}`, async () => {
						await store.saveClient(id, client);
					});
			},
			forged(id, code) {
				const { stored, devices } = held();
				const { seat = 'client', member = null } = devices.get(id) ?? {};
				parts.onForged?.({ clinic: stored.clinic, session: stored.id, seat, member, code });
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
			lastBand: null,
		};
		for (const device of standingsBehind(session.events(), known)) keeper.saveDevice(device);
		sessions.set(stored.id, held);
		for (const device of known) devices.set(device.tokenHash, { id: device.id, session: stored.id });
		return held;
	};

	/** A store that gives no answer keeps nobody waiting: the phone begins with the default. */
	const learnBand = async (held: Held): Promise<void> => {
		const { stored, client } = held;
		if (!parts.lastBand || !client || !('id' in client)) return;
		try {
			held.lastBand = await parts.lastBand(stored.clinic, client.id);
		} catch (problem) {
			parts.trouble('store', stored.id, problem);
		}
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
		// Kept before it is used, so that it outlives this process; but a full disk keeps nobody out.
		const save = () => store.saveDevice(full);
		await save().catch(() => behind.run(`device ${full.id}`, save));
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
		leavePlace(connection, found.device.id);
		makeRoom(found.device.id);
		placeOf.set(connection, { held: found.held, device: found.device.id });
		return found.held.session.greet(connection, found.device, hello);
	};

	/** A connection has one place: who says hello for another leaves the one before. */
	const leavePlace = (connection: Connection, device: string) => {
		const place = placeOf.get(connection);
		if (place && place.device !== device) place.held.session.disconnect(connection);
		placeOf.delete(connection);
	};

	const makeRoom = (device: string) => {
		const open = [...placeOf].filter(([, place]) => place.device === device);
		const tooMany = open.slice(0, Math.max(0, open.length + 1 - MOST_CONNECTIONS_PER_TOKEN));
		for (const [connection, { held }] of tooMany) {
			placeOf.delete(connection);
			held.session.disconnect(connection);
			end(connection, 'draining_only');
		}
	};

	/** Resolves when every STOP carried is shown, or at the latest after SECOND_ROAD_WAIT_MS. */
	const untilShown = (session: Held, device: string, keys: readonly string[]) =>
		new Promise<void>((resolve) => {
			const isPatient = waiting.filter((each) => each.device === device).length < MOST_WAITING_PER_TOKEN;
			waiting.push({ session, device, keys, until: isPatient ? now() + SECOND_ROAD_WAIT_MS : now(), resolve });
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

	/** What goes wrong in one session is that session's alone. */
	const tickOne = (session: LiveSession) => {
		try {
			session.tick();
		} catch (problem) {
			parts.trouble('tick', session.id, problem);
		}
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
			if (parts.lastBand) await learnBand(held);
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
			if (!says.of(found.device.id).take(1)) return [{ t: 'refused', code: 'too_many' }];
			const connection: Connection = { send: (frame) => frames.push(frame), close: () => undefined };
			const { session } = found.held;
			session.takePassing(connection, found.device, parsed.output.frames);
			await untilShown(found.held, found.device.id, stopKeys(parsed.output.frames));
			// Meanwhile the device may have been replaced, or the session closed.
			const now = deviceOf(parsed.output.token);
			return now ? [...frames, ...session.answerPassing(now.device)] : frames;
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
			for (const { session } of sessions.values()) tickOne(session);
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

function stopKeys(frames: readonly UpFrameOf<'events'>[]): readonly string[] {
	return frames.flatMap(({ writer, lane, events }) =>
		events.filter(({ body }) => body.kind === 'stop').map(({ n, of }) => eventKey(of ?? { writer, lane, n })),
	);
}

function isUnknownTag(raw: unknown): boolean {
	if (typeof raw !== 'object' || raw === null || !('t' in raw) || typeof raw.t !== 'string') return false;
	return !['hello', 'events', 'now', 'pen', 'want', 'bye', 'erase'].includes(raw.t);
}

function openSession({ stored, clientName, client }: Held): OpenSession {
	const { id, clinic, member, startedAt } = stored;
	return { id, clinic, member, startedAt, clientName, client: client && 'id' in client ? client.id : null };
}

function digestOf(session: LiveSession): SessionDigest {
	const counted = session.events().filter(({ practice }) => !practice);
	const ratings = counted.flatMap(({ body }) => (body.kind === 'rating' ? [body.value] : []));
	return {
		points: session.state().points.map(pointName),
		peak: ratings.length === 0 ? null : ratings.reduce((most, value) => Math.max(most, value), 0),
		stops: session.state().stops.filter(({ practice }) => !practice).length,
		...(counted.some(({ body }) => body.kind === 'band') && { band: session.state().band }),
	};
}
