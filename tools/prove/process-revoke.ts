import { startRealServer } from '../../tests/harness/real-server.ts';
import { setUpClinic, signInToClinic } from '../wire/clinic-calls.ts';
import { helloOf, type LiveLine, openLiveLine } from '../wire/live-line.ts';
import { figures } from './quantiles.ts';
import type { Row } from './row.ts';

/** Signing in is limited to ten tries a minute. */
const SIZES = { small: { times: 2 }, full: { times: 8 } } as const;
const LINES = 4;
const MOST_MS = 1_000;
const AFTER_MS = 300;

/** Row 22, as far as signing out: every live line of the member, from the request to its end. */
export const revokeRow: Row = {
	row: 22,
	promise: 'revocation is at once (signing out)',
	async try(size) {
		const { times } = SIZES[size];
		const server = await startRealServer({ LOG_LEVEL: 'warn' });
		const ms: number[] = [];
		let [late, after] = [0, 0];
		try {
			let calls = await setUpClinic(server.origin, server.setupCode());
			for (let i = 0; i < times; i += 1) {
				if (i > 0) calls = await signInToClinic(server.origin);
				const lines = await openDesks(server.port, calls, i);
				const from = performance.now();
				const closed = lines.map((line) => line.closed.then(() => ms.push(performance.now() - from)));
				await calls.ask('POST', '/api/sign-out');
				// Loopback hands over in order: what was closed before the answer was written has been told by now.
				late += lines.filter(({ down }) => down.at(-1)?.t !== 'over').length;
				const heard = lines.map(({ down }) => down.length);
				await Promise.all(closed);
				await new Promise((resolve) => setTimeout(resolve, AFTER_MS));
				after += lines.filter(({ down }, line) => down.length > (heard[line] ?? 0)).length;
			}
		} finally {
			await server.remove();
		}
		return [
			{
				what: `sign-out to the end of each line, ${times} times ${LINES} lines`,
				asked: `≤ ${MOST_MS} ms`,
				seen: figures(ms),
				holds: ms.every((each) => each <= MOST_MS),
			},
			{ what: 'lines not yet told when it was answered', asked: '0', seen: `${late}`, holds: late === 0 },
			{ what: 'lines that heard anything after', asked: '0', seen: `${after}`, holds: after === 0 },
		];
	},
};

async function openDesks(
	port: number,
	calls: Awaited<ReturnType<typeof setUpClinic>>,
	round: number,
): Promise<LiveLine[]> {
	const lines: LiveLine[] = [];
	for (let i = 0; i < LINES; i += 1) {
		const { token } = await calls.startSession(`Client ${i}`);
		const line = await openLiveLine({ port });
		line.up(helloOf(token, `${round}-${i}-desk`.padEnd(22, '0')));
		await line.untilTold('welcome');
		lines.push(line);
	}
	return lines;
}
