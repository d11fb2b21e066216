import { type RealServer, startRealServer } from '../../tests/harness/real-server.ts';
import { createRandom } from '../simulator/random.ts';
import { type ClinicCalls, setUpClinic } from '../wire/clinic-calls.ts';
import { openLetIn } from '../wire/let-in.ts';
import { type FrameCounts, type FuzzSeat, fuzzLine } from './frames.ts';
import { nextRequest, sendBytes } from './requests.ts';

export interface FuzzOptions {
	readonly frames: number;
	readonly requests: number;
	readonly seed: number;
	readonly onProgress?: (done: string) => void;
}

export interface FuzzResult {
	readonly frames: number;
	readonly lines: number;
	readonly requests: number;
	/** What the lines and the requests were told, and how often. */
	readonly answers: Readonly<Record<string, number>>;
	readonly statuses: Readonly<Record<string, number>>;
	/** The server was gone at the end, or had ended in between. */
	readonly exits: number;
	/** Lines of its log about what nobody handled, and about frames whose handling threw. */
	readonly unhandled: number;
	readonly faults: readonly string[];
	/** Answers of 5xx whose id stands in no line of the log. */
	readonly unlogged: readonly string[];
	/** After all of it, a STOP from a phone was still shown to its therapist. */
	readonly isAlive: boolean;
}

const SESSIONS = 40;
const FRAMES_PER_ROUND = 20_000;
/** What runs beside each other. */
const LINES_AT_ONCE = 16;
const REQUESTS_AT_ONCE = 16;
/** Progress is told this often. */
const TELL_EVERY = 20_000;

/** Starts a server of its own and feeds it frames and requests that are wrong, seeded. */
export async function fuzz(options: FuzzOptions): Promise<FuzzResult> {
	const server = await startRealServer({ MAX_CONNECTIONS_PER_ADDRESS: '1000000', LOG_LEVEL: 'warn' });
	const pid = server.pid();
	try {
		const calls = await setUpClinic(server.origin, server.setupCode());
		const counts: FrameCounts = { frames: 0, lines: 0, unopened: 0, answers: new Map() };
		const statuses = new Map<string, number>();
		const refusedIds: string[] = [];
		/** Every line and every request has a source of its own, so that it is the same whatever runs beside it. */
		const randomOf = (what: number, i: number) => createRandom(Math.imul(options.seed * 2 + what, 0x9e3779b1) ^ i);
		let seats: readonly FuzzSeat[] = [];
		let sessions: readonly string[] = [];
		const tell = createTeller(options);
		do {
			// A session that has taken much is long to tell to whoever comes back.
			({ seats, sessions } = await openSeats(server, calls, Math.min(SESSIONS, 4 + Math.ceil(options.frames / 500))));
			const until = Math.min(options.frames, counts.frames + FRAMES_PER_ROUND);
			const isLeft = () => counts.frames < until;
			await inParallel(LINES_AT_ONCE, isLeft, async () => {
				await fuzzLine({ port: server.port, random: randomOf(0, counts.lines), seats, counts }, until - counts.frames);
				tell(counts.frames, 'frames');
			});
		} while (counts.frames < options.frames);
		let requests = 0;
		await inParallel(
			REQUESTS_AT_ONCE,
			() => requests < options.requests,
			async () => {
				requests += 1;
				const random = randomOf(1, requests);
				const parts = {
					port: server.port,
					random,
					cookie: calls.cookie,
					session: random.pick(sessions),
					token: seats[1]?.token ?? '',
				};
				const { status, body } = await sendBytes(server.port, nextRequest(parts));
				statuses.set(`${status}`, (statuses.get(`${status}`) ?? 0) + 1);
				if (status >= 500) refusedIds.push(/"id":"([^"]+)"/.exec(body)?.[1] ?? 'none');
				tell(requests, 'requests');
			},
		);
		const isAlive = await tryStop(server, calls);
		const log = server.printed();
		return {
			frames: counts.frames,
			lines: counts.lines,
			requests,
			answers: { ...Object.fromEntries(counts.answers), unopened: counts.unopened },
			statuses: Object.fromEntries(statuses),
			exits: server.pid() === pid && isRunning(pid) ? 0 : 1,
			unhandled: log.split('nobody handled').length - 1,
			faults: log.split('\n').filter((line) => line.includes('could not be handled')),
			unlogged: refusedIds.filter((id) => !log.includes(`"id":"${id}"`)),
			isAlive,
		};
	} finally {
		await server.remove();
	}
}

function createTeller({ onProgress }: FuzzOptions): (done: number, what: string) => void {
	const told = new Map<string, number>();
	return (done, what) => {
		const step = Math.floor(done / TELL_EVERY);
		if (step <= (told.get(what) ?? 0)) return;
		told.set(what, step);
		onProgress?.(`${done} ${what}`);
	};
}

async function inParallel(width: number, isLeft: () => boolean, work: () => Promise<void>): Promise<void> {
	const worker = async () => {
		while (isLeft()) await work();
	};
	await Promise.all(Array.from({ length: width }, worker));
}

function isRunning(pid: number): boolean {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
}

/** Sessions whose phones are let in; both seats of each are fuzzed. */
async function openSeats(server: RealServer, calls: ClinicCalls, count: number) {
	const seats: FuzzSeat[] = [];
	const sessions: string[] = [];
	for (let i = 0; i < count; i += 1) {
		const { session, tokens, close } = await openLetIn(server.port, calls, `Client ${i}`);
		close();
		sessions.push(session);
		seats.push({ seat: 'therapist', token: tokens.therapist }, { seat: 'client', token: tokens.phone });
	}
	return { seats, sessions };
}

/** A fresh session, and a STOP in it that must reach the therapist's line. */
async function tryStop(server: RealServer, calls: ClinicCalls): Promise<boolean> {
	try {
		const { desk, phone, phoneWriter, close } = await openLetIn(server.port, calls, 'Last Client');
		const events = [{ n: 1, at: Date.now(), body: { kind: 'stop' } }];
		phone.up({ t: 'events', writer: phoneWriter, lane: 'say', events });
		await desk.until((frame) => frame.t === 'events' && frame.events.some(({ body }) => body.kind === 'stop'));
		close();
		return true;
	} catch {
		return false;
	}
}
