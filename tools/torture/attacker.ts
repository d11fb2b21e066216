import { type Attack, attack } from './attacks.ts';

/** What an attacker is to do, and by which way in. */
export interface AttackerOrders {
	readonly kind: Attack;
	readonly port: number;
	readonly localAddress: string;
	readonly token: string;
}

/** An attacker in a process of its own: it does as the first message tells, ends with the second, and answers how it was cut. */
process.once('message', async (orders: AttackerOrders) => {
	let isOver = false;
	process.once('message', () => {
		isOver = true;
	});
	const cuts: number[] = [];
	const { kind, ...parts } = orders;
	await attack(kind, { ...parts, isOver: () => isOver, onCut: (ms) => void cuts.push(ms) });
	process.send?.(cuts, () => process.exit(0));
});
