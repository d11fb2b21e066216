import { expect, test } from 'vitest';
import { NOW_MS, type UpFrameOf } from '../../../shared/protocol.ts';
import { settle } from '../../harness/hand-wire.ts';
import { HUB_START, openHub, openPair, openRecorded, rating, SESSION, tagsOf } from '../../harness/hub-harness.ts';
import { idNamed } from '../../harness/server-events.ts';

const CUE = { kind: 'cue', cue: 'ease' } as const;
const pictureOf = (writer: string, change: Partial<UpFrameOf<'now'>> = {}): UpFrameOf<'now'> => ({
	t: 'now',
	writer,
	rating: 57,
	at: HUB_START,
	touchedAt: HUB_START,
	inView: true,
	say: 0,
	flow: 0,
	...change,
});

test('W6 hello is answered by welcome with the recorded heads, then by what the page lacks, then by now', async () => {
	const room = await openHub();
	const { phone, therapist, tokens } = await openRecorded(room);
	phone.say({ kind: 'stop' }, rating(50));
	const page = room.page(tokens.therapist, 'again', { heads: { [phone.writer]: [1, 0] } });
	expect(page.got[0]).toEqual({
		t: 'welcome',
		v: 1,
		session: SESSION,
		seat: 'therapist',
		echo: 42.5,
		serverAt: room.now(),
		hasPen: true,
		recording: 'recorded',
		heads: { [phone.writer]: [1, 0], [therapist.writer]: [1, 0] },
		forgotten: [],
		clientName: 'Client Amber',
	});
	expect(page.heard()).toEqual(expect.arrayContaining(['admitted', 'stop', 'rating']));
	expect(page.heard()).not.toContain('consent');
	expect(tagsOf(page.got).at(-1)).toBe('now');
});

test('W6 a first join, a reload and a reconnect are one path', async () => {
	const room = await openHub();
	const { phone, tokens } = await openPair(room);
	phone.say({ kind: 'stop' });
	const fresh = room.page(tokens.therapist, 'fresh');
	const knowing = room.page(tokens.therapist, 'knowing', { heads: { [phone.writer]: [1, 0], [fresh.writer]: [0, 0] } });
	expect(tagsOf(fresh.got.slice(0, 1))).toEqual(tagsOf(knowing.got.slice(0, 1)));
	expect(fresh.heard()).toContain('stop');
	expect(knowing.heard()).not.toContain('stop');
	knowing.hello({ heads: {} });
	expect(knowing.of('welcome')).toHaveLength(2);
	expect(knowing.heard()).toContain('stop');
});

test('W6 hello again on the same connection is one place, not two', async () => {
	const room = await openHub();
	const { phone, therapist } = await openPair(room);
	therapist.hello({ heads: {} });
	therapist.take();
	phone.say({ kind: 'stop' });
	expect(therapist.take().filter(({ t }) => t === 'events')).toHaveLength(1);
});

test('W6 a page of another version is told which side is older', async () => {
	const room = await openHub();
	const token = await room.start();
	expect(room.page(token, 'old', { v: 0 }).got).toEqual([{ t: 'over', code: 'page_too_old' }]);
	expect(room.page(token, 'new', { v: 2 }).got).toEqual([{ t: 'over', code: 'server_too_old' }]);
});

test('W7 a page that holds less than the server has no more of is told so, stream by stream', async () => {
	const room = await openHub();
	const { phone, tokens } = await openRecorded(room);
	phone.say({ kind: 'stop' });
	const streams = (first: number) => [
		{ writer: phone.writer, lane: 'say' as const, first, next: 9 },
		{ writer: phone.writer, lane: 'flow' as const, first: 1, next: 1 },
		{ writer: idNamed('held-none'), lane: 'flow' as const, first: 8, next: 8 },
	];
	const forgottenBy = (first: number) =>
		room
			.page(tokens.phone, 'phone', { streams: streams(first) })
			.of('welcome')[0]
			?.forgotten.map(({ lane, writer }) => `${writer === phone.writer} ${lane}`);
	expect(forgottenBy(2)).toEqual(['false flow']);
	expect(forgottenBy(3)).toEqual(['false flow']);
	expect(forgottenBy(4)).toEqual(['true say', 'false flow']);
});

test('W7 a live-only log that is gone with its process is forgotten by the next', async () => {
	const room = await openHub();
	const { phone, tokens } = await openPair(room);
	phone.say({ kind: 'consent', choice: 'live-only' }, CUE);
	await settle();
	await room.restart();
	const again = room.page(tokens.phone, 'phone', {
		streams: [{ writer: phone.writer, lane: 'say', first: 3, next: 3 }],
	});
	expect(again.of('welcome')[0]).toMatchObject({
		recording: 'live-only',
		forgotten: [{ writer: phone.writer, lane: 'say' }],
	});
});

test('W8 each second every page is told what stands now', async () => {
	const room = await openHub();
	const { phone, therapist } = await openPair(room);
	await room.pass(NOW_MS * 3, 100);
	for (const page of [phone, therapist]) expect(page.of('now').length).toBeGreaterThanOrEqual(4);
	expect(therapist.of('now').at(-1)).toMatchObject({
		serverAt: room.now(),
		hasPen: true,
		recording: 'held',
		asking: [],
	});
	expect(phone.of('now').at(-1)).not.toHaveProperty('asking');
	expect(phone.of('now').at(-1)?.accepted).toEqual({ [therapist.writer]: [1, 0] });
});

test('W8 a picture goes to the other seats at once, and into no log', async () => {
	const room = await openHub();
	const { phone, therapist } = await openPair(room);
	const before = room.kinds();
	phone.up(pictureOf(phone.writer));
	expect(therapist.take()).toMatchObject([
		{ t: 'now', seats: [{ seat: 'client', picture: { writer: phone.writer, rating: 57, at: HUB_START } }] },
	]);
	therapist.up(pictureOf(therapist.writer, { rating: null, inView: false }));
	expect(phone.of('now').at(-1)?.seats).toMatchObject([{ seat: 'therapist', inView: false, picture: null }]);
	expect(room.kinds()).toEqual(before);
});

test('W8 pictures are ordered by arrival, and only the pen’s page has one', async () => {
	const room = await openHub();
	const { phone, therapist, tokens } = await openPair(room);
	phone.up(pictureOf(phone.writer, { rating: 10, at: HUB_START + 5_000 }));
	phone.up(pictureOf(phone.writer, { rating: 20, at: HUB_START }));
	expect(therapist.of('now').at(-1)?.seats[0]?.picture).toMatchObject({ rating: 20 });
	const second = room.page(tokens.phone, 'second');
	phone.up(pictureOf(phone.writer, { rating: 99 }));
	expect(therapist.of('now').at(-1)?.seats[0]?.picture).toMatchObject({ rating: 20 });
	second.up(pictureOf(second.writer, { rating: 30 }));
	expect(therapist.of('now').at(-1)?.seats[0]?.picture).toMatchObject({ rating: 30, writer: second.writer });
});

test('W8 a server that sees an n above its own asks for the rest', async () => {
	const room = await openHub();
	const { phone } = await openPair(room);
	phone.say(CUE);
	phone.take();
	phone.up(pictureOf(phone.writer, { say: 3, flow: 2 }));
	expect(phone.take().filter(({ t }) => t === 'expect')).toEqual([
		{ t: 'expect', writer: phone.writer, lane: 'say', n: 2 },
		{ t: 'expect', writer: phone.writer, lane: 'flow', n: 1 },
	]);
	phone.up(pictureOf(phone.writer, { say: 1, flow: 0 }));
	expect(phone.take().filter(({ t }) => t === 'expect')).toEqual([]);
});

test('W8 a page that wants is sent what follows its heads, with the next tick', async () => {
	const room = await openHub();
	const { phone, therapist } = await openPair(room);
	phone.say(CUE, CUE, CUE);
	therapist.take();
	therapist.up({ t: 'want', heads: { [phone.writer]: [1, 0], [therapist.writer]: [1, 0] } });
	await room.pass(100);
	expect(therapist.take()).toMatchObject([{ t: 'events', writer: phone.writer, from: 2, to: 3 }]);
});

test('W8 how long ago a seat was heard grows while it is silent, also when its line is gone', async () => {
	const room = await openHub();
	const { phone, therapist } = await openPair(room);
	phone.say(CUE);
	await room.pass(1_000);
	therapist.up(pictureOf(therapist.writer));
	phone.disconnect();
	expect(therapist.of('now').at(-1)?.seats[0]).toMatchObject({ isConnected: false, heardAgoMs: 1_000 });
	await room.pass(1_500);
	expect(therapist.of('now').at(-1)?.seats[0]).toMatchObject({ heardAgoMs: 2_500 });
});

test('W6 who was let in is let in after a restart, and who was waiting waits', async () => {
	const room = await openHub();
	const { tokens } = await openPair(room);
	const asking = await room.join();
	await settle();
	await room.restart();
	expect(room.page(tokens.phone, 'phone').of('welcome')).toHaveLength(1);
	expect(room.page(asking, 'other').got).toMatchObject([{ t: 'waiting' }]);
	expect(room.page(tokens.therapist, 'therapist').of('now').at(-1)?.asking).toHaveLength(1);
});

test('JOIN13 the same two words stand on the phone that asks and on the therapist’s page', async () => {
	const room = await openHub();
	const therapist = room.page(await room.start(), 'therapist');
	const [one, two] = [await room.join(), await room.join()].map((token, i) => room.page(token, `phone-${i}`));
	const told = [one, two].map((page) => page?.of('waiting')[0]?.words);
	expect(
		therapist
			.of('now')
			.at(-1)
			?.asking?.map(({ words }) => words),
	).toEqual(told);
	expect(told[0]).not.toBe(told[1]);
});

test('W16 two writers of one seat never conflict: each has its own streams, however they arrive', async () => {
	const room = await openHub();
	const { phone, tokens, therapist } = await openPair(room);
	const second = room.page(tokens.phone, 'second');
	for (let i = 0; i < 5; i += 1) for (const page of [phone, second]) page.say(CUE, rating(i));
	expect([...phone.of('conflict'), ...second.of('conflict'), ...second.of('expect')]).toEqual([]);
	expect(therapist.of('now').at(-1)).toBeDefined();
	await room.pass(NOW_MS);
	expect(therapist.of('now').at(-1)?.accepted).toMatchObject({ [phone.writer]: [5, 5], [second.writer]: [5, 5] });
});

test('W16 events that the journal has already are no conflict and change nothing there', async () => {
	const room = await openHub();
	const { phone, tokens } = await openRecorded(room);
	phone.say({ kind: 'stop' });
	await room.journal.commit();
	const kept = await room.journal.read(SESSION);
	for (const event of kept)
		await Promise.all([room.journal.append([{ session: SESSION, event }]), room.journal.commit()]);
	expect(await room.journal.read(SESSION)).toEqual(kept);
	await room.restart();
	expect(room.page(tokens.phone, 'phone').of('welcome')[0]?.heads).toMatchObject({ [phone.writer]: [2, 0] });
});
