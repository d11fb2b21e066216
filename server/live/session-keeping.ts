import { pointName } from '../../shared/body.ts';
import type { Code } from '../../shared/codes.ts';
import type { Seat } from '../../shared/events.ts';
import type { Journal } from '../journal/journal.ts';
import type { LiveSession } from './live-session.ts';
import type { LiveStore, SessionDigest, StoredSession } from './live-store.ts';
import type { Held } from './open-sessions.ts';
import type { SessionKeeper } from './session-parts.ts';
import type { WriteBehind } from './write-behind.ts';

export interface ForgedNote {
	readonly clinic: string;
	readonly session: string;
	readonly seat: Seat;
	readonly member: string | null;
	readonly code: Code;
}

export interface KeepingParts {
	readonly journal: Journal;
	readonly store: LiveStore;
	readonly behind: WriteBehind;
	readonly trouble: (what: string, session: string, problem: unknown) => void;
	/** Told of every event that a seat may not write and of every one that contradicts the record: never its content. */
	readonly onForged?: ((note: ForgedNote) => void) | undefined;
	/** Told when the client lets somebody follow: one place given is one read. */
	readonly onFollowed?: ((note: Omit<ForgedNote, 'seat' | 'code'> & { readonly member: string }) => void) | undefined;
	/** Looks for the client's own band of last time. */
	readonly learnBand: (held: Held) => Promise<void>;
	/** The session is sealed: this process lets go of it. */
	readonly onSealed: (id: string) => void;
}

/** Writes to the clinic's store what a session tells of itself. */
export function createSessionKeeper(parts: KeepingParts, held: () => Held): SessionKeeper {
	const { store, behind } = parts;

	const set = (change: Partial<StoredSession>): StoredSession => {
		const one = held();
		one.stored = { ...one.stored, ...change };
		return one.stored;
	};
	const wordsShown = () => held().session.state().consentWords;
	const saveDigest = async () => {
		const { stored, session } = held();
		if (stored.recording === 'recorded') await store.saveDigest(stored.id, digestOf(session));
	};

	return {
		async saveClient() {
			const { stored, client } = held();
			if (client) await store.saveClient(stored.id, client, wordsShown());
		},
		saveRecording: (recording) => store.saveSession(set({ recording })),
		saveLiveOnly() {
			// The journal was about to open, or a server died while it did: the name may be there already.
			const mayHaveName = held().stored.recording === 'recorded';
			const { id } = set({ recording: 'live-only' });
			behind.run(`live only ${id}`, async () => {
				if (mayHaveName) await store.eraseRecord(id);
				await store.saveSession(held().stored);
			});
		},
		saveEnded(endedAt) {
			const { id } = set({ endedAt });
			behind.run(`session ${id}`, () => store.saveSession(held().stored));
			behind.run(`digest ${id}`, saveDigest);
		},
		sealed(at) {
			const { stored, session } = held();
			const { id } = stored;
			// The row comes last: until it is written, a server that starts again finds the session and seals it anew.
			behind.run(`seal ${id}`, async () => {
				await saveDigest();
				if (session.recording() === 'held') await store.eraseRecord(id);
				await store.deleteDevices(id);
				await store.saveSession(set({ sealedAt: at, endedAt: held().stored.endedAt ?? at }));
			});
			// It changes no more, so insight finds this ready; where it fails, whoever asks first waits for it.
			if (session.recording() === 'recorded') parts.journal.digest(id).catch(() => undefined);
			parts.onSealed(id);
		},
		devices: () => [...held().devices.values()],
		saveDevice(device) {
			const { stored, devices } = held();
			const isLetIn = device.standing === 'admitted' && devices.get(device.id)?.standing === 'asking';
			if (device.seat === 'observer' && device.member !== null && isLetIn)
				parts.onFollowed?.({ clinic: stored.clinic, session: stored.id, member: device.member });
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
		consentWords: () => held().consentWords,
		setClient(client) {
			const one = held();
			if (one.client) return;
			one.client = client;
			one.clientName = 'name' in client ? client.name : null;
			void parts.learnBand(one);
			// A server that restarted may have opened the journal before anyone could tell it whose session this is.
			const { id, recording } = one.stored;
			if (recording === 'recorded')
				behind.run(`client ${id}`, async () => {
					// It may have waited for a full disk, and the client chosen live only or withdrawn meanwhile.
					if (held().stored.recording === 'recorded') await store.saveClient(id, client, wordsShown());
				});
		},
		forged(id, code) {
			const { stored, devices } = held();
			const { seat = 'client', member = null } = devices.get(id) ?? {};
			parts.onForged?.({ clinic: stored.clinic, session: stored.id, seat, member, code });
		},
		trouble: (problem) => parts.trouble('record', held().stored.id, problem),
	};
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
