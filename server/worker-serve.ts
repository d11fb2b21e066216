import { parentPort, workerData } from 'node:worker_threads';
import { asFailure } from './worker-failure.ts';
import type { WorkerAnswer } from './worker-line.ts';

/**
 * The worker's side of a WorkerLine: opens what it holds, then answers one request after another.
 * A request that throws is answered with its failure; the worker goes on.
 */
export function serveWorker<Data, Request>(open: (data: Data) => (request: Request) => unknown): void {
	const port = parentPort;
	if (!port) return;
	const answer = (message: WorkerAnswer): void => port.postMessage(message);
	let handle: (request: Request) => unknown;
	try {
		handle = open(workerData as Data);
	} catch (error) {
		answer({ opened: false, failure: asFailure(error) });
		return;
	}
	port.on('message', ({ id, request }: { id: number; request: Request }) => {
		try {
			answer({ id, value: handle(request) });
		} catch (error) {
			answer({ id, failure: asFailure(error) });
		}
	});
	answer({ opened: true });
}
