import * as v from 'valibot';
import type { WordsAtChoice } from '../../shared/consent-api.ts';
import { upFrameSchema } from '../../shared/protocol.ts';
import type { Band } from '../../shared/scale.ts';
import type { Clock } from '../clock.ts';
import type { Journal } from '../journal/journal.ts';
import { twoWords } from './admission-words.ts';
import { createJoinCodes } from './join-codes.ts';
import type { LiveHub } from './live-hub.ts';
import { createLiveSession, type LiveSession } from './live-session.ts';
import type { LiveStore, StoredDevice, StoredSession } from './live-store.ts';
import { createOpenSessions, type Held, openSession } from './open-sessions.ts';
import { createPlaces } from './places.ts';
import { createSayRoad } from './say-road.ts';
import { createSessionKeeper, type KeepingParts } from './session-keeping.ts';
import { standingsBehind, wasSaidNo } from './standings.ts';
import { createWriteBehind } from './write-behind.ts';

export interface LiveHubParts extends Pick<KeepingParts, 'trouble' | 'onForged' | 'onFollowed'> {
	readonly journal: Journal;
	readonly store: LiveStore;
	/** The server's clock, ms since epoch. */
	readonly now: () => number;
	/** The same, where it can be set (W12). */
	readonly clock?: Pick<Clock, 'goOnFrom' | 'followWall'>;
	readonly randomBytes: (length: number) => Uint8Array;
	/** A one-way hash of a token. */
	readonly hash: (text: string) => string;
	/** The client's own band and edge at the end of their last session that had one. */
	readonly lastBand?: (clinic: string, client: string) => Promise<Band | null>;
	/** The clinic's own words, in force now, for what a phone asks. */
	readonly consentWords?: (clinic: string) => Promise<WordsAtChoice>;
	readonly queueLimitBytes?: number;
}

/** The live line of every session under way, put together; the first thing it does is to take up those left open. */
export async function createLiveHub(parts: LiveHubParts): Promise<LiveHub> {
	const { now, store, journal, hash, randomBytes } = parts;
	const randomId = () => Buffer.from(randomBytes(16)).toString('base64url');
	const codes = createJoinCodes({ now, randomBytes, randomId, hash });
	const behind = createWriteBehind({ now, onTrouble: (problem) => parts.trouble('store', '-', problem) });
	const sessions = createOpenSessions({ store, behind, hash, randomId });
	const places = createPlaces(sessions);
	const road = createSayRoad(now, sessions);

	const forget = (id: string) => {
		const held = sessions.get(id);
		if (!held) return;
		sessions.delete(held);
		codes.revoke(id);
		places.forget(held);
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

	/** Likewise: the phone shows the fixed sentences, and the consent is noted without a version. */
	const learnWords = async (held: Held): Promise<void> => {
		try {
			held.consentWords = (await parts.consentWords?.(held.stored.clinic)) ?? {};
		} catch (problem) {
			parts.trouble('store', held.stored.id, problem);
		}
	};

	const keeping: KeepingParts = {
		journal,
		store,
		behind,
		trouble: parts.trouble,
		onForged: parts.onForged,
		onFollowed: parts.onFollowed,
		learnBand,
		onSealed: forget,
	};

	const hold = async (stored: StoredSession, known: readonly StoredDevice[]): Promise<Held> => {
		const { id, recording } = stored;
		const events = await journal.read(id);
		for (const { arrivedAt } of events) parts.clock?.goOnFrom(arrivedAt);
		const keeper = createSessionKeeper(keeping, () => held);
		const { queueLimitBytes } = parts;
		const session = createLiveSession(
			{ id, journal, keeper, now, randomId, ...(queueLimitBytes !== undefined && { queueLimitBytes }) },
			{ events, recording },
		);
		const devices = new Map(known.map(withoutOwnersLine).map((device) => [device.id, device]));
		const nothingYet = { client: null, clientName: null, lastBand: null, consentWords: {} };
		const held: Held = { stored, session, devices, ...nothingYet };
		for (const device of standingsBehind(session.events(), keeper.devices())) keeper.saveDevice(device);
		sessions.add(held);
		if (parts.consentWords) await learnWords(held);
		return held;
	};

	/** What goes wrong in one session is that session's alone. */
	const tickOne = (session: LiveSession) => {
		try {
			session.tick();
		} catch (problem) {
			parts.trouble('tick', session.id, problem);
		}
	};

	/** Takes the member's device out, whatever the log says of it. */
	const dropDevice = (held: Held, device: StoredDevice) => {
		const next: StoredDevice = { ...device, standing: 'removed' };
		held.devices.set(device.id, next);
		behind.run(`device ${device.id}`, () => store.saveDevice(next));
		held.session.deviceChanged(next);
	};

	const hub: LiveHub = {
		async start({ id, clinic, member, client, clientName, isTest }) {
			const open = { endedAt: null, sealedAt: null, recording: 'held' as const };
			const stored: StoredSession = { id, clinic, member, startedAt: now(), isTest, ...open };
			await store.insertSession(stored);
			const held = await hold(stored, []);
			held.client = client;
			held.clientName = clientName;
			if (parts.lastBand) await learnBand(held);
			return (await sessions.addDevice(held, therapistOf(member))).token;
		},
		open: (clinic) =>
			sessions
				.all()
				.filter(({ stored }) => stored.clinic === clinic)
				.map(openSession),
		find(id) {
			const held = sessions.get(id);
			return held && openSession(held);
		},
		async grant(id, member) {
			const held = sessions.get(id);
			if (!held) return null;
			return (await sessions.addDevice(held, therapistOf(member))).token;
		},
		async askToFollow(id, member, name) {
			const held = sessions.get(id);
			if (!held || held.session.state().ended) return null;
			const placesOf = () =>
				[...held.devices.values()].filter((each) => each.seat === 'observer' && each.member === member);
			if (wasSaidNo(held.session.events(), placesOf())) return 'refused';
			const observer = { seat: 'observer', member, words: name, standing: 'asking' } as const;
			const { token, device } = await sessions.addDevice(held, observer);
			// In the order they came, so that of two that ask at once the later stands.
			for (const earlier of placesOf()) {
				if (earlier.id === device.id) break;
				if (earlier.standing !== 'removed') dropDevice(held, earlier);
			}
			held.session.deviceChanged(device);
			return { token };
		},
		issueCode: (id) => (sessions.get(id) ? codes.issue(id) : null),
		async join(credential, address) {
			const id = codes.redeem(credential, address);
			const held = id === null ? undefined : sessions.get(id);
			if (!held) return null;
			if (parts.consentWords) await learnWords(held);
			const words = twoWords(randomBytes);
			const phone = { seat: 'client', member: null, words, standing: 'asking' } as const;
			const { token, device } = await sessions.addDevice(held, phone);
			held.session.deviceChanged(device);
			return { session: held.stored.id, token, words };
		},
		handle(connection, raw) {
			const parsed = v.safeParse(upFrameSchema, raw);
			if (!parsed.success) {
				connection.send({ t: 'refused', code: isUnknownTag(raw) ? 'unknown_event' : 'bad_request' });
				return false;
			}
			places.handle(connection, parsed.output);
			road.settle();
			return true;
		},
		disconnect: places.disconnect,
		say: road.say,
		end(id) {
			const held = sessions.get(id);
			if (!held || held.session.state().ended) return false;
			held.session.speak('owner', { kind: 'ended' });
			return true;
		},
		events: (id) => sessions.get(id)?.session.everything() ?? null,
		dropMember(member) {
			for (const held of sessions.all()) {
				for (const device of held.devices.values()) if (device.member === member) dropDevice(held, device);
			}
		},
		forget(id) {
			sessions.get(id)?.session.shut('session_erased');
			forget(id);
		},
		tick() {
			if (places.areEmpty()) parts.clock?.followWall(sessions.all().length === 0);
			for (const { session } of sessions.all()) tickOne(session);
			behind.tick();
			road.settle();
		},
		async close() {
			road.close();
			await behind.settled();
		},
	};

	const { sessions: open, devices } = await store.loadOpen();
	for (const stored of open)
		await hold(
			stored,
			devices.filter(({ session }) => session === stored.id),
		);
	return hub;
}

const therapistOf = (member: string) => ({ seat: 'therapist', member, words: '', standing: 'admitted' }) as const;

/** An earlier version gave owners a place of their own, unseen: it opens nothing any more. */
function withoutOwnersLine(device: StoredDevice): StoredDevice {
	return device.seat === 'owner' ? { ...device, standing: 'removed' } : device;
}

function isUnknownTag(raw: unknown): boolean {
	if (typeof raw !== 'object' || raw === null || !('t' in raw) || typeof raw.t !== 'string') return false;
	return !['hello', 'events', 'now', 'pen', 'want', 'bye', 'erase'].includes(raw.t);
}
