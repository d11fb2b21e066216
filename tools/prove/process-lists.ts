import { addManyRecords, MANY } from '../../tests/harness/many-records.ts';
import { startRealServer } from '../../tests/harness/real-server.ts';
import { type ClinicCalls, setUpClinic } from '../wire/clinic-calls.ts';
import { figures, quantile } from './quantiles.ts';
import type { Finding, Row } from './row.ts';

const SIZES = { small: { times: 40 }, full: { times: 400 } } as const;
const MOST_MS = 50;
/** Asked before anything counts: a process that has just started still compiles. */
const WARM_UP = 10;

/** The first page of long lists, from the request over loopback to the whole answer. */
export const listsRow: Row = {
	row: 33,
	promise: 'the first page of long lists is quick',
	async try(size) {
		const server = await startRealServer({ LOG_LEVEL: 'warn' });
		try {
			const calls = await setUpClinic(server.origin, server.setupCode());
			await server.stop('SIGTERM');
			addManyRecords(server.dataDir, Date.now());
			await server.start();
			const { times } = SIZES[size];
			const count = MANY.toLocaleString('en');
			return [
				await measure(calls, `${count} sessions`, '/api/sessions/list', {}, times, size),
				await measure(calls, `${count} clients`, '/api/clients/list', {}, times, size),
				await measure(calls, 'the access log', '/api/access/list', {}, times, size),
				await measure(calls, `${count} sessions, searched`, '/api/sessions/list', { text: 'heron 0004' }, times, size),
				await measure(calls, `${count} clients, searched`, '/api/clients/list', { text: 'heron 0004' }, times, size),
			];
		} finally {
			await server.remove();
		}
	},
};

async function measure(
	calls: ClinicCalls,
	what: string,
	path: string,
	body: object,
	times: number,
	size: 'small' | 'full',
): Promise<Finding> {
	const ms: number[] = [];
	for (let i = -WARM_UP; i < times; i += 1) {
		const from = performance.now();
		const answer = await calls.ask('POST', path, body);
		await answer.text();
		if (!answer.ok) throw new Error(`${path} was answered ${answer.status}`);
		if (i >= 0) ms.push(performance.now() - from);
	}
	// A small run shares its machine: there the figure is only reported.
	const holds = size === 'small' ? null : quantile(ms, 0.99) <= MOST_MS;
	return { what, asked: `p99 ≤ ${MOST_MS} ms`, seen: figures(ms), holds };
}
