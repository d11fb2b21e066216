import { expect, onTestFinished, test } from 'vitest';
import { DISK_FAULTS, type DiskFault, tellDiskStory } from '../../tools/torture/failing-disk.ts';
import { openLocalApp } from '../../tools/wire/local-app.ts';

test('LIFE2 W5 REC9 while the disk is full, read-only, stuck or locked STOP is shown, both pages say so, and afterwards nothing lacks', async () => {
	const tell = async (fault: DiskFault) => {
		const local = await openLocalApp({ LOG_LEVEL: 'fatal' });
		onTestFinished(() => local.close());
		const { stopMs, ...story } = await tellDiskStory(local, fault);
		return { ...story, stops: stopMs.length };
	};
	expect(await Promise.all(DISK_FAULTS.map(tell))).toEqual(
		DISK_FAULTS.map((fault) => ({
			fault,
			isSaid: true,
			falselyAcknowledged: 0,
			hasRecovered: true,
			isWhole: true,
			stops: 3,
		})),
	);
});
