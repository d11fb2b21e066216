import { type RealServer, startRealServer } from '../../tests/harness/real-server.ts';
import { createRandom, type Random } from '../simulator/random.ts';
import { setUpClinic } from '../wire/clinic-calls.ts';
import { openLetIn } from '../wire/let-in.ts';
import { checkAll, checkDead } from './disk.ts';
import { openTorturePhone, type TorturePhone } from './phones.ts';

export interface TortureOptions {
	readonly kills: number;
	readonly phones: number;
	readonly seed: number;
	/** How long the server lives between two kills, ms. */
	readonly lifeMs: { readonly least: number; readonly most: number };
	readonly onKill?: (kill: number, result: TortureResult) => void;
}

export interface TortureResult {
	readonly kills: number;
	readonly said: number;
	/** Events of phones that were acknowledged by the last kill. */
	readonly acknowledged: number;
	readonly lost: number;
	readonly doubled: number;
	/** Kills after which the store was not whole. */
	readonly damaged: number;
	/** From the start of the process to its first answer, each time, ms. */
	readonly readyMs: readonly number[];
	readonly complaints: readonly string[];
	/** Everything that was said was recorded in the end. */
	readonly isAllKept: boolean;
}

/** What is held when the killing is over has so long to arrive, ms. */
const DRAIN_MS = 120_000;
const LOOK_MS = 100;

/** Kills a server of its own again and again under phones that never rest, and compares what is on its disk. */
export async function torture(options: TortureOptions): Promise<TortureResult> {
	const server = await startRealServer({ LOG_LEVEL: 'warn', MAX_CONNECTIONS_PER_ADDRESS: '1000' });
	const random = createRandom(options.seed);
	const phones = await openPhones(server, options.phones, random);
	let result: TortureResult = {
		kills: 0,
		said: 0,
		acknowledged: 0,
		lost: 0,
		doubled: 0,
		damaged: 0,
		readyMs: [],
		complaints: [],
		isAllKept: false,
	};
	try {
		for (let kill = 1; kill <= options.kills; kill += 1) {
			await pause(random.whole(options.lifeMs.least, options.lifeMs.most));
			result = await killOnce(server, phones, result);
			options.onKill?.(kill, result);
		}
		for (const phone of phones) phone.rest();
		const isAllKept = await waitUntil(() => phones.every((phone) => phone.unacknowledged() === 0), DRAIN_MS);
		await server.stop('SIGTERM');
		const whole = await checkAll(server.dataDir, phones);
		const complaints = phones.flatMap((phone) => phone.complaints());
		return {
			...result,
			...count(phones),
			lost: result.lost + whole.lost,
			doubled: result.doubled + whole.doubled,
			complaints,
			isAllKept,
		};
	} finally {
		for (const phone of phones) phone.close();
		await server.remove();
	}
}

/** Lets that many phones in, each in a session of its own, and waits until all are live. */
export async function openPhones(
	{ origin, port, setupCode }: RealServer,
	count: number,
	random: Random,
): Promise<TorturePhone[]> {
	const calls = await setUpClinic(origin, setupCode());
	const phones: TorturePhone[] = [];
	for (let i = 0; i < count; i += 1) {
		const { session, tokens, close } = await openLetIn(port, calls, `Client ${i}`);
		close();
		phones.push(
			openTorturePhone({ origin, session, token: tokens.phone, random: createRandom(random.whole(1, 2 ** 31)) }),
		);
	}
	if (!(await waitUntil(() => phones.every((phone) => phone.isLive()), 30_000)))
		throw new Error('not every phone came in');
	return phones;
}

async function killOnce(
	server: RealServer,
	phones: readonly TorturePhone[],
	before: TortureResult,
): Promise<TortureResult> {
	await server.stop('SIGKILL');
	// What the sockets still carried of its last words is heard before it is compared.
	await pause(LOOK_MS);
	const dead = checkDead(server.dataDir, phones);
	const from = performance.now();
	await server.start();
	await untilAnswered(server.origin);
	const readyMs = performance.now() - from;
	return {
		...before,
		...count(phones),
		kills: before.kills + 1,
		lost: before.lost + dead.lost,
		doubled: before.doubled + dead.doubled,
		damaged: before.damaged + (dead.integrity === 'ok' ? 0 : 1),
		readyMs: [...before.readyMs, Math.round(readyMs)],
	};
}

function count(phones: readonly TorturePhone[]) {
	const said = phones.reduce((sum, phone) => sum + phone.said.size, 0);
	const open = phones.reduce((sum, phone) => sum + phone.unacknowledged(), 0);
	return { said, acknowledged: said - open };
}

async function untilAnswered(origin: string): Promise<void> {
	const isUp = () =>
		fetch(new URL('/healthz', origin)).then(
			({ ok }) => ok,
			() => false,
		);
	while (!(await isUp())) await pause(10);
}

export function pause(ms: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, ms));
}

export async function waitUntil(isSo: () => boolean, mostMs: number): Promise<boolean> {
	for (const until = performance.now() + mostMs; performance.now() < until; ) {
		if (isSo()) return true;
		await pause(LOOK_MS);
	}
	return isSo();
}
