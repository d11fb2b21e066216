import { randomBytes } from 'node:crypto';
import { createSecondRoad } from '../../client/link/second-road.ts';
import { createSessionLink } from '../../client/link/session-link.ts';
import { type BareWebSocket, openSocket, socketParts } from '../../client/link/socket.ts';
import type { UpFrame } from '../../shared/protocol.ts';
import { startRealServer } from '../../tests/harness/real-server.ts';
import { type ClinicCalls, setUpClinic } from '../wire/clinic-calls.ts';
import { openLetIn } from '../wire/let-in.ts';

export interface StormResult {
	/** From the server's being up again to each phone's being live again, ms; those that never were are missing. */
	readonly backMs: readonly number[];
	/** How often the event that was sent most often was sent. */
	readonly mostSent: number;
	/** Phones whose events were all acknowledged in the end. */
	readonly settled: number;
	/** What the lines of those say that did not come back. */
	readonly away: readonly string[];
}

interface LightPhone {
	isLive(): boolean;
	line(): string;
	unacknowledged(): number;
	close(): void;
}

const TICK_MS = 100;
const RATE_MS = 1_000;
const DOWN_MS = 1_000;
const WAIT_MS = 60_000;
const LOOK_MS = 20;
/** Sessions set up beside each other. */
const WIDTH = 8;

/** Phones enough to fill a town come back at once when the server is restarted. */
export async function raiseStorm(phones: number): Promise<StormResult> {
	const server = await startRealServer({
		LOG_LEVEL: 'warn',
		MAX_CONNECTIONS_PER_ADDRESS: `${phones * 4}`,
		MAX_CONNECTIONS: `${phones * 4 + 100}`,
	});
	const sent = new Map<string, number>();
	const all: LightPhone[] = [];
	try {
		const calls = await setUpClinic(server.origin, server.setupCode());
		let begun = 0;
		const openMany = async () => {
			while (begun < phones) {
				begun += 1;
				all.push(await openLight(server.origin, server.port, calls, sent));
			}
		};
		await Promise.all(Array.from({ length: WIDTH }, openMany));
		await waitFor(() => all.every((phone) => phone.isLive()), 'every phone live');
		await server.stop('SIGKILL');
		await pause(DOWN_MS);
		await waitFor(() => !all.some((phone) => phone.isLive()), 'every phone cut off');
		await server.start();
		const backMs = await watchReturn(all);
		const settle = () => all.every((phone) => phone.unacknowledged() < RATE_MS / TICK_MS);
		await waitFor(settle, 'everything acknowledged').catch(() => undefined);
		const settled = all.filter((phone) => phone.unacknowledged() < RATE_MS / TICK_MS).length;
		const away = all.filter((phone) => !phone.isLive()).map((phone) => phone.line());
		return { backMs, mostSent: Math.max(...sent.values()), settled, away };
	} finally {
		for (const phone of all) phone.close();
		await server.remove();
	}
}

async function watchReturn(all: readonly LightPhone[]): Promise<readonly number[]> {
	const from = performance.now();
	const backMs: number[] = [];
	let away = all;
	while (away.length > 0 && performance.now() - from < WAIT_MS) {
		const still = away.filter((phone) => !phone.isLive());
		for (let i = still.length; i < away.length; i += 1) backMs.push(performance.now() - from);
		away = still;
		await pause(LOOK_MS);
	}
	return backMs;
}

async function openLight(
	origin: string,
	port: number,
	calls: ClinicCalls,
	sent: Map<string, number>,
): Promise<LightPhone> {
	const { tokens, close } = await openLetIn(port, calls, 'Client Example');
	close();
	const link = createSessionLink({
		seat: 'client',
		token: tokens.phone,
		now: () => performance.now(),
		randomId: () => randomBytes(16).toString('base64url'),
		outbox: null,
		secondRoad: createSecondRoad(tokens.phone, (path, init) => fetch(new URL(String(path), origin), init)),
	});
	let ratedAt = 0;
	let hasChosen = false;
	const ticking = setInterval(() => {
		link.handleTick();
		if (!hasChosen && link.view().line.is === 'live') {
			hasChosen = link.append({ kind: 'consent', choice: 'recorded' }) !== null;
		}
		if (!hasChosen || performance.now() - ratedAt < RATE_MS) return;
		ratedAt = performance.now();
		link.append({ kind: 'rating', value: 40, touched: true });
	}, TICK_MS);
	const parts = socketParts(origin);
	const socket = openSocket(link, { ...parts, open: (url) => counted(parts.open(url), sent) });
	return {
		isLive: () => link.view().line.is === 'live',
		line: () => JSON.stringify(link.view().line),
		unacknowledged: () => link.view().unacknowledged,
		close() {
			clearInterval(ticking);
			socket.close();
		},
	};
}

/** Counts how often each event goes out. */
function counted(socket: BareWebSocket, sent: Map<string, number>): BareWebSocket {
	const send = socket.send.bind(socket);
	socket.send = (text) => {
		if (text.startsWith('42')) {
			const [, frame] = JSON.parse(text.slice(2)) as [string, UpFrame];
			if (frame.t === 'events') {
				for (const { n } of frame.events) {
					const key = `${frame.writer}.${frame.lane}.${n}`;
					sent.set(key, (sent.get(key) ?? 0) + 1);
				}
			}
		}
		send(text);
	};
	return socket;
}

async function waitFor(isSo: () => boolean, what: string): Promise<void> {
	for (const until = performance.now() + WAIT_MS; performance.now() < until; await pause(LOOK_MS)) {
		if (isSo()) return;
	}
	throw new Error(`not in time: ${what}`);
}

function pause(ms: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, ms));
}
