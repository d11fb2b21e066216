import { once } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { SqliteFile } from './sqlite-file.ts';

/**
 * A disk that misbehaves on request. Only a test has the port that says so; the server itself never makes one.
 * `full`: the file may not grow. `read-only`: nothing may be written. `stall`: the next write stands still inside its
 * transaction for so long.
 */
export type Fault =
	| { readonly kind: 'full' | 'read-only'; readonly on: boolean }
	| { readonly kind: 'stall'; readonly ms: number };

/** SQLite's own upper limit, pages. */
const MOST_PAGES = 4_294_967_294;

export interface FaultControls {
	/** Given to the worker. */
	readonly port: MessagePort;
	/** Resolves when the worker has applied it. */
	apply(fault: Fault): Promise<void>;
	close(): void;
}

export function createFaultControls(): FaultControls {
	const { port1, port2 } = new MessageChannel();
	port1.unref();
	return {
		port: port2,
		async apply(fault) {
			const applied = once(port1, 'message');
			port1.ref();
			port1.postMessage(fault);
			await applied;
			port1.unref();
		},
		close: () => port1.close(),
	};
}

export interface FaultyDisk {
	/** Called inside every writing transaction, before its commit. */
	insideWrite(): void;
}

/** The worker's side: applies what the port says. Without a port nothing ever happens. */
export function createFaultyDisk(db: SqliteFile, port: MessagePort | undefined): FaultyDisk {
	let stallMs = 0;
	port?.on('message', (fault: Fault) => {
		if (fault.kind === 'stall') stallMs = fault.ms;
		else if (fault.kind === 'read-only') db.pragma(`query_only = ${fault.on ? 'ON' : 'OFF'}`);
		else db.pragma(`max_page_count = ${fault.on ? 1 : MOST_PAGES}`);
		port.postMessage('applied');
	});
	port?.unref();
	return {
		insideWrite() {
			if (stallMs === 0) return;
			const ms = stallMs;
			stallMs = 0;
			Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
		},
	};
}
