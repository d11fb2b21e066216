import type { SceneResult } from '../simulator/scene.ts';
import { playSilences } from '../simulator/scene-silence.ts';
import { playStays } from '../simulator/scene-stays.ts';
import { playStops } from '../simulator/scene-stop.ts';
import type { Finding, Row } from './row.ts';

const STOPS = { small: 1_000, full: 10_000 } as const;
const STAYS = { small: 200, full: 1_000 } as const;
const SILENCES = { small: 500, full: 1_000 } as const;

function findingsOf(what: string, { cases, byFault, failures }: SceneResult): readonly Finding[] {
	const faults = Object.entries(byFault).map(([fault, count]) => `${fault} ${count}`);
	const first = failures.slice(0, 3).join('; ');
	return [
		{
			what,
			asked: `${cases} of ${cases}`,
			seen: `${cases - failures.length} of ${cases}${first === '' ? '' : `; ${first}`}`,
			holds: failures.length === 0,
		},
		{ what: 'cases by fault', asked: '', seen: faults.join(', '), holds: null },
	];
}

/** Row 8 in the simulator, exact to the millisecond. */
export const notDeliveredSimRow: Row = {
	row: 8,
	promise: 'a STOP not shown is admitted (simulator)',
	async try(size) {
		return findingsOf(
			'NOT DELIVERED at press + 2.0 s where nothing was painted, “on your therapist’s screen” where it was',
			await playStops(8, STOPS[size]),
		);
	},
};

/** Row 12 in the simulator, exact to the step. */
export const silenceSimRow: Row = {
	row: 12,
	promise: 'silence shows (simulator)',
	async try(size) {
		return findingsOf(
			'weak from 3 s and “no signal” from 5 s after the last word, and not before; own cut-off at 3 s',
			await playSilences(12, SILENCES[size]),
		);
	},
};

/** Row 11 in the simulator. */
export const staysSimRow: Row = {
	row: 11,
	promise: 'a STOP stays (simulator)',
	async try(size) {
		return findingsOf(
			'chains of reload, tab, cut, freeze, kill and power cut: banner until cleared, sound until answered, gone after',
			await playStays(11, STAYS[size]),
		);
	},
};
