import { randomBytes } from 'node:crypto';
import { createMemoryJournal } from '../../server/journal/memory-journal.ts';
import { createLiveHub } from '../../server/live/hub.ts';
import type { LiveHub } from '../../server/live/live-hub.ts';
import type { LiveStore } from '../../server/live/live-store.ts';
import { idNamed, NINE } from './server-events.ts';

export interface HubUnderTest {
	readonly hub: LiveHub;
	/** Lets time pass, in the steps of the gateway or in longer ones. */
	pass(ms: number, stepMs?: number): Promise<void>;
	/** Lets so much time pass at once. */
	step(ms: number): void;
	now(): number;
	/** What was told to the log. */
	readonly troubles: readonly string[];
	startSession(name: string): Promise<{ readonly session: string; readonly token: string }>;
	joinSession(session: string): Promise<{ readonly token: string; readonly words: string }>;
}

const STEP_MS = 100;

/** The live line without sockets, over a clock that moves when told to, and a store that is done at once. */
export async function openHub(): Promise<HubUnderTest> {
	let now = NINE;
	const troubles: string[] = [];
	const hub = await createLiveHub({
		journal: createMemoryJournal(),
		store: createQuickStore(),
		now: () => now,
		randomBytes,
		hash: (text) => text,
		trouble: (what, _session, problem) => void troubles.push(`${what}: ${String(problem)}`),
	});
	return {
		hub,
		troubles,
		now: () => now,
		step(ms) {
			now += ms;
			hub.tick();
		},
		async pass(ms, stepMs = STEP_MS) {
			for (const end = now + ms; now < end; ) {
				now += Math.min(stepMs, end - now);
				hub.tick();
			}
			await new Promise<void>((resolve) => void setImmediate(resolve));
			hub.tick();
		},
		async startSession(name) {
			const session = idNamed(name);
			const client = { name: 'Robin Example' };
			const names = { clinic: idNamed('clinic'), member: idNamed('member'), clientName: client.name };
			return { session, token: await hub.start({ id: session, client, isTest: false, ...names }) };
		},
		async joinSession(session) {
			const invitation = hub.issueCode(session);
			const joined = invitation && (await hub.join(invitation.ticket, '127.0.0.1'));
			if (!joined) throw new Error('could not be joined');
			return joined;
		},
	};
}

function createQuickStore(): LiveStore {
	const done = async () => undefined;
	return {
		loadOpen: async () => ({ sessions: [], devices: [] }),
		insertSession: done,
		saveSession: done,
		saveClient: async (session) => session,
		saveDevice: done,
		deleteDevices: done,
		saveDigest: done,
		eraseRecord: done,
	};
}
