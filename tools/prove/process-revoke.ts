import type { SeatAnswer } from '../../shared/http-api.ts';
import { startRealServer } from '../../tests/harness/real-server.ts';
import { type ClinicCalls, joinAsTherapist, OWNER, setUpClinic, signInToClinic } from '../wire/clinic-calls.ts';
import { helloOf, type LiveLine, openLiveLine } from '../wire/live-line.ts';
import { figures } from './quantiles.ts';
import type { Finding, Row } from './row.ts';

/** Signing in is limited to ten tries a minute: a round signs in twice. */
const SIZES = { small: { times: 1, lines: 4 }, full: { times: 4, lines: 8 } } as const;
const MOST_MS = 1_000;
const AFTER_MS = 300;

interface Place {
	readonly origin: string;
	readonly port: number;
	readonly owner: ClinicCalls;
}

/** Lines that are open, and the act that ends the right to them. */
interface Held {
	readonly lines: readonly LiveLine[];
	act(): Promise<Response>;
}

type Opener = (place: Place, lines: number, round: number) => Promise<Held>;

const WAYS: readonly { readonly what: string; readonly open: Opener }[] = [
	{
		what: 'signed out',
		async open({ origin, port }, count, round) {
			const calls = await signInToClinic(origin);
			const lines = await openDesks(port, calls, count, `out-${round}`);
			return { lines, act: () => calls.ask('POST', '/api/sign-out') };
		},
	},
	{
		what: 'password changed',
		async open({ port, owner }, count, round) {
			const lines = await openDesks(port, owner, count, `new-${round}`);
			const { password } = OWNER;
			return { lines, act: () => owner.ask('POST', '/api/password', { former: password, password }) };
		},
	},
	{
		what: 'member disabled',
		async open({ origin, port, owner }, count, round) {
			const therapist = await joinAsTherapist(origin, owner, `Therapist ${round}`);
			const me = (await (await therapist.ask('GET', '/api/me')).json()) as { readonly member: { readonly id: string } };
			const lines = await openDesks(port, therapist, count, `off-${round}`);
			return { lines, act: () => owner.ask('POST', `/api/members/${me.member.id}/disable`) };
		},
	},
	{
		what: 'client erased',
		async open({ port, owner }, count, round) {
			const answer = await owner.ask('POST', '/api/clients', { name: `Client to go ${round}` });
			const { client } = (await answer.json()) as { readonly client: { readonly id: string } };
			const lines = await openDesks(port, owner, count, `era-${round}`, { id: client.id });
			return { lines, act: () => owner.ask('POST', `/api/clients/${client.id}/erase`) };
		},
	},
];

/** Row 22: every live line that a right held, from the request that ends the right to the line's end. */
export const revokeRow: Row = {
	row: 22,
	promise: 'revocation is at once',
	async try(size) {
		const { times, lines } = SIZES[size];
		const server = await startRealServer({ LOG_LEVEL: 'warn', MAX_CONNECTIONS_PER_ADDRESS: '1000' });
		try {
			const owner = await setUpClinic(server.origin, server.setupCode());
			const place = { origin: server.origin, port: server.port, owner };
			const findings: Finding[] = [];
			for (const way of WAYS) findings.push(...(await tryWay(way, place, times, lines)));
			return findings;
		} finally {
			await server.remove();
		}
	},
};

async function tryWay(
	{ what, open }: (typeof WAYS)[number],
	place: Place,
	times: number,
	count: number,
): Promise<readonly Finding[]> {
	const ms: number[] = [];
	let [late, after] = [0, 0];
	for (let round = 0; round < times; round += 1) {
		const { lines, act } = await open(place, count, round);
		const from = performance.now();
		const closed = lines.map((line) => line.closed.then(() => ms.push(performance.now() - from)));
		const answer = await act();
		if (!answer.ok) throw new Error(`${what}: answered ${answer.status}`);
		// Loopback hands over in order: what was closed before the answer was written has been told by now.
		late += lines.filter(({ down }) => down.at(-1)?.t !== 'over').length;
		const heard = lines.map(({ down }) => down.length);
		await Promise.all(closed);
		await new Promise((resolve) => setTimeout(resolve, AFTER_MS));
		after += lines.filter(({ down }, line) => down.length > (heard[line] ?? 0)).length;
	}
	return [
		{
			what: `${what}: to the end of each line, ${times} times ${count} lines`,
			asked: `≤ ${MOST_MS} ms`,
			seen: figures(ms),
			holds: ms.length === times * count && ms.every((each) => each <= MOST_MS),
		},
		{ what: `${what}: lines not yet told when it was answered`, asked: '0', seen: `${late}`, holds: late === 0 },
		{ what: `${what}: lines that heard anything after`, asked: '0', seen: `${after}`, holds: after === 0 },
	];
}

async function openDesks(
	port: number,
	calls: ClinicCalls,
	count: number,
	name: string,
	client?: { readonly id: string },
): Promise<LiveLine[]> {
	const lines: LiveLine[] = [];
	for (let i = 0; i < count; i += 1) {
		const answer = await calls.ask('POST', '/api/sessions', { client: client ?? { name: `Client ${i}` } });
		const { token } = (await answer.json()) as SeatAnswer;
		const line = await openLiveLine({ port });
		line.up(helloOf(token, `${name}-${i}-desk`.padEnd(22, '0')));
		await line.untilTold('welcome');
		lines.push(line);
	}
	return lines;
}
