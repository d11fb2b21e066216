import { expect, test } from 'vitest';
import { settle } from '../../harness/hand-wire.ts';
import { openHub, openRecorded, SESSION } from '../../harness/hub-harness.ts';

test('CONSENT4 withdrawn after the end, what was recorded is deleted before the session is sealed', async () => {
	const room = await openHub();
	const { phone, therapist } = await openRecorded(room);
	therapist.say({ kind: 'ended' });
	await settle();
	await room.journal.commit();
	phone.say({ kind: 'withdrawn' });
	await room.journal.commit();
	await room.pass(100);
	expect(phone.of('now').at(-1)?.recording).toBe('withdrawn');
	phone.up({ t: 'erase', erase: true });
	await settle();
	expect(room.store.erased).toEqual(new Set([SESSION]));
	expect(await room.journal.kinds(SESSION)).toEqual([]);
	for (const page of [phone, therapist]) page.up({ t: 'bye' });
	await settle();
	await room.pass(100);
	expect(phone.of('over').at(-1)?.code).toBe('session_sealed');
	expect(room.store.digests.size).toBe(0);
});
