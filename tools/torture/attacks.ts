import { Agent, request } from 'node:http';
import { WIRE_CASES } from '../../tests/hostile/wire-cases.ts';
import { helloOf, type LiveLine, openLiveLine } from '../wire/live-line.ts';
import { openRawLine } from '../wire/raw-line.ts';

export const ATTACKS = [
	'frames',
	'catalogue',
	'connections',
	'requests',
	'sign-in',
	'slow readers',
	'second road',
	'backdated events',
	'asking for all',
] as const;
export type Attack = (typeof ATTACKS)[number];

export interface AttackParts {
	readonly port: number;
	/** Not the address of those who are to be left alone. */
	readonly localAddress: string;
	/** The attacker's own seat in a session of its own. */
	readonly token: string;
	readonly isOver: () => boolean;
	/** A line that said too much was cut so long after it began, ms. */
	readonly onCut: (ms: number) => void;
}

const WIDTH = 8;
const SLOW_MS = 3_000;

/** Does its worst until it is over. */
export async function attack(kind: Attack, parts: AttackParts): Promise<void> {
	const round = ROUNDS[kind];
	const work = async () => {
		// What is refused or torn is tried again at once.
		while (!parts.isOver()) await round(parts).catch(() => new Promise((resolve) => setImmediate(resolve)));
	};
	await Promise.all(Array.from({ length: WIDTH }, work));
}

const ROUNDS: Record<Attack, (parts: AttackParts) => Promise<void>> = {
	frames: floodFrames,
	catalogue: floodCatalogue,
	connections: floodConnections,
	requests: (parts) => floodRequests(parts, 'GET', '/api/me', null),
	'sign-in': (parts) =>
		floodRequests(parts, 'POST', '/api/sign-in', { email: 'x@example.org', password: 'not this one' }),
	'slow readers': readSlowly,
	'backdated events': backdate,
	'asking for all': askForAll,
	'second road': (parts) => floodRequests(parts, 'POST', '/api/live/say', sayOf(parts.token)),
};

async function open(parts: AttackParts): Promise<LiveLine> {
	const line = await openLiveLine(parts);
	line.up(helloOf(parts.token, randomWriter()));
	return line;
}

async function floodFrames(parts: AttackParts): Promise<void> {
	const line = await open(parts);
	const writer = randomWriter();
	const from = performance.now();
	let isOpen = true;
	const ended = line.closed.then(() => {
		isOpen = false;
		parts.onCut(performance.now() - from);
	});
	for (let n = 1; isOpen && !parts.isOver(); n += 1) {
		const events = [{ n, at: Date.now(), body: { kind: 'rating', value: n % 101, touched: true } }];
		line.up({ t: 'events', writer, lane: 'flow', events });
		if (n % 20 === 0) await new Promise((resolve) => setImmediate(resolve));
	}
	line.destroy();
	await ended;
}

async function floodCatalogue(parts: AttackParts): Promise<void> {
	for (const { send } of WIRE_CASES) {
		if (parts.isOver()) return;
		const line = await openLiveLine(parts);
		send(line);
		await new Promise((resolve) => setImmediate(resolve));
		line.destroy();
	}
}

async function floodConnections(parts: AttackParts): Promise<void> {
	const raw = await openRawLine(parts);
	await new Promise((resolve) => setImmediate(resolve));
	if (Math.random() < 0.5) raw.destroy();
}

async function readSlowly(parts: AttackParts): Promise<void> {
	const line = await open(parts);
	line.raw.pause();
	const until = performance.now() + SLOW_MS;
	for (let i = 0; i < 30 && performance.now() < until && !parts.isOver(); i += 1) {
		line.up({ t: 'want', heads: {} });
		await new Promise((resolve) => setTimeout(resolve, 60));
	}
	line.destroy();
}

/** As much as a line may carry, out of order and said again, so that the whole log has to be put in order anew each time. */
async function backdate(parts: AttackParts): Promise<void> {
	const line = await open(parts);
	const [fresh, old] = [randomWriter(), randomWriter()];
	let n = 0;
	for (let i = 1; i <= 100 && !parts.isOver(); i += 1) {
		const events = Array.from({ length: 30 }, (_, k) => ({
			n: n + k + 1,
			at: Date.now(),
			body: { kind: 'rating', value: k, touched: true },
		}));
		n += events.length;
		line.up({ t: 'events', writer: fresh, lane: 'flow', events });
		const body = { kind: 'cue', cue: 'more' };
		line.up({
			t: 'events',
			writer: old,
			lane: 'say',
			events: [{ n: i, at: 1, of: { writer: fresh, lane: 'say', n: i }, body }],
		});
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
	line.destroy();
}

/** Much is said, and all of it asked for again as often as a line may ask; every answer is read. */
async function askForAll(parts: AttackParts): Promise<void> {
	const line = await open(parts);
	const writer = randomWriter();
	for (let i = 0; i < 200 && !parts.isOver(); i += 1) {
		if (i < 20) line.up({ t: 'events', writer, lane: 'say', events: cuesFrom(i * 30 + 1, 30) });
		else line.up({ t: 'want', heads: {} });
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
	line.destroy();
}

function cuesFrom(first: number, count: number): readonly object[] {
	return Array.from({ length: count }, (_, i) => ({
		n: first + i,
		at: Date.now(),
		body: { kind: 'cue', cue: 'more' },
	}));
}

function sayOf(token: string): object {
	const events = [{ n: 1, at: Date.now(), body: { kind: 'stop' } }];
	return { token, frames: [{ t: 'events', writer: randomWriter(), lane: 'say', events }] };
}

const agents = new Map<string, Agent>();

function floodRequests(
	{ port, localAddress }: AttackParts,
	method: string,
	path: string,
	body: object | null,
): Promise<void> {
	const agent = agents.get(localAddress) ?? new Agent({ keepAlive: true, localAddress, maxSockets: WIDTH });
	agents.set(localAddress, agent);
	return new Promise((resolve, reject) => {
		const text = body === null ? '' : JSON.stringify(body);
		const headers =
			body === null ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
		const asked = request({ port, host: '127.0.0.1', method, path, headers, agent }, (answer) => {
			answer.resume();
			answer.on('end', resolve);
			answer.on('error', reject);
		});
		asked.on('error', reject);
		asked.end(text);
	});
}

let count = 0;

function randomWriter(): string {
	count += 1;
	return `${process.pid}-${count}-attacker`.padEnd(22, '0').slice(0, 22);
}
