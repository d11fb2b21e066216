import { expect, test } from 'vitest';
import { createWriteBehind } from '../../../server/live/write-behind.ts';
import { settle } from '../../harness/hand-wire.ts';

function setUp() {
	let now = 0;
	const done: string[] = [];
	const troubles: unknown[] = [];
	let isBroken = false;
	let hold: (() => void)[] | null = null;
	const behind = createWriteBehind({ now: () => now, onTrouble: (problem) => troubles.push(problem) });
	return {
		behind,
		done,
		troubles,
		setBroken(next: boolean) {
			isBroken = next;
		},
		holdBack() {
			hold = [];
		},
		async release() {
			for (const go of hold ?? []) go();
			hold = null;
			await settle();
		},
		run: (name: string, what = name) =>
			behind.run(name, async () => {
				if (hold) await new Promise<void>((resolve) => hold?.push(resolve));
				if (isBroken) throw new Error('the disk is full');
				done.push(what);
			}),
		async pass(ms: number) {
			now += ms;
			behind.tick();
			await settle();
		},
	};
}

test('W5 what the live line keeps is written behind it, one after the other', async () => {
	const { run, done, behind } = setUp();
	run('a');
	run('b');
	expect(done).toEqual(['a']);
	await behind.settled();
	expect(done).toEqual(['a', 'b']);
});

test('W5 of each name the newest is written, at most once after the one under way', async () => {
	const { run, done, holdBack, release } = setUp();
	holdBack();
	run('a', 'a1');
	run('a', 'a2');
	run('a', 'a3');
	await release();
	expect(done).toEqual(['a1', 'a3']);
});

test('W5 a disk that fails is told of, and tried again each second until it succeeds', async () => {
	const { run, done, troubles, setBroken, pass } = setUp();
	setBroken(true);
	run('a');
	await pass(0);
	await pass(999);
	expect(troubles).toHaveLength(1);
	await pass(1);
	expect(troubles).toHaveLength(2);
	setBroken(false);
	run('b');
	expect(done).toEqual([]);
	await pass(1_000);
	expect([...done].sort()).toEqual(['a', 'b']);
	await pass(60_000);
	expect(done).toHaveLength(2);
});

test('W5 settled waits for what is under way, and for no disk that fails', async () => {
	const { run, done, behind, holdBack, release, setBroken } = setUp();
	await behind.settled();
	holdBack();
	run('a');
	let isSettled = false;
	const settled = behind.settled().then(() => {
		isSettled = true;
	});
	await settle();
	expect(isSettled).toBe(false);
	await release();
	await settled;
	expect(done).toEqual(['a']);
	setBroken(true);
	run('b');
	await behind.settled();
});
