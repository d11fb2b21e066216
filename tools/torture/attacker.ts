import { parentPort, workerData } from 'node:worker_threads';
import { type Attack, attack } from './attacks.ts';

/** An attacker in a thread of its own: it says how it was cut, and ends when told to. */
export interface AttackerData {
	readonly kind: Attack;
	readonly port: number;
	readonly localAddress: string;
	readonly token: string;
}

const port = parentPort;
if (port) {
	let isOver = false;
	port.once('message', () => {
		isOver = true;
	});
	const cuts: number[] = [];
	const { kind, ...parts } = workerData as AttackerData;
	await attack(kind, { ...parts, isOver: () => isOver, onCut: (ms) => void cuts.push(ms) });
	port.postMessage(cuts);
	port.close();
	process.exit(0);
}
