import { expect, test } from 'vitest';
import type { WordsAtChoice } from '../../../shared/consent-api.ts';
import { settle } from '../../harness/hand-wire.ts';
import { letIn, openHub, SESSION } from '../../harness/hub-harness.ts';

const wordsOf = (version: number): WordsAtChoice => ({ recording: { version, words: `Version ${version}.` } });

/** A clinic with words that can be changed, a session of it, and the therapist's page. */
async function openWorded() {
	const clinic = { words: wordsOf(1), isBroken: false };
	const room = await openHub({
		consentWords: async () => {
			if (clinic.isBroken) throw new Error('the disk is full');
			return clinic.words;
		},
	});
	const token = await room.start();
	const therapist = room.page(token, 'therapist');
	const join = async (name: string) => {
		const phone = room.page(await room.join(), name);
		letIn(therapist);
		await settle();
		return phone;
	};
	return { clinic, room, token, therapist, join };
}

test('CONSENT5 a phone hears the words in force only once it is let in, and no other page does', async () => {
	const { clinic, room, therapist } = await openWorded();
	clinic.words = wordsOf(2);
	const phone = room.page(await room.join(), 'phone');
	expect(JSON.stringify(phone.got)).not.toContain('Version');
	letIn(therapist);
	await settle();
	expect(phone.of('welcome')).toMatchObject([{ consent: wordsOf(2) }]);
	expect(therapist.of('welcome')[0]).not.toHaveProperty('consent');
});

test('CONSENT5 without words of its own, or with a store that gives no answer, the phone hears of none', async () => {
	const { clinic, room, join } = await openWorded();
	clinic.words = {};
	expect((await join('phone')).of('welcome')[0]).not.toHaveProperty('consent');
	const other = await openWorded();
	other.clinic.isBroken = true;
	const phone = await other.join('phone');
	expect(other.room.troubles).toEqual(['store: Error: the disk is full']);
	expect(phone.of('welcome')[0], 'what was known stays').toMatchObject({ consent: wordsOf(1) });
	expect(room.troubles).toEqual([]);
});

test('CONSENT6 the version that the phone names is noted, after the words changed too; and after the choice nothing is told', async () => {
	const { clinic, room, join } = await openWorded();
	const phone = await join('phone');
	clinic.words = wordsOf(2);
	phone.say({ kind: 'consent', choice: 'recorded', words: { version: 1 } });
	await settle();
	expect([...room.store.words]).toEqual([[SESSION, 1]]);
	await room.journal.commit();
	phone.take();
	phone.hello();
	expect(phone.of('welcome').at(-1)).not.toHaveProperty('consent');
});

test('CONSENT6 a phone that showed none, and a choice that was spoken, are noted with none', async () => {
	const { room, join } = await openWorded();
	(await join('phone')).say({ kind: 'consent', choice: 'recorded' });
	await settle();
	expect([...room.store.words]).toEqual([[SESSION, null]]);
	const other = await openWorded();
	other.therapist.say({ kind: 'spoken-consent', choice: 'recorded', member: 'Owner Example' });
	await settle();
	expect([...other.room.store.words]).toEqual([[SESSION, null]]);
});

test('CONSENT6 of live only the store hears no version', async () => {
	const { room, join } = await openWorded();
	(await join('phone')).say({ kind: 'consent', choice: 'live-only' });
	await settle();
	expect([...room.store.words]).toEqual([]);
});

test('CONSENT5 a server that restarted before the choice knows the words again', async () => {
	const { room, join, token } = await openWorded();
	await join('phone');
	await room.restart();
	const therapist = room.page(token, 'fresh');
	const phone = room.page(await room.join(), 'second');
	letIn(therapist);
	await settle();
	expect(phone.of('welcome')).toMatchObject([{ consent: wordsOf(1) }]);
});
