import type { LiveStore, SessionDigest, StoredDevice, StoredSession } from '../../server/live/live-store.ts';
import type { ClientChoice } from '../../shared/protocol.ts';

/** The clinic's store in memory, as far as the live line needs it; it outlives the server that writes it. */
export interface HandStore extends LiveStore {
	readonly sessions: ReadonlyMap<string, StoredSession>;
	readonly devices: ReadonlyMap<string, StoredDevice>;
	readonly clients: ReadonlyMap<string, ClientChoice>;
	/** By session, of which version the phone showed the words. */
	readonly words: ReadonlyMap<string, number | null>;
	readonly digests: ReadonlyMap<string, SessionDigest>;
	readonly erased: ReadonlySet<string>;
	setBroken(isBroken: boolean): void;
}

export function createHandStore(): HandStore {
	const sessions = new Map<string, StoredSession>();
	const devices = new Map<string, StoredDevice>();
	const clients = new Map<string, ClientChoice>();
	const words = new Map<string, number | null>();
	const digests = new Map<string, SessionDigest>();
	const erased = new Set<string>();
	let isBroken = false;
	const write = async (act: () => unknown): Promise<void> => {
		if (isBroken) throw new Error('the disk is full');
		act();
	};
	return {
		sessions,
		devices,
		clients,
		words,
		digests,
		erased,
		setBroken(next) {
			isBroken = next;
		},
		async loadOpen() {
			const open = [...sessions.values()].filter(({ sealedAt }) => sealedAt === null);
			return { sessions: open, devices: [...devices.values()] };
		},
		insertSession: (session) => write(() => sessions.set(session.id, session)),
		saveSession: (session) => write(() => sessions.set(session.id, session)),
		async saveClient(session, choice, shown = null) {
			await write(() => clients.set(session, choice));
			words.set(session, shown);
			return session;
		},
		saveDevice: (device) => write(() => devices.set(device.id, device)),
		deleteDevices: (session) =>
			write(() => {
				for (const [id, device] of devices) if (device.session === session) devices.delete(id);
			}),
		saveDigest: (session, digest) => write(() => digests.set(session, digest)),
		eraseRecord: (session) =>
			write(() => {
				erased.add(session);
				clients.delete(session);
				digests.delete(session);
			}),
	};
}
