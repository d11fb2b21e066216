import { fuzz } from '../fuzz/fuzz.ts';
import type { Finding, Row } from './row.ts';

const SIZES = {
	small: { frames: 20_000, requests: 4_000 },
	full: { frames: 1_000_000, requests: 100_000 },
} as const;
const SEED = 1;

/** Row 18. */
export const fuzzRow: Row = {
	row: 18,
	promise: 'never dies of input',
	async try(size) {
		const { frames, requests } = SIZES[size];
		const result = await fuzz({ frames, requests, seed: SEED });
		const none = (what: string, count: number): Finding => ({ what, asked: '0', seen: `${count}`, holds: count === 0 });
		return [
			{
				what: `frames, seed ${SEED}`,
				asked: frames.toLocaleString('en'),
				seen: `${result.frames.toLocaleString('en')} on ${result.lines.toLocaleString('en')} lines`,
				holds: result.frames >= frames,
			},
			{
				what: 'requests',
				asked: requests.toLocaleString('en'),
				seen: result.requests.toLocaleString('en'),
				holds: result.requests >= requests,
			},
			none('exits', result.exits),
			none('rejections and throws nobody handled', result.unhandled),
			none('frames whose handling threw', result.faults.length),
			none('answers of 5xx without a line in the log', result.unlogged.length),
			{
				what: 'a STOP afterwards is shown',
				asked: 'yes',
				seen: result.isAlive ? 'yes' : 'no',
				holds: result.isAlive,
			},
		];
	},
};
