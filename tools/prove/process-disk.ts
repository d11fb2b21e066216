import { DISK_FAULTS, type DiskStory, tellDiskStory } from '../torture/failing-disk.ts';
import { openLocalApp } from '../wire/local-app.ts';
import { figures } from './quantiles.ts';
import type { Finding, Row } from './row.ts';

const SIZES = { small: { stories: 1 }, full: { stories: 10 } } as const;
const SHOWN_MS = 1_000;

/** Row 6. */
export const diskRow: Row = {
	row: 6,
	promise: 'the live line survives the disk',
	async try(size) {
		const { stories } = SIZES[size];
		const local = await openLocalApp({ LOG_LEVEL: 'fatal' });
		try {
			const findings: Finding[] = [];
			for (const fault of DISK_FAULTS) {
				const told: DiskStory[] = [];
				for (let i = 0; i < stories; i += 1) told.push(await tellDiskStory(local, fault));
				findings.push(...findingsOf(fault, told));
			}
			return findings;
		} finally {
			await local.close();
		}
	},
};

function findingsOf(fault: string, told: readonly DiskStory[]): readonly Finding[] {
	const stopMs = told.flatMap((story) => story.stopMs);
	const falsely = told.reduce((sum, story) => sum + story.falselyAcknowledged, 0);
	const good = told.filter(({ isSaid, hasRecovered, isWhole }) => isSaid && hasRecovered && isWhole).length;
	return [
		{
			what: `${fault}: STOP to the therapist’s page`,
			asked: `≤ ${SHOWN_MS} ms`,
			seen: figures(stopMs),
			holds: stopMs.every((ms) => ms <= SHOWN_MS),
		},
		{ what: `${fault}: false acknowledgements`, asked: '0', seen: `${falsely}`, holds: falsely === 0 },
		{
			what: `${fault}: said on both pages, recovered without a restart, whole afterwards`,
			asked: `${told.length} of ${told.length}`,
			seen: `${good} of ${told.length}`,
			holds: good === told.length,
		},
	];
}
