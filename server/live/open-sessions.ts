import type { WordsAtChoice } from '../../shared/consent-api.ts';
import type { ClientChoice } from '../../shared/protocol.ts';
import type { Band } from '../../shared/scale.ts';
import type { OpenSession } from './live-hub.ts';
import type { LiveSession } from './live-session.ts';
import type { LiveStore, StoredDevice, StoredSession } from './live-store.ts';
import type { WriteBehind } from './write-behind.ts';

/** A session that this process holds, with what of the clinic's store goes with it. */
export interface Held {
	stored: StoredSession;
	readonly session: LiveSession;
	readonly devices: Map<string, StoredDevice>;
	client: ClientChoice | null;
	clientName: string | null;
	/** In memory only: of a live-only session it leaves nothing. */
	lastBand: Band | null;
	consentWords: WordsAtChoice;
}

export type NewDevice = Omit<StoredDevice, 'id' | 'tokenHash' | 'session' | 'hasSaidBye'>;

/** The sessions under way, and whose token opens which place in them. */
export interface OpenSessions {
	all(): readonly Held[];
	get(id: string): Held | undefined;
	add(held: Held): void;
	delete(held: Held): void;
	/** Lets a device into a session's store; answers its token, of which only the hash is kept. */
	addDevice(held: Held, device: NewDevice): Promise<{ readonly token: string; readonly device: StoredDevice }>;
	deviceOf(token: string): { readonly held: Held; readonly device: StoredDevice } | null;
}

export function createOpenSessions(parts: {
	readonly store: LiveStore;
	readonly behind: WriteBehind;
	readonly hash: (text: string) => string;
	readonly randomId: () => string;
}): OpenSessions {
	const { store, behind, hash, randomId } = parts;
	const sessions = new Map<string, Held>();
	const devices = new Map<string, { readonly id: string; readonly session: string }>();

	return {
		all: () => [...sessions.values()],
		get: (id) => sessions.get(id),
		add(held) {
			sessions.set(held.stored.id, held);
			for (const { id, tokenHash } of held.devices.values()) devices.set(tokenHash, { id, session: held.stored.id });
		},
		delete(held) {
			sessions.delete(held.stored.id);
			for (const { tokenHash } of held.devices.values()) devices.delete(tokenHash);
		},
		async addDevice(held, device) {
			const token = randomId();
			const session = held.stored.id;
			const full: StoredDevice = { ...device, id: randomId(), session, tokenHash: hash(token), hasSaidBye: false };
			// Kept before it is used, so that it outlives this process; but a full disk keeps nobody out.
			const save = () => store.saveDevice(full);
			await save().catch(() => behind.run(`device ${full.id}`, save));
			held.devices.set(full.id, full);
			devices.set(full.tokenHash, { id: full.id, session });
			return { token, device: full };
		},
		deviceOf(token) {
			const found = devices.get(hash(token));
			const held = found && sessions.get(found.session);
			const device = found && held?.devices.get(found.id);
			return held && device ? { held, device } : null;
		},
	};
}

export function openSession({ stored, clientName, client }: Held): OpenSession {
	const { id, clinic, member, startedAt } = stored;
	return { id, clinic, member, startedAt, clientName, client: client && 'id' in client ? client.id : null };
}
