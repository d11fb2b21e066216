import { createHash } from 'node:crypto';
import type { LinkEngine, LinkParts, Wire } from '../../client/link/link-engine.ts';
import { createSessionLink } from '../../client/link/session-link.ts';
import type { Journal } from '../../server/journal/journal.ts';
import { createMemoryJournal } from '../../server/journal/memory-journal.ts';
import { createLiveHub } from '../../server/live/hub.ts';
import type { Connection, LiveHub } from '../../server/live/live-hub.ts';
import type { LiveStore } from '../../server/live/live-store.ts';
import type { ClientChoice } from '../../shared/protocol.ts';
import type { Random } from '../simulator/random.ts';
import { createSimWire, type SimWire } from '../simulator/sim-wire.ts';
import { createComfortModel } from './comfort-model.ts';
import { createSimulatedClient } from './simulated-client.ts';
import { createSimulatedTherapist } from './simulated-therapist.ts';
import type { Temperament } from './temperament.ts';
import type { TreatmentPlan } from './treatment-plan.ts';

/** Everything that happens in a session that nobody has to sit through. */
export interface Script {
	readonly startsAt: number;
	readonly clinic: string;
	readonly member: string;
	readonly client: ClientChoice;
	readonly clientName: string;
	readonly isTest?: boolean;
	readonly plan: TreatmentPlan;
	readonly temperament: Temperament;
	readonly choice: 'recorded' | 'live-only';
	/** The name of the member who enters what a client without a phone says. */
	readonly spokenTo?: string;
	readonly note?: string;
	/** Times without the phone (locked, out of reach), from the start, ms. */
	readonly absences?: readonly { readonly from: number; readonly ms: number }[];
}

export interface ActedSession {
	readonly session: string;
	readonly endedAt: number;
}

const TICK_MS = 100;
/** No session of ours lasts longer than this, ms. */
const LONGEST_MS = 2 * 60 * 60 * 1_000;
/** As often in acted time everything else in this process has its turn, ms. */
const BREATH_MS = 5_000;
const breath = () => new Promise<void>((resolve) => void setImmediate(resolve));
const NO_FAULTS = { drop: 0, repeat: 0, reorder: 0 };

/**
 * Acts a whole session in a time of its own, over the shipping engine: hub, links, frames, consent, sealing. What was
 * recorded is then handed to `journal` in one append; the rest is in `store` as after any other session.
 */
export async function actSession(
	parts: { readonly journal: Journal; readonly store: LiveStore; readonly random: Random },
	script: Script,
): Promise<ActedSession> {
	const { random } = parts;
	const clock = { now: script.startsAt };
	const memory = createMemoryJournal();
	const store = createWatchedStore(parts.store);
	const hub = await createLiveHub({
		journal: memory,
		store: store.store,
		now: () => clock.now,
		randomBytes: (length) => random.bytes(length),
		hash: (text) => createHash('sha256').update(text).digest('base64url'),
		trouble: (_what, _session, problem) => store.fail(problem),
	});
	const session = random.id();
	const { clinic, member, client, clientName, isTest = false } = script;
	const token = await hub.start({ id: session, clinic, member, client, clientName, isTest });
	const stage = createStage(hub, clock, random, script);
	stage.enterTherapist(token);
	if (script.spokenTo === undefined) await stage.enterClient(session);

	while (hub.find(session)) {
		if (clock.now - script.startsAt > LONGEST_MS) throw new Error('an acted session does not end');
		clock.now += TICK_MS;
		stage.tick();
		hub.tick();
		await store.settled();
		if ((clock.now - script.startsAt) % BREATH_MS === 0) await breath();
	}
	await hub.close();
	const events = await memory.read(session);
	const unkept = await parts.journal.append(events.map((event) => ({ session, event })));
	if (unkept.length > 0) throw new Error('an acted session could not be kept');
	return { session, endedAt: clock.now };
}

interface Player {
	readonly link: LinkEngine;
	wire: SimWire | null;
	leaveStage: () => void;
	act(): void;
	isAway(): boolean;
}

/** The two people, their pages, and the wires between those and the hub. */
function createStage(hub: LiveHub, clock: { readonly now: number }, random: Random, script: Script) {
	const players: Player[] = [];

	const linkOf = (parts: Pick<LinkParts, 'seat' | 'token' | 'client'>): LinkEngine =>
		createSessionLink({
			...parts,
			now: () => clock.now - script.startsAt,
			randomId: () => random.id(),
			outbox: null,
			secondRoad: () => Promise.reject(new Error('there is one road here')),
		});

	const connect = (player: Player) => {
		const ends: { connection?: Connection; page?: Wire } = {};
		const wire = createSimWire(random, {
			onUp: (raw) => ends.connection && hub.handle(ends.connection, raw),
			onDown: (frame) => ends.page && player.link.handleFrame(ends.page, frame),
		});
		const cut = () => {
			if (player.wire !== wire) return;
			player.wire = null;
			wire.cut();
			if (ends.connection) hub.disconnect(ends.connection);
			if (ends.page) player.link.handleClose(ends.page);
		};
		ends.connection = { send: (frame) => wire.sendDown(frame), close: () => undefined };
		ends.page = { send: (frame) => wire.sendUp(frame), close: cut };
		player.wire = wire;
		player.leaveStage = cut;
		player.link.handleOpen(ends.page);
	};

	const moveAll = (player: Player) => {
		for (let left = player.wire?.waiting() ?? 0; left > 0; left -= 1) player.wire?.move(NO_FAULTS);
	};

	const tickPlayer = (player: Player) => {
		if (player.isAway()) {
			player.leaveStage();
			return;
		}
		if (!player.wire && player.link.view().line.is !== 'over') connect(player);
		moveAll(player);
		player.act();
		player.link.handleTick();
	};

	const enter = (link: LinkEngine, act: () => void, isAway: () => boolean) => {
		players.push({ link, wire: null, leaveStage: () => undefined, act, isAway });
	};
	const now = () => clock.now;

	return {
		enterTherapist(token: string) {
			const { plan, client, note, spokenTo, choice } = script;
			const link = linkOf({ seat: 'therapist', token, client });
			const spoken = spokenTo === undefined ? {} : { spoken: { member: spokenTo, choice } };
			const noted = note === undefined ? {} : { note };
			const therapist = createSimulatedTherapist({ link, plan, random, now, ...spoken, ...noted });
			enter(
				link,
				() => therapist.tick(),
				() => false,
			);
		},
		async enterClient(session: string) {
			const invitation = hub.issueCode(session);
			const joined = invitation && (await hub.join(invitation.code, '127.0.0.1'));
			if (!joined) throw new Error('an acted session could not be joined');
			const { temperament, choice, absences = [] } = script;
			const link = linkOf({ seat: 'client', token: joined.token });
			const model = createComfortModel(random, temperament);
			const { band } = temperament;
			const client = createSimulatedClient({
				link,
				model,
				random,
				now,
				band,
				choice,
				readMs: 3_500,
				practiceMs: 9_000,
			});
			const isAway = () => {
				const at = clock.now - script.startsAt;
				return absences.some(({ from, ms }) => at >= from && at < from + ms);
			};
			enter(link, () => client.tick(), isAway);
		},
		tick() {
			for (const player of players) tickPlayer(player);
		},
	};
}

/** A store whose work under way can be waited for: acted time goes on only when the real store has answered. */
function createWatchedStore(real: LiveStore) {
	const underWay = new Set<Promise<unknown>>();
	let trouble: unknown = null;
	const watch =
		<A extends readonly unknown[], T>(method: (...given: A) => Promise<T>) =>
		(...given: A): Promise<T> => {
			const work = method(...given);
			const done = work.finally(() => underWay.delete(done));
			underWay.add(done);
			return done;
		};
	const store: LiveStore = {
		loadOpen: async () => ({ sessions: [], devices: [] }),
		insertSession: watch((session) => real.insertSession(session)),
		saveSession: watch((session) => real.saveSession(session)),
		saveClient: watch((session, choice, words) => real.saveClient(session, choice, words)),
		saveDevice: watch((device) => real.saveDevice(device)),
		deleteDevices: watch((session) => real.deleteDevices(session)),
		saveDigest: watch((session, digest) => real.saveDigest(session, digest)),
		eraseRecord: watch((session) => real.eraseRecord(session)),
	};
	return {
		store,
		fail(problem: unknown) {
			trouble = problem;
		},
		async settled() {
			for (let turn = 0; turn < 6; turn += 1) await Promise.resolve();
			while (underWay.size > 0) await Promise.all(underWay);
			if (trouble) throw trouble;
		},
	};
}
