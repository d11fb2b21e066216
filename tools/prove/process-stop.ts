import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { constants, setPriority } from 'node:os';
import { eventKey } from '../../shared/events.ts';
import { type RealServer, startRealServer } from '../../tests/harness/real-server.ts';
import { openTcpProxy, type TcpProxy, type Weather } from '../../tests/harness/tcp-proxy.ts';
import { createRandom, type Random } from '../simulator/random.ts';
import type { LoadOrders } from '../torture/load.ts';
import { openPressRoom, type Room, untilRecorded } from '../torture/people.ts';
import { type ClinicCalls, setUpClinic } from '../wire/clinic-calls.ts';
import { figures, quantile } from './quantiles.ts';
import type { Finding, Row } from './row.ts';

const SIZES = {
	small: { stops: 80, rooms: 20, load: 20 },
	full: { stops: 6_000, rooms: 60, load: 300 },
} as const;
const MOST_MS = 1_000;
const MEDIAN_MS = 150;
/** The share of STOPs that must be shown within MOST_MS. */
const SHARE = 0.9999;
/** A finger comes back to STOP after this long at the least, ms. */
const PRESS_MS = { least: 2_500, most: 4_500 };
/** A STOP that is not shown by then counts as this long, ms. */
const GIVE_UP_MS = 20_000;
const LOOK_MS = 20;

interface Trouble {
	readonly what: string;
	readonly weather: Weather;
	/** Other sessions under way at the same time. */
	readonly isLoaded?: boolean;
	readonly median?: number;
}
const TROUBLES: readonly Trouble[] = [
	{ what: 'no fault', weather: { is: 'clear' }, median: MEDIAN_MS },
	{ what: '300 ms round trip', weather: { is: 'delay', oneWayMs: 150 } },
	{ what: '5 % of chunks held 200–1,000 ms', weather: { is: 'hold', share: 0.05, leastMs: 200, mostMs: 1_000 } },
	{ what: 'black-holed WebSocket', weather: { is: 'black-hole', of: 'websocket' } },
	{ what: 'sessions of load beside', weather: { is: 'clear' }, isLoaded: true },
];

/** Row 7 in the process, trouble by trouble: from the press to the server having the therapist's *shown*. */
export const stopRows: readonly Row[] = TROUBLES.map((trouble, i) => ({
	row: 7,
	promise: `a STOP is shown (process, press to *shown* at the server): ${trouble.what}`,
	async try(size) {
		const server = await startRealServer({ LOG_LEVEL: 'warn', MAX_CONNECTIONS_PER_ADDRESS: '2000' });
		try {
			const calls = await setUpClinic(server.origin, server.setupCode());
			const ms = await tryTrouble({ server, calls, trouble, size, random: createRandom(700 + i) });
			return findingsOf(trouble, ms, size);
		} finally {
			await server.remove();
		}
	},
}));

interface Try {
	readonly server: RealServer;
	readonly calls: ClinicCalls;
	readonly trouble: Trouble;
	readonly size: 'small' | 'full';
	readonly random: Random;
}

/** The ways of all STOPs pressed in one trouble, ms. */
async function tryTrouble({ server, calls, trouble, size, random }: Try): Promise<readonly number[]> {
	const { stops, rooms: count, load } = SIZES[size];
	const proxy = await openTcpProxy(server.port, random.next);
	const rooms: Room[] = [];
	const { port, origin } = server;
	const beside = trouble.isLoaded ? await startLoad({ port, origin, sessions: load }) : null;
	try {
		const phoneOrigin = `http://127.0.0.1:${proxy.port}`;
		for (let i = 0; i < count; i += 1)
			rooms.push(await openPressRoom({ port, calls, phoneOrigin, isMoving: false, isTimed: true }));
		await untilRecorded(rooms);
		proxy.set(trouble.weather);
		return await pressAll(rooms, Math.ceil(stops / count), random);
	} finally {
		beside?.kill();
		closeAll(rooms, proxy);
	}
}

/** Phones and pages have machines of their own: here they get of this one what the server leaves. */
async function startLoad(orders: LoadOrders): Promise<ChildProcess> {
	const load = fork(new URL('../torture/load.ts', import.meta.url));
	if (load.pid !== undefined) setPriority(load.pid, constants.priority.PRIORITY_BELOW_NORMAL);
	load.send(orders);
	const ended = once(load, 'exit').then(() => Promise.reject(new Error('the load has ended')));
	await Promise.race([once(load, 'message'), ended]);
	return load;
}

function closeAll(rooms: readonly Room[], proxy: TcpProxy): void {
	for (const room of rooms) room.close();
	proxy.close();
}

async function pressAll(rooms: readonly Room[], each: number, random: Random): Promise<readonly number[]> {
	const pressIn = async (room: Room) => {
		const ms: number[] = [];
		for (let i = 0; i < each; i += 1) {
			const gap = random.whole(PRESS_MS.least, PRESS_MS.most);
			const [took] = await Promise.all([pressOnce(room), pause(gap)]);
			ms.push(took);
		}
		return ms;
	};
	// Not all fingers at once.
	const started = rooms.map(async (room) => {
		await pause(random.whole(0, PRESS_MS.most));
		return pressIn(room);
	});
	return (await Promise.all(started)).flat();
}

async function pressOnce({ phone, desk }: Room): Promise<number> {
	const from = performance.now();
	const id = phone.link.append({ kind: 'stop' });
	if (!id) throw new Error('STOP could not be pressed');
	const key = eventKey(id);
	while (performance.now() - from < GIVE_UP_MS) {
		const at = desk.shownAt.get(key);
		if (at !== undefined) return at - from;
		await pause(LOOK_MS);
	}
	return GIVE_UP_MS;
}

function findingsOf(
	{ what, isLoaded, median }: Trouble,
	ms: readonly number[],
	size: 'small' | 'full',
): readonly Finding[] {
	const name = isLoaded ? `${SIZES[size].load} ${what}` : what;
	const within = ms.filter((each) => each <= MOST_MS).length;
	const seen = `${within} of ${ms.length} ≤ ${MOST_MS} ms; ${figures(ms, [0.5, 0.99, 0.9999])}`;
	// Small runs share their machine: there every STOP must be shown, and the times are told.
	const areAll = ms.every((each) => each < GIVE_UP_MS);
	if (size === 'small') return [{ what: name, asked: 'all shown', seen, holds: areAll }];
	const isWithin = within / ms.length >= SHARE;
	const finding = { what: name, asked: `≤ ${MOST_MS} ms in ${SHARE * 100} %`, seen, holds: isWithin };
	if (median === undefined) return [finding];
	const half = quantile(ms, 0.5);
	const halfSeen = `${Math.round(half)} ms`;
	return [finding, { what: `${name}: half of them`, asked: `≤ ${median} ms`, seen: halfSeen, holds: half <= median }];
}

function pause(ms: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, ms));
}
