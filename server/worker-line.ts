import { type Transferable, Worker } from 'node:worker_threads';
import { asFailure, type PlainFailure, WorkerFailure } from './worker-failure.ts';

/** What a worker sends back: first whether it opened, then one answer for each request. */
export type WorkerAnswer =
	| { readonly opened: true }
	| { readonly opened: false; readonly failure: PlainFailure }
	| { readonly id: number; readonly value: unknown }
	| { readonly id: number; readonly failure: PlainFailure };

/** The main thread's face of a worker that answers requests in their order. */
export interface WorkerLine {
	/** Rejects with a WorkerFailure when the worker could not do it, or died of it. */
	ask(request: unknown): Promise<unknown>;
	/** Ends the worker after everything asked before. */
	close(): Promise<void>;
}

interface Waiting {
	readonly resolve: (value: unknown) => void;
	readonly reject: (error: Error) => void;
}

/**
 * Opens the worker and resolves when it has opened what it holds; rejects with the reason when it could not.
 * A worker that dies later fails what it was asked, and is started again by the next request.
 */
export async function openWorkerLine(options: {
	readonly script: URL;
	readonly data: object;
	/** Goes to the first worker only. */
	readonly transfer?: readonly Transferable[];
	/** What the worker is asked last. */
	readonly farewell: unknown;
}): Promise<WorkerLine> {
	const waiting = new Map<number, Waiting>();
	let lastId = 0;
	let isClosed = false;
	let running: Promise<Worker> | null = null;

	const settle = (answer: WorkerAnswer): void => {
		if (!('id' in answer)) return;
		const asked = waiting.get(answer.id);
		waiting.delete(answer.id);
		if ('failure' in answer) asked?.reject(new WorkerFailure(answer.failure));
		else asked?.resolve(answer.value);
	};
	const failAll = (failure: PlainFailure): void => {
		running = null;
		for (const { reject } of waiting.values()) reject(new WorkerFailure(failure));
		waiting.clear();
	};
	const start = (transfer: readonly Transferable[]): Promise<Worker> => {
		const worker = new Worker(options.script, { workerData: options.data, transferList: [...transfer] });
		worker.on('message', settle);
		return opened(worker, failAll);
	};
	const ask = async (request: unknown): Promise<unknown> => {
		if (isClosed) throw new WorkerFailure({ code: 'closed', message: 'This store is closed.' });
		running ??= start([]);
		const starting = running;
		const worker = await starting.catch((error: unknown) => {
			if (running === starting) running = null;
			throw error;
		});
		lastId += 1;
		const id = lastId;
		return new Promise((resolve, reject) => {
			waiting.set(id, { resolve, reject });
			worker.postMessage({ id, request });
		});
	};

	running = start(options.transfer ?? []);
	await running;
	return {
		ask,
		async close() {
			if (isClosed) return;
			const worker = await running?.catch(() => null);
			if (worker) await ask(options.farewell).catch(() => undefined);
			isClosed = true;
			await worker?.terminate();
		},
	};
}

/** The worker once it has said that it opened; `onGone` hears of a later death. */
function opened(worker: Worker, onGone: (failure: PlainFailure) => void): Promise<Worker> {
	return new Promise((resolve, reject) => {
		let hasOpened = false;
		const fail = (failure: PlainFailure): void => {
			if (hasOpened) onGone(failure);
			else reject(new WorkerFailure(failure));
		};
		worker.on('error', (error) => fail(asFailure(error)));
		worker.on('exit', () => fail({ code: 'worker_gone', message: 'The worker of this store has ended.' }));
		worker.once('message', (answer: WorkerAnswer) => {
			if ('opened' in answer && !answer.opened) {
				reject(new WorkerFailure(answer.failure));
				void worker.terminate();
				return;
			}
			hasOpened = true;
			resolve(worker);
		});
	});
}
