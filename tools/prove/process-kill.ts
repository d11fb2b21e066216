import { type TortureResult, torture } from '../torture/torture.ts';
import { figures } from './quantiles.ts';
import type { Finding, Row } from './row.ts';

/** A round has a server and a store of its own, and so no more under way than a busy day. */
const SIZES = {
	small: { rounds: 1, kills: 5, phones: 20, acknowledged: 500 },
	full: { rounds: 8, kills: 25, phones: 50, acknowledged: 100_000 },
} as const;
const READY_MS = 2_000;
const LIFE_MS = { least: 500, most: 3_500 };

/** Row 4. */
export const killRow: Row = {
	row: 4,
	promise: 'survives kill -9',
	async try(size) {
		const { rounds, kills, phones, acknowledged } = SIZES[size];
		const results: TortureResult[] = [];
		for (let seed = 1; seed <= rounds; seed += 1) {
			results.push(await torture({ kills, phones, seed, lifeMs: LIFE_MS }));
		}
		const sum = (of: (result: TortureResult) => number) => results.reduce((total, result) => total + of(result), 0);
		const readyMs = results.flatMap((result) => result.readyMs);
		const complaints = results.flatMap((result) => result.complaints);
		const none = (what: string, count: number): Finding => ({ what, asked: '0', seen: `${count}`, holds: count === 0 });
		return [
			{
				what: `kills, seeds 1–${rounds}, ${phones} phones`,
				asked: `${rounds * kills}`,
				seen: `${sum((result) => result.kills)}`,
				holds: sum((result) => result.kills) === rounds * kills,
			},
			{
				what: 'events acknowledged',
				asked: `≥ ${acknowledged.toLocaleString('en')}`,
				seen: `${sum((result) => result.acknowledged).toLocaleString('en')} of ${sum((result) => result.said).toLocaleString('en')} said`,
				holds: sum((result) => result.acknowledged) >= acknowledged,
			},
			none(
				'lost',
				sum((result) => result.lost),
			),
			none(
				'doubled',
				sum((result) => result.doubled),
			),
			none(
				'stores that were not whole',
				sum((result) => result.damaged),
			),
			none('complaints of the phones', complaints.length),
			none('rounds in which something never arrived', results.filter(({ isAllKept }) => !isAllKept).length),
			{
				what: 'ready again',
				asked: `≤ ${READY_MS} ms each time`,
				seen: figures(readyMs),
				holds: size === 'small' ? null : readyMs.every((ms) => ms <= READY_MS),
			},
		];
	},
};
