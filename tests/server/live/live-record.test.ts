import { expect, test } from 'vitest';
import { RETRY_MS } from '../../../server/live/recorder.ts';
import { settle } from '../../harness/hand-wire.ts';
import { CLIENT_NAME, openHub, openPair, openRecorded, rating, SESSION, tagsOf } from '../../harness/hub-harness.ts';

const CUE = { kind: 'cue', cue: 'ease' } as const;
const CONSENT = { kind: 'consent', choice: 'recorded' } as const;

test('W5 an event is relayed first, recorded at once, and acknowledged only after its commit', async () => {
	const room = await openHub();
	const { phone, therapist } = await openRecorded(room);
	phone.say({ kind: 'stop' });
	expect(therapist.heard().at(-1)).toBe('stop');
	expect(room.journal.waiting()).toEqual([['stop']]);
	await settle();
	expect(phone.take()).toEqual([]);
	await room.journal.commit();
	const acknowledged = { t: 'recorded', heads: { [phone.writer]: [2, 0] } };
	expect(phone.take()).toEqual([acknowledged]);
	expect(therapist.take().at(-1)).toEqual(acknowledged);
});

test('W5 no frame of any kind calls an event acknowledged before its commit', async () => {
	const room = await openHub();
	const { phone, tokens } = await openRecorded(room);
	phone.say({ kind: 'stop' });
	phone.tell('say', 2, { kind: 'stop' });
	await room.pass(3_000, 100);
	const again = room.page(tokens.phone, 'phone');
	const answer = room.hub.say({ token: tokens.phone, frames: [] });
	await room.pass(1_500);
	const heads = [...phone.got, ...again.got, ...((await answer) ?? [])].flatMap((frame) =>
		'heads' in frame && frame.t !== 'held' ? [frame.heads[phone.writer]?.[0] ?? 0] : [],
	);
	expect(heads.length).toBeGreaterThan(4);
	expect(Math.max(...heads)).toBe(1);
});

test('W5 on a failing disk both screens are told, signals keep flowing, nothing is acknowledged; it recovers by itself', async () => {
	const room = await openHub();
	const { phone, therapist } = await openRecorded(room);
	phone.say(CUE);
	await room.journal.refuse();
	for (const page of [phone, therapist]) {
		expect(page.of('now').at(-1)).toMatchObject({ recording: 'not-recording', heads: { [phone.writer]: [1, 0] } });
	}
	expect(room.troubles.some((trouble) => trouble.startsWith('record'))).toBe(true);
	phone.say({ kind: 'stop' }, rating(70));
	expect(therapist.heard().slice(-2)).toEqual(['stop', 'rating']);
	expect(phone.of('recorded').filter(({ heads }) => (heads[phone.writer]?.[0] ?? 0) > 1)).toEqual([]);
	for (const page of [phone, therapist]) page.take();
	await room.pass(RETRY_MS, 100);
	await room.journal.commit();
	for (const page of [phone, therapist]) {
		expect(page.of('now').at(-1)).toMatchObject({ recording: 'recorded', heads: { [phone.writer]: [3, 1] } });
	}
	expect(await room.journal.kinds(SESSION)).toEqual(expect.arrayContaining(['consent', 'cue', 'stop', 'rating']));
});

test('W5 past its limit the server drops what it queued, its head falls back, and it asks again', async () => {
	const room = await openHub({ queueLimitBytes: 2_000 });
	const { phone, therapist } = await openRecorded(room);
	room.journal.setMood('broken');
	for (let value = 0; value < 20; value += 1) phone.say(rating(value));
	await settle();
	await room.pass(RETRY_MS, 100);
	expect(phone.of('expect').at(-1)).toEqual({ t: 'expect', writer: phone.writer, lane: 'flow', n: 1 });
	expect(therapist.of('expect')).toEqual([]);
	expect(room.kinds()).not.toContain('rating');
	room.journal.setMood('quick');
	await room.pass(RETRY_MS, 100);
	phone.tell('flow', 1, rating(0));
	await settle();
	expect(phone.of('now').at(-1)).toMatchObject({ recording: 'recorded', heads: { [phone.writer]: [1, 1] } });
	expect(await room.journal.kinds(SESSION)).toContain('rating');
});

test('W13 a session starts held: everything is relayed, nothing is written, and what is held is only called held', async () => {
	const room = await openHub();
	const { phone, therapist } = await openPair(room);
	phone.say(CUE);
	await room.pass(2_000, 100);
	expect(therapist.heard()).toContain('cue');
	expect(tagsOf(phone.got)).not.toContain('recorded');
	expect(phone.of('held')).toEqual([{ t: 'held', heads: { [phone.writer]: [1, 0] } }]);
	expect(phone.of('now').at(-1)?.recording).toBe('held');
	expect(room.journal.waiting()).toEqual([]);
	expect(room.store.clients.size).toBe(0);
	expect(room.store.sessions.get(SESSION)?.recording).toBe('held');
});

test('W13 recorded: the client is written just before the first commit, and what was held is committed first', async () => {
	const room = await openHub();
	const { phone, therapist } = await openPair(room);
	phone.say(CUE, CONSENT);
	await settle();
	expect(room.store.clients.get(SESSION)).toEqual({ name: CLIENT_NAME });
	expect(room.store.sessions.get(SESSION)?.recording).toBe('recorded');
	expect(room.journal.waiting()).toEqual([['admitted', 'cue', 'consent']]);
	expect(phone.of('now').at(-1)?.recording).toBe('held');
	await room.journal.commit();
	for (const page of [phone, therapist]) expect(page.of('now').at(-1)?.recording).toBe('recorded');
	expect(phone.of('now').at(-1)?.heads).toEqual({ [phone.writer]: [2, 0], [therapist.writer]: [1, 0] });
});

test('W13 the client’s name is in no event and no frame to the phone', async () => {
	const room = await openHub();
	const { phone, tokens } = await openRecorded(room);
	await room.pass(2_000, 100);
	room.page(tokens.phone, 'reloaded');
	expect(JSON.stringify([phone.got, await room.journal.read(SESSION)])).not.toContain(CLIENT_NAME);
	expect(room.page(tokens.therapist, 'again').of('welcome')[0]?.clientName).toBe(CLIENT_NAME);
	expect(room.page(tokens.phone, 'phone').of('welcome')[0]).not.toHaveProperty('clientName');
});

test('W13 live only: one row without a client and no event; what is held is acknowledged; it is final', async () => {
	const room = await openHub();
	const { phone, therapist } = await openPair(room);
	phone.say(CUE, { kind: 'consent', choice: 'live-only' });
	await settle();
	expect(room.store.sessions.get(SESSION)).toMatchObject({ recording: 'live-only' });
	for (const page of [phone, therapist]) expect(page.of('now').at(-1)?.recording).toBe('live-only');
	phone.say(CONSENT, { kind: 'stop' });
	await room.pass(2_000, 100);
	expect(therapist.heard().at(-1)).toBe('stop');
	expect(phone.of('held').at(-1)).toEqual({ t: 'held', heads: { [phone.writer]: [4, 0] } });
	expect(room.store.sessions.get(SESSION)?.recording).toBe('live-only');
	expect(room.journal.waiting()).toEqual([]);
	expect(await room.journal.kinds(SESSION)).toEqual([]);
	expect(room.store.clients.size).toBe(0);
	expect(room.store.digests.size).toBe(0);
});

test('W13 withdrawing is the last event recorded; the session goes on as live only, for good', async () => {
	const room = await openHub();
	const { phone, therapist } = await openRecorded(room);
	phone.say({ kind: 'withdrawn' }, { kind: 'stop' });
	await room.journal.commit();
	await room.pass(1_000, 100);
	for (const page of [phone, therapist]) expect(page.of('now').at(-1)?.recording).toBe('withdrawn');
	expect((await room.journal.kinds(SESSION)).at(-1)).toBe('withdrawn');
	expect(therapist.heard().at(-1)).toBe('stop');
	expect(phone.of('now').at(-1)?.heads).toMatchObject({ [phone.writer]: [3, 0] });
	phone.say(CONSENT);
	await room.pass(1_000, 100);
	expect(phone.of('now').at(-1)?.recording).toBe('withdrawn');
	expect(room.store.sessions.get(SESSION)?.recording).toBe('withdrawn');
});

test('W13 what was recorded is deleted when the client who withdrew says so, and nobody else', async () => {
	const room = await openHub();
	const { phone, therapist } = await openRecorded(room);
	phone.up({ t: 'erase', erase: true });
	await settle();
	expect(room.store.erased.size).toBe(0);
	phone.say({ kind: 'withdrawn' });
	await room.journal.commit();
	await room.pass(100);
	therapist.up({ t: 'erase', erase: true });
	phone.up({ t: 'erase', erase: false });
	await settle();
	expect(room.store.erased.size).toBe(0);
	expect(await room.journal.kinds(SESSION)).toContain('withdrawn');
	phone.up({ t: 'erase', erase: true });
	await settle();
	expect(room.store.erased).toEqual(new Set([SESSION]));
	expect(room.store.clients.size).toBe(0);
	expect(await room.journal.kinds(SESSION)).toEqual([]);
	expect(phone.of('now').at(-1)).toMatchObject({ isErased: true });
});

test('W13 without an admitted phone the therapist enters the client’s spoken word; with one it is the client’s own', async () => {
	const spoken = { kind: 'spoken-consent', choice: 'recorded', member: 'Owner Example' } as const;
	const alone = await openHub();
	const therapist = alone.page(await alone.start(), 'therapist');
	therapist.say(spoken);
	await settle();
	await alone.journal.commit();
	expect(therapist.of('now').at(-1)?.recording).toBe('recorded');
	expect((await alone.journal.read(SESSION))[0]?.body).toEqual(spoken);

	const both = await openHub();
	const pair = await openPair(both);
	await both.pass(10);
	pair.therapist.say(spoken);
	expect(pair.therapist.of('refused').at(-1)).toMatchObject({ code: 'forbidden' });
	expect(both.store.sessions.get(SESSION)?.recording).toBe('held');
});

test('W13 a restart before the choice leaves a session that is still held, and what it held is gone', async () => {
	const room = await openHub();
	const { phone, tokens } = await openPair(room);
	phone.say(CUE);
	await room.restart();
	const again = room.page(tokens.phone, 'phone', {
		streams: [{ writer: phone.writer, lane: 'say', first: 1, next: 2 }],
	});
	expect(again.of('welcome')[0]).toMatchObject({ recording: 'held', heads: {}, forgotten: [] });
});

test('W13 after a restart a session that was recorded goes on being recorded, one that was live only is not', async () => {
	for (const choice of ['recorded', 'live-only'] as const) {
		const room = await openHub();
		const { phone, tokens } = await openPair(room);
		phone.say({ kind: 'consent', choice });
		await settle();
		await room.journal.commit();
		await room.restart();
		const again = room.page(tokens.phone, 'phone');
		expect(again.of('welcome')[0]?.recording).toBe(choice);
		again.tell('say', choice === 'recorded' ? 2 : 1, { kind: 'stop' });
		await settle();
		expect(room.journal.waiting()).toEqual(choice === 'recorded' ? [['stop']] : []);
	}
});

test('W13 a server that restarted before the choice learns from the therapist’s page alone whom the session is for', async () => {
	const room = await openHub();
	const { tokens } = await openPair(room);
	await room.restart();
	const phone = room.page(tokens.phone, 'phone', { client: { name: 'Somebody Else' } });
	const therapist = room.page(tokens.therapist, 'therapist', { client: { name: CLIENT_NAME } });
	room.page(tokens.therapist, 'again', { client: { name: 'Somebody Else' } });
	expect(therapist.of('welcome')[0]?.clientName).toBe(CLIENT_NAME);
	expect(room.store.clients.size).toBe(0);
	phone.say(CONSENT);
	await settle();
	expect(room.store.clients.get(SESSION)).toEqual({ name: CLIENT_NAME });
});

test('W13 a name that waits for a full disk is not written any more once the client chose live only', async () => {
	const room = await openHub();
	const { phone, tokens } = await openPair(room);
	phone.say(CONSENT);
	await settle();
	await room.restart();
	room.store.setBroken(true);
	room.page(tokens.therapist, 'therapist', { client: { name: CLIENT_NAME } });
	await settle();
	room.page(tokens.phone, 'again').say({ kind: 'consent', choice: 'live-only' });
	// The name is tried, and goes behind the word of the choice.
	await room.pass(1_000);
	room.store.setBroken(false);
	await room.pass(3_000, 1_000);
	expect(room.store.sessions.get(SESSION)?.recording).toBe('live-only');
	expect(room.store.clients.size).toBe(0);
});

test('W13 a name that comes only after the journal opened is written all the same', async () => {
	const room = await openHub();
	const { tokens } = await openPair(room);
	await room.restart();
	room.page(tokens.phone, 'phone').say(CONSENT);
	await settle();
	await room.journal.commit();
	expect(room.store.clients.size).toBe(0);
	room.page(tokens.therapist, 'therapist', { client: { name: CLIENT_NAME } });
	await settle();
	expect(room.store.clients.get(SESSION)).toEqual({ name: CLIENT_NAME });
});
