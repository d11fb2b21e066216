import type { LiveStore, StoredDevice, StoredSession } from '../../server/live/live-store.ts';

/** The clinic's store, as far as the live line needs it: a write is done a little later, and lost if the server dies before. */
export interface SimStore extends LiveStore {
	/** Does the next write. */
	work(): void;
	crash(): void;
	setFull(isFull: boolean): void;
	/** Names written, by session. */
	readonly clients: ReadonlyMap<string, string>;
	readonly digests: ReadonlySet<string>;
	session(id: string): StoredSession | undefined;
	device(token: string): StoredDevice | undefined;
	/** Whether a device of that id is written. */
	knows(device: string): boolean;
	/** The id of the device that ever had this token, also after sealing; undefined where its row was never written. */
	deviceOnce(token: string): string | undefined;
	/** Sessions whose record was taken out. */
	readonly erased: ReadonlySet<string>;
	isIdle(): boolean;
}

interface Job {
	readonly run: () => void;
	readonly resolve: () => void;
	readonly reject: (problem: Error) => void;
}

export function createSimStore(): SimStore {
	const sessions = new Map<string, StoredSession>();
	const devices = new Map<string, StoredDevice>();
	const once = new Map<string, string>();
	const clients = new Map<string, string>();
	const digests = new Set<string>();
	const erased = new Set<string>();
	let jobs: Job[] = [];
	let isFull = false;
	const later = (run: () => void) =>
		new Promise<void>((resolve, reject) => {
			jobs.push({ run, resolve, reject });
		});

	return {
		clients,
		digests,
		erased,
		session: (id) => sessions.get(id),
		device: (token) => [...devices.values()].find(({ tokenHash }) => tokenHash === token),
		knows: (id) => devices.has(id),
		deviceOnce: (token) => once.get(token),
		async loadOpen() {
			return {
				sessions: [...sessions.values()].filter(({ sealedAt }) => sealedAt === null),
				devices: [...devices.values()],
			};
		},
		insertSession: (session) => later(() => sessions.set(session.id, session)),
		saveSession: (session) => later(() => sessions.set(session.id, session)),
		async saveClient(session, choice) {
			await later(() => clients.set(session, 'id' in choice ? choice.id : choice.name));
			return session;
		},
		saveDevice: (device) =>
			later(() => {
				devices.set(device.id, device);
				once.set(device.tokenHash, device.id);
			}),
		deleteDevices: (session) =>
			later(() => {
				for (const [id, device] of devices) if (device.session === session) devices.delete(id);
			}),
		saveDigest: (session) => later(() => digests.add(session)),
		eraseRecord: (session) =>
			later(() => {
				erased.add(session);
				clients.delete(session);
				digests.delete(session);
			}),
		work() {
			const job = jobs.shift();
			if (!job) return;
			if (isFull) {
				job.reject(new Error('the disk is full'));
				return;
			}
			job.run();
			job.resolve();
		},
		crash() {
			jobs = [];
		},
		setFull(next) {
			isFull = next;
		},
		isIdle: () => jobs.length === 0,
	};
}
