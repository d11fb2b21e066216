import { expect, test } from 'vitest';
import { settle } from '../../harness/hand-wire.ts';
import { CLIENT_NAME, letIn, openHub, SESSION } from '../../harness/hub-harness.ts';
import { idNamed } from '../../harness/server-events.ts';

const BAND = { low: 30, high: 50, edge: 60 };
const CLIENT = idNamed('client');
const whose = { id: SESSION, clinic: idNamed('clinic'), member: idNamed('member'), clientName: CLIENT_NAME };

async function openKnown(lastBand = async (_clinic: string, client: string) => (client === CLIENT ? BAND : null)) {
	const room = await openHub({ lastBand });
	const token = await room.hub.start({ ...whose, client: { id: CLIENT }, isTest: false });
	return { room, therapist: room.page(token, 'therapist') };
}

test('CLIENT9 a phone hears of the band of last time only once it is let in, and no other page does', async () => {
	const { room, therapist } = await openKnown();
	const phone = room.page(await room.join(), 'phone');
	expect(JSON.stringify(phone.got)).not.toContain('"band"');
	letIn(therapist);
	await settle();
	expect(phone.of('welcome')).toMatchObject([{ band: BAND }]);
	expect(therapist.of('welcome')[0]).not.toHaveProperty('band');
	expect(room.kinds(), 'nothing of it is an event of the server’s').not.toContain('band');
});

test('CLIENT9 a phone that handed over its place hears of it no more', async () => {
	const { room, therapist } = await openKnown();
	const token = await room.join();
	room.page(token, 'phone');
	letIn(therapist);
	await settle();
	room.page(await room.join(), 'second');
	letIn(therapist);
	await settle();
	const again = room.page(token, 'again');
	expect(again.of('welcome')[0]).not.toHaveProperty('band');
});

test('CLIENT9 a new name has none, and a store that gives no answer keeps nobody out', async () => {
	const { room, therapist } = await openKnown(async () => {
		throw new Error('the disk is full');
	});
	expect(room.troubles).toEqual(['store: Error: the disk is full']);
	const phone = room.page(await room.join(), 'phone');
	letIn(therapist);
	await settle();
	expect(phone.of('welcome')[0]).not.toHaveProperty('band');
	const other = await openHub({ lastBand: async () => BAND });
	const desk = other.page(await other.start(), 'therapist');
	const phoneOfNew = other.page(await other.join(), 'phone');
	letIn(desk);
	await settle();
	expect(phoneOfNew.of('welcome')[0]).not.toHaveProperty('band');
});

test('CLIENT9 a server that restarted before the choice learns it from the therapist’s page again', async () => {
	const { room } = await openKnown();
	const token = await room.hub.grant(SESSION, idNamed('member'));
	await settle();
	await room.restart();
	const therapist = room.page(String(token), 'fresh', { client: { id: CLIENT } });
	await settle();
	const phone = room.page(await room.join(), 'phone');
	letIn(therapist);
	await settle();
	expect(phone.of('welcome')).toMatchObject([{ band: BAND }]);
});
