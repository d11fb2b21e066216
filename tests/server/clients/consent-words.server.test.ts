import { expect, test } from 'vitest';
import type { ConsentHistoryAnswer } from '../../../shared/consent-api.ts';
import type { KnownBody } from '../../../shared/events.ts';
import { type ClinicPlace, openClinicPlace } from '../../harness/clinic-place.ts';
import { openPage } from '../../harness/server-page.ts';
import { waitFor } from '../../harness/wait-for.ts';

const write = (place: ClinicPlace, use: string, words: string) =>
	place.call('POST', '/api/consent-words', { use, words });

const notedOf = async (place: ClinicPlace, client: string) => {
	const { json } = await place.call('POST', `/api/clients/${client}/consents/list`);
	return (json as unknown as ConsentHistoryAnswer).consents.map(({ use, isGiven, version, how }) => [
		use,
		isGiven,
		version,
		how,
	]);
};

/** A session of that client with its phone let in. */
async function openSeated(place: ClinicPlace, client: string) {
	const { hub } = place.app.app;
	const { session, token } = (await place.call('POST', '/api/sessions', { client: { id: client } })).json;
	const name = String(session).slice(0, 6);
	const desk = openPage(hub, String(token), `desk-${name}`);
	const invitation = hub.issueCode(String(session));
	const joined = await hub.join(invitation?.ticket ?? '', '192.0.2.7');
	const phone = openPage(hub, joined?.token ?? '', `phone-${name}`);
	const asking = desk.frames.flatMap((frame) => (frame.t === 'now' ? (frame.asking ?? []) : [])).at(-1);
	desk.say({ kind: 'admitted', device: asking?.device ?? '' }, Date.now());
	await waitFor(() => expect(phone.frames.some(({ t }) => t === 'welcome')).toBe(true));
	return { desk, phone, shown: phone.frames.flatMap((frame) => (frame.t === 'welcome' ? [frame.consent] : []))[0] };
}

const recorded = (version?: number): KnownBody => ({
	kind: 'consent',
	choice: 'recorded',
	...(version !== undefined && { words: { version } }),
});

test('CONSENT5 CONSENT6 the version noted is the one the phone showed, though the owner changed the words in between', async () => {
	const place = await openClinicPlace();
	const client = await place.register({ name: 'Blue Heron' });
	await write(place, 'recording', 'Kept for ten years.');
	await write(place, 'recording', 'Kept for three years.');
	await write(place, 'relay', 'Your therapist sees it.');
	await write(place, 'teaching', 'Shown to learners.');
	const { phone, shown } = await openSeated(place, client);
	expect(shown).toEqual({
		relay: { version: 1, words: 'Your therapist sees it.' },
		recording: { version: 2, words: 'Kept for three years.' },
	});
	await write(place, 'recording', 'Kept for one year.');
	phone.say(recorded(shown?.recording?.version), Date.now());
	await waitFor(async () => expect(await notedOf(place, client)).toEqual([['recording', true, 2, 'session']]));
	phone.say({ kind: 'withdrawn' }, Date.now());
	await waitFor(async () =>
		expect(await notedOf(place, client)).toEqual(
			expect.arrayContaining([
				['recording', true, 2, 'session'],
				['recording', false, null, 'session'],
			]),
		),
	);
	const next = await openSeated(place, client);
	expect(next.shown?.recording).toEqual({ version: 3, words: 'Kept for one year.' });
});

test('CONSENT6 a phone that showed nothing of the clinic’s, or names what was never written, is noted without a version', async () => {
	const place = await openClinicPlace();
	const [plain, made] = [await place.register({ name: 'Grey Heron' }), await place.register({ name: 'Red Kite' })];
	const before = await openSeated(place, plain);
	expect(before.shown).toBeUndefined();
	await write(place, 'recording', 'Kept for three years.');
	before.phone.say(recorded(), Date.now());
	await waitFor(async () => expect(await notedOf(place, plain)).toEqual([['recording', true, null, 'session']]));
	(await openSeated(place, made)).phone.say(recorded(99), Date.now());
	await waitFor(async () => expect(await notedOf(place, made)).toEqual([['recording', true, null, 'session']]));
});

test('CONSENT6 of live only neither the choice nor the words leave anything', async () => {
	const place = await openClinicPlace();
	const client = await place.register({ name: 'Blue Heron' });
	await write(place, 'recording', 'Kept for three years.');
	const { phone, desk } = await openSeated(place, client);
	phone.say({ kind: 'consent', choice: 'live-only' }, Date.now());
	desk.say({ kind: 'ended' }, Date.now());
	const { db } = place.app.store;
	await waitFor(async () => {
		const row = await db.selectFrom('session').select(['recording', 'endedAt']).executeTakeFirstOrThrow();
		expect([row.recording, row.endedAt !== null]).toEqual(['live-only', true]);
	});
	expect(await db.selectFrom('consent').selectAll().execute()).toEqual([]);
});
