import { expect, test } from 'vitest';
import { createWriteBehind } from '../../../server/live/write-behind.ts';
import { settle } from '../../harness/hand-wire.ts';
import { openHub, openPair, openRecorded, rating, SESSION } from '../../harness/hub-harness.ts';

test('W5 what can never be written for one session keeps no other from being written', async () => {
	let now = 0;
	const done: string[] = [];
	const behind = createWriteBehind({ now: () => now, onTrouble: () => undefined });
	behind.run('client of a', () => Promise.reject(new Error('the clinic has no such client')));
	behind.run('session b', async () => void done.push('b'));
	for (let i = 0; i < 5; i += 1) {
		await settle();
		now += 1_000;
		behind.tick();
	}
	await settle();
	expect(done).toEqual(['b']);
});

test('W11 an end is not undone once the session is sealed', async () => {
	const room = await openHub();
	const { phone, therapist } = await openRecorded(room);
	therapist.say({ kind: 'ended' });
	for (const page of [phone, therapist]) page.up({ t: 'bye' });
	await room.pass(100);
	therapist.say({ kind: 'end-undone' });
	for (let i = 0; i < 5; i += 1) await room.journal.commit();
	await room.pass(100);
	expect(room.hub.find(SESSION)).toBeUndefined();
});

test('W5 what the server queues of its own word is not dropped with what pages can bring again', async () => {
	const room = await openHub({ queueLimitBytes: 2_000 });
	const { phone } = await openRecorded(room);
	room.journal.setMood('broken');
	room.hub.end(SESSION);
	for (let value = 0; value < 20; value += 1) phone.say(rating(value));
	await room.pass(1_000, 100);
	expect(room.kinds()).toContain('ended');
});

test('W5 a phone can join while the clinic’s store can’t be written', async () => {
	const room = await openHub();
	await openPair(room);
	room.store.setBroken(true);
	const invitation = room.hub.issueCode(SESSION);
	const joined = invitation && (await room.hub.join(invitation.ticket, '192.0.2.7').catch(() => null));
	expect(joined).not.toBeNull();
});
