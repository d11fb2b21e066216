import { randomBytes, randomInt } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { hostname, networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { networkOrigins } from '../../server/addresses.ts';
import { type App, createApp } from '../../server/app.ts';
import { createClock } from '../../server/clock.ts';
import type { Config } from '../../server/config.ts';
import { openDataFolder } from '../../server/data-folder.ts';
import { createPasswords } from '../../server/http/passwords.ts';
import { openSqliteJournal } from '../../server/journal/sqlite-journal.ts';
import { createLog } from '../../server/log.ts';
import { openClinicStore } from '../../server/store/clinic-store.ts';
import { createTombstoneFile } from '../../server/store/tombstones.ts';
import { createRandom } from '../simulator/random.ts';
import { type DemoLive, startDemoSession } from './demo-live.ts';
import { DEMO_OWNER, LIVE_CLIENTS } from './demo-sessions.ts';
import { actPastSessions, choiceOf, insertDemoClinic } from './demo-store.ts';

export interface Demo {
	/** As this machine reaches it, like http://localhost:3000. */
	readonly origin: string;
	/** As other machines of the network may reach it, the best first. */
	readonly networkOrigins: readonly string[];
	readonly email: string;
	/** Drawn anew for each demo. */
	readonly password: string;
	/** The session under way at the start. */
	readonly session: string;
	readonly clientName: string;
	/** Where everything of the demo lies, until it is closed. */
	readonly folder: string;
	/** Ends every line and takes the folder away. */
	close(): Promise<void>;
}

export interface DemoOptions {
	/** Of the server; its folder is not used. */
	readonly config: Config;
	/** Whether any free port will do where the one wanted is taken. */
	readonly mayMove: boolean;
	/** The same seed gives the same past. */
	readonly seed: number;
	/** The built pages. */
	readonly pagesFolder: string;
}

const ROOT = join(import.meta.dirname, '..', '..');
/** No letter that is taken for another. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Opens a server of its own in a temporary folder, with an invented clinic, its past, and a session under way. */
export async function openDemo(options: DemoOptions): Promise<Demo> {
	const folder = mkdtempSync(join(tmpdir(), 'palpate-demo-'));
	const closers: (() => Promise<unknown> | unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
	const close = async () => {
		for (let closer = closers.pop(); closer; closer = closers.pop()) await closer();
	};
	try {
		return { ...(await openIn(folder, options, closers)), folder, close };
	} catch (problem) {
		await close();
		throw problem;
	}
}

async function openIn(
	folder: string,
	{ config, mayMove, seed, pagesFolder }: DemoOptions,
	closers: (() => Promise<unknown> | unknown)[],
): Promise<Omit<Demo, 'folder' | 'close'>> {
	const files = openDataFolder(folder);
	const journal = await openSqliteJournal({ file: files.journal });
	closers.push(() => journal.close());
	const store = await openClinicStore({ file: files.clinic });
	closers.push(() => store.close());
	const random = createRandom(seed);
	const password = newPassword();
	const monotonic = () => performance.now();
	const clock = createClock({ wall: Date.now, monotonic });
	const { now } = clock;
	const clinic = await insertDemoClinic(store.db, { random, password, at: now() });
	const app = await createApp({
		config,
		journal,
		store,
		secret: files.secret,
		setupCode: null,
		tls: null,
		tombstones: createTombstoneFile(files.erased),
		clock,
		monotonic,
		randomBytes,
		pagesFolder,
		interfaces,
		hostname: hostname(),
		passwords: createPasswords(),
		version: (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }).version,
		log: createLog(config.logLevel),
	});
	closers.push(() => app.close());
	const port = await listen(app, config, mayMove);
	const host =
		config.host === undefined || config.host === '0.0.0.0' || config.host === '::' ? 'localhost' : config.host;
	const origin = new URL(`http://${host.includes(':') ? `[${host}]` : host}:${port}`).origin;

	const startNext = async (turn: number): Promise<DemoLive & { clientName: string }> => {
		const clientName = LIVE_CLIENTS[turn % LIVE_CLIENTS.length] as string;
		const client = await choiceOf(store.db, clinic.clinic, clientName);
		const newId = () => randomBytes(16).toString('base64url');
		const ownRandom = createRandom(seed + turn);
		const parts = { ...clinic, hub: app.hub, origin, random: ownRandom, newId, client, clientName };
		const live = await startDemoSession(parts);
		return { ...live, clientName };
	};
	const first = await startNext(0);
	closers.push(keepGoing(first, startNext));
	await Promise.all([first.ready, actPastSessions({ ...clinic, journal, store, random, now: now() })]);
	return {
		origin,
		networkOrigins: networkOrigins({ config, port, interfaces: interfaces(), hostname: hostname() }),
		...DEMO_OWNER,
		password,
		session: first.session,
		clientName: first.clientName,
	};
}

/** When a session is over, another begins. Answers what puts an end to that. */
function keepGoing(first: DemoLive, startNext: (turn: number) => Promise<DemoLive>): () => void {
	let live = first;
	let isClosed = false;
	const goOn = async (): Promise<void> => {
		for (let turn = 1; ; turn += 1) {
			await live.over;
			if (isClosed) return;
			live = await startNext(turn);
			if (isClosed) live.close();
		}
	};
	void goOn();
	return () => {
		isClosed = true;
		live.close();
	};
}

async function listen({ httpServer }: App, config: Config, mayMove: boolean): Promise<number> {
	const listenAt = (port: number) =>
		new Promise<void>((resolve, reject) => {
			httpServer.once('error', reject);
			httpServer.listen({ port, host: config.host }, () => {
				httpServer.off('error', reject);
				resolve();
			});
		});
	try {
		await listenAt(config.port);
	} catch (problem) {
		const isTaken = problem instanceof Error && 'code' in problem && problem.code === 'EADDRINUSE';
		if (!isTaken || !mayMove) throw problem;
		await listenAt(0);
	}
	return (httpServer.address() as AddressInfo).port;
}

const interfaces = () => Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);

/** Letters to be typed from one screen into another. */
function newPassword(): string {
	const group = () => Array.from({ length: 4 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
	return [group(), group(), group()].join('-');
}
