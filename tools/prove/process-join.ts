import { createHash } from 'node:crypto';
import { createJoinCodes } from '../../server/live/join-codes.ts';
import { startRealServer } from '../../tests/harness/real-server.ts';
import { createRandom } from '../simulator/random.ts';
import { type ClinicCalls, setUpClinic } from '../wire/clinic-calls.ts';
import { helloOf, openLiveLine } from '../wire/live-line.ts';
import { quantile } from './quantiles.ts';
import type { Finding, Row } from './row.ts';

const SIZES = {
	small: { guesses: 100_000, races: 100, timed: 40 },
	full: { guesses: 1_000_000, races: 1_000, timed: 300 },
} as const;
const SEED = 20;
/** Sessions with a code at the same time, addresses that guess, and how many guess in a second. */
const OPEN = 50;
const ADDRESSES = 10_000;
const PER_SECOND = 1_000;
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const EQUAL_MS = 5;
const STRANGER_MS = 1_500;

/** Row 20. */
export const joinRow: Row = {
	row: 20,
	promise: 'no one joins another’s session',
	async try(size) {
		const { guesses, races, timed } = SIZES[size];
		const server = await startRealServer({ LOG_LEVEL: 'warn', MAX_CONNECTIONS_PER_ADDRESS: '5000' });
		try {
			const calls = await setUpClinic(server.origin, server.setupCode());
			const hits = guess(guesses);
			const single = await race(calls, races);
			const strange = await watchStranger(server.port, calls);
			return [
				{
					what: `guesses that joined, of ${guesses.toLocaleString('en')} from ${ADDRESSES.toLocaleString('en')} addresses, seed ${SEED}`,
					asked: '0',
					seen: `${hits}`,
					holds: hits === 0,
				},
				{
					what: 'races of two phones for one ticket with one winner',
					asked: `${races} of ${races}`,
					seen: `${single} of ${races}`,
					holds: single === races,
				},
				{
					what: 'frames but its words that a device saw that was not let in',
					asked: '0',
					seen: `${strange}`,
					holds: strange === 0,
				},
				await timing(calls, timed),
			];
		} finally {
			await server.remove();
		}
	},
};

/** Random codes against the limiter, in a time of its own; answers how many joined. */
function guess(count: number): number {
	const random = createRandom(SEED);
	let now = 0;
	const codes = createJoinCodes({
		now: () => now,
		randomBytes: random.bytes,
		randomId: random.id,
		hash: (text) => createHash('sha256').update(text).digest('base64url'),
	});
	let hits = 0;
	for (let i = 0; i < count; i += 1) {
		now += 1_000 / PER_SECOND;
		if (i % (PER_SECOND * 60) === 0) for (let each = 0; each < OPEN; each += 1) codes.issue(`session ${each}`);
		const code = Array.from({ length: 8 }, () => ALPHABET[random.whole(0, 31)]).join('');
		const address = random.whole(0, ADDRESSES - 1);
		if (codes.redeem(code, `10.0.${address >> 8}.${address & 255}`) !== null) hits += 1;
	}
	return hits;
}

async function issue(calls: ClinicCalls, session: string): Promise<string> {
	const answer = await calls.ask('POST', `/api/sessions/${session}/code`);
	const { joinUrls } = (await answer.json()) as { joinUrls: string[] };
	return new URL(joinUrls[0] ?? '').hash.slice(1);
}

async function race(calls: ClinicCalls, count: number): Promise<number> {
	let single = 0;
	const { session } = await calls.startSession('Client Example');
	for (let i = 0; i < count; i += 1) {
		const ticket = await issue(calls, session);
		const both = await Promise.all([1, 2].map(() => calls.ask('POST', '/api/join', { ticket })));
		if (both.filter(({ ok }) => ok).length === 1) single += 1;
	}
	return single;
}

/** A phone that asks to come in while others talk; answers the frames it saw beside its words. */
async function watchStranger(port: number, calls: ClinicCalls): Promise<number> {
	const { session, token } = await calls.startSession('Client Example');
	const [stranger, desk] = [await openLiveLine({ port }), await openLiveLine({ port })];
	const { token: strangers } = await calls.join(session);
	const writer = 'desk-of-the-stranger-0';
	stranger.up(helloOf(strangers, 'stranger-at-the-door-0'));
	desk.up(helloOf(token, writer));
	await desk.untilTold('welcome');
	for (let n = 1; n <= 10; n += 1) {
		const body = { kind: 'note', text: `note ${n}` };
		desk.up({ t: 'events', writer, lane: 'say', events: [{ n, at: Date.now(), body }] });
		await new Promise((resolve) => setTimeout(resolve, STRANGER_MS / 10));
	}
	const seen = stranger.down.filter(({ t }) => t !== 'waiting').length;
	stranger.destroy();
	desk.destroy();
	return seen;
}

/** Whether a code that never was and a ticket that is spent are answered in the same time. */
async function timing(calls: ClinicCalls, count: number): Promise<Finding> {
	const { session } = await calls.startSession('Client Example');
	const spent = await issue(calls, session);
	await calls.ask('POST', '/api/join', { ticket: spent });
	const random = createRandom(SEED + 1);
	const ms: Record<'unknown' | 'spent', number[]> = { unknown: [], spent: [] };
	for (let i = 0; i < count; i += 1) {
		for (const kind of ['unknown', 'spent'] as const) {
			const from = performance.now();
			const answer = await calls.ask('POST', '/api/join', { ticket: kind === 'spent' ? spent : random.id() });
			await answer.arrayBuffer();
			ms[kind].push(performance.now() - from);
		}
	}
	const [unknown, used] = [quantile(ms.unknown, 0.5), quantile(ms.spent, 0.5)];
	const apart = Math.abs(unknown - used);
	return {
		what: `an unknown code and a spent one, median of ${count} each`,
		asked: `within ${EQUAL_MS} ms`,
		seen: `${unknown.toFixed(2)} ms and ${used.toFixed(2)} ms`,
		holds: apart <= EQUAL_MS,
	};
}
