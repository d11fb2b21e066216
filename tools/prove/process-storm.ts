import { raiseStorm } from '../torture/storm.ts';
import { figures } from './quantiles.ts';
import type { Row } from './row.ts';

const SIZES = { small: { phones: 60 }, full: { phones: 1_000 } } as const;
const BACK_MS = 10_000;
/** The first sending and three more. */
const MOST_SENT = 4;

/** Row 15. */
export const stormRow: Row = {
	row: 15,
	promise: 'restart storm',
	async try(size) {
		const { phones } = SIZES[size];
		const { backMs, mostSent, settled, away } = await raiseStorm(phones);
		const within = backMs.filter((ms) => ms <= BACK_MS).length;
		return [
			{
				what: `${phones} phones live again after the server is up`,
				asked: `all ≤ ${BACK_MS} ms`,
				seen: `${within} of ${phones}; ${figures(backMs, [0.5, 0.9, 0.99])}${away.length > 0 ? `; away: ${away[0]}` : ''}`,
				holds: within === phones,
			},
			{
				what: 'the event sent most often',
				asked: `≤ ${MOST_SENT - 1} times again`,
				seen: `${mostSent - 1} times again`,
				holds: mostSent <= MOST_SENT,
			},
			{
				what: 'phones whose events were all acknowledged afterwards',
				asked: `${phones}`,
				seen: `${settled}`,
				holds: settled === phones,
			},
		];
	},
};
