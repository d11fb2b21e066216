import { type FuzzResult, fuzz } from '../fuzz/fuzz.ts';
import type { Finding, Row } from './row.ts';

/** A round has a server and a store of its own: thousands of open sessions would be another promise than this. */
const SIZES = {
	small: { rounds: 1, frames: 20_000, requests: 4_000 },
	full: { rounds: 20, frames: 50_000, requests: 5_000 },
} as const;

/** Row 18. */
export const fuzzRow: Row = {
	row: 18,
	promise: 'never dies of input',
	async try(size) {
		const { rounds, frames, requests } = SIZES[size];
		const results: FuzzResult[] = [];
		for (let seed = 1; seed <= rounds; seed += 1) results.push(await fuzz({ frames, requests, seed }));
		const sum = (of: (result: FuzzResult) => number) => results.reduce((total, result) => total + of(result), 0);
		const count = (what: string, asked: number, seen: number, more = ''): Finding => ({
			what,
			asked: asked.toLocaleString('en'),
			seen: `${seen.toLocaleString('en')}${more}`,
			holds: seen >= asked,
		});
		const none = (what: string, seen: number): Finding => ({ what, asked: '0', seen: `${seen}`, holds: seen === 0 });
		const lines = sum((result) => result.lines).toLocaleString('en');
		return [
			count(
				`frames, seeds 1–${rounds}`,
				rounds * frames,
				sum((result) => result.frames),
				` on ${lines} lines`,
			),
			count(
				'requests',
				rounds * requests,
				sum((result) => result.requests),
			),
			none(
				'exits',
				sum((result) => result.exits),
			),
			none(
				'rejections and throws nobody handled',
				sum((result) => result.unhandled),
			),
			none(
				'frames whose handling threw',
				sum((result) => result.faults.length),
			),
			none(
				'answers of 5xx without a line in the log',
				sum((result) => result.unlogged.length),
			),
			none('servers that showed no STOP afterwards', results.filter(({ isAlive }) => !isAlive).length),
		];
	},
};
