import { expect, test } from 'vitest';
import { settle } from '../../harness/hand-wire.ts';
import { openHub, openPair, openRecorded, rating, stopOf } from '../../harness/hub-harness.ts';
import { idNamed } from '../../harness/server-events.ts';

const CUE = { kind: 'cue', cue: 'ease' } as const;

test('W3 the next n is taken; a repeat changes nothing and is acknowledged once more', async () => {
	const room = await openHub();
	const { phone, therapist } = await openRecorded(room);
	phone.say({ kind: 'stop' });
	await room.journal.commit();
	const before = room.hub.events(idNamed('session'));
	for (const page of [phone, therapist]) page.take();
	phone.tell('say', 2, { kind: 'stop' });
	await settle();
	expect(phone.take()).toEqual([{ t: 'recorded', heads: { [phone.writer]: [2, 0] } }]);
	expect(therapist.take()).toEqual([]);
	expect(room.hub.events(idNamed('session'))).toEqual(before);
	expect(room.journal.waiting()).toEqual([]);
});

test('W3 a later n is answered with the one that is expected, and nothing is kept', async () => {
	const room = await openHub();
	const { phone, therapist } = await openRecorded(room);
	phone.tell('say', 4, { kind: 'stop' });
	phone.tell('flow', 9, rating(50));
	expect(phone.take()).toEqual([
		{ t: 'expect', writer: phone.writer, lane: 'say', n: 2 },
		{ t: 'expect', writer: phone.writer, lane: 'flow', n: 1 },
	]);
	expect(therapist.take()).toEqual([]);
	expect(room.kinds()).not.toContain('stop');
});

test('W3 a run is taken up to its first missing n', async () => {
	const room = await openHub();
	const { phone } = await openRecorded(room);
	const at = room.now();
	const events = [2, 3, 5, 6].map((n) => ({ n, at, body: CUE }));
	phone.up({ t: 'events', writer: phone.writer, lane: 'say', events });
	expect(phone.of('expect')).toEqual([{ t: 'expect', writer: phone.writer, lane: 'say', n: 4 }]);
	expect(room.kinds().filter((kind) => kind === 'cue')).toHaveLength(2);
});

test('W3 the same identity with other content is a conflict: the first stands', async () => {
	const room = await openHub();
	const { phone, therapist } = await openRecorded(room);
	phone.say({ kind: 'stop' });
	for (const page of [phone, therapist]) page.take();
	phone.tell('say', 2, CUE);
	expect(phone.of('conflict')).toEqual([{ t: 'conflict', writer: phone.writer, lane: 'say', n: 2 }]);
	expect(therapist.take()).toEqual([]);
	expect(room.kinds().filter((kind) => kind === 'stop' || kind === 'cue')).toEqual(['stop']);
	expect(room.forged).toEqual(['client conflict']);
	phone.tell('say', 2, { kind: 'stop' }, { writer: idNamed('new') });
	expect(phone.of('expect').at(-1)).toEqual({ t: 'expect', writer: idNamed('new'), lane: 'say', n: 1 });
});

test('W3 another time for the same event is other content', async () => {
	const room = await openHub();
	const { phone } = await openRecorded(room);
	phone.say({ kind: 'stop' });
	await room.pass(100);
	phone.tell('say', 2, { kind: 'stop' });
	expect(phone.of('conflict')).toHaveLength(1);
});

test('W3 after a crash the head is the recorded one: what is sent again is relayed again, and is a repeat to who has it', async () => {
	const room = await openHub();
	const { phone, therapist, tokens } = await openRecorded(room);
	phone.say({ kind: 'stop' }, CUE);
	expect(therapist.heard()).toEqual(['consent', 'stop', 'cue']);
	await room.restart();
	const again = room.page(tokens.phone, 'phone', {
		streams: [{ writer: phone.writer, lane: 'say', first: 2, next: 4 }],
	});
	const page = room.page(tokens.therapist, 'therapist', { heads: { [phone.writer]: [3, 0] } });
	expect(again.of('welcome')[0]).toMatchObject({
		recording: 'recorded',
		heads: { [phone.writer]: [1, 0] },
		forgotten: [],
	});
	again.tell('say', 2, { kind: 'stop' });
	again.tell('say', 3, CUE);
	expect(page.of('events').filter(({ writer }) => writer === phone.writer)).toEqual([]);
	const fresh = room.page(tokens.therapist, 'fresh');
	expect(fresh.heard()).toEqual(expect.arrayContaining(['consent', 'stop', 'cue']));
});

test('W1 a writer belongs to the seat that first sent for it; from another seat it is forbidden', async () => {
	const room = await openHub();
	const { phone, therapist } = await openPair(room);
	phone.say(CUE);
	therapist.take();
	therapist.tell('say', 2, { kind: 'started' }, { writer: phone.writer });
	expect(therapist.of('refused')).toEqual([{ t: 'refused', code: 'forbidden' }]);
	expect(room.kinds()).not.toContain('started');
	expect(room.forged).toContain('therapist forbidden');
});

test('W1 a seat goes on under the writers of its earlier loads, also after a restart', async () => {
	const room = await openHub();
	const { phone, tokens } = await openRecorded(room);
	await room.restart();
	const reloaded = room.page(tokens.phone, 'reloaded');
	reloaded.tell('say', 2, { kind: 'stop' }, { writer: phone.writer });
	reloaded.say(CUE);
	expect(reloaded.of('refused')).toEqual([]);
	expect(room.kinds()).toEqual(expect.arrayContaining(['stop', 'cue']));
	const therapist = room.page(tokens.therapist, 'therapist-2');
	therapist.tell('say', 3, { kind: 'started' }, { writer: phone.writer });
	expect(therapist.of('refused')).toHaveLength(1);
});

test('W4 what can’t be accepted keeps its number: stored without its content, told, and acknowledged like any other', async () => {
	const room = await openHub();
	const { phone, therapist } = await openRecorded(room);
	phone.tell('flow', 1, { kind: 'rating', value: 101, touched: true } as never);
	phone.tell('flow', 2, rating(50));
	expect(phone.of('refused')).toEqual([
		{ t: 'refused', code: 'out_of_range', event: { writer: phone.writer, lane: 'flow', n: 1 } },
	]);
	await room.journal.commit();
	await room.journal.commit();
	expect(phone.of('recorded').at(-1)?.heads).toEqual({ [phone.writer]: [1, 2] });
	const kept = (await room.journal.read(idNamed('session'))).filter(({ lane }) => lane === 'flow');
	expect(kept.map(({ n, body }) => [n, body])).toEqual([
		[1, { kind: 'refused', code: 'out_of_range' }],
		[2, rating(50)],
	]);
	expect(therapist.heard()).toEqual(['consent', 'refused', 'rating']);
});

test('W4 whatever is told again in the place of a refusal is a repeat', async () => {
	const room = await openHub();
	const { phone } = await openRecorded(room);
	phone.tell('say', 2, { kind: 'note', text: 'mine' } as never);
	await room.pass(100);
	phone.tell('say', 2, { kind: 'stop' });
	expect(phone.of('conflict')).toEqual([]);
	expect(room.kinds()).toContain('refused');
	expect(room.kinds()).not.toContain('stop');
	expect(room.forged).toEqual(['client forbidden']);
});

test('W4 a page that comes back is told again what was refused of what it still holds', async () => {
	const room = await openHub();
	const { phone, tokens } = await openRecorded(room);
	phone.tell('say', 2, { kind: 'note', text: 'mine' } as never);
	phone.disconnect();
	const streams = [{ writer: phone.writer, lane: 'say' as const, first: 2, next: 3 }];
	const again = room.page(tokens.phone, 'phone', { streams });
	expect(again.of('refused')).toEqual([
		{ t: 'refused', code: 'forbidden', event: { writer: phone.writer, lane: 'say', n: 2 } },
	]);
	const done = room.page(tokens.phone, 'phone', {
		streams: [{ ...streams[0], lane: 'say', writer: phone.writer, first: 3, next: 3 }],
	});
	expect(done.of('refused')).toEqual([]);
});

test('W4 what is no frame at all is answered without a number, and the line goes on', async () => {
	const room = await openHub();
	const { phone } = await openPair(room);
	const before = room.kinds().length;
	const raw: readonly unknown[] = [
		null,
		5,
		'up',
		[],
		{},
		{ t: 'events' },
		{ t: 'events', writer: 'x', lane: 'say', events: [] },
	];
	for (const each of raw) expect(room.hub.handle(phone.connection, each)).toBe(false);
	expect(room.hub.handle(phone.connection, { t: 'mood' })).toBe(false);
	expect(phone.take()).toEqual([
		...raw.map(() => ({ t: 'refused', code: 'bad_request' })),
		{ t: 'refused', code: 'unknown_event' },
	]);
	expect(room.kinds()).toHaveLength(before);
	phone.say({ kind: 'stop' });
	expect(room.kinds()).toHaveLength(before + 1);
});

test('W4 in a session that is over nothing is stored: one answer with the code ends the line', async () => {
	const room = await openHub();
	const { phone, therapist } = await openRecorded(room);
	room.hub.forget(idNamed('session'));
	for (const page of [phone, therapist]) {
		expect(page.got.at(-1)).toEqual({ t: 'over', code: 'session_erased' });
		expect(page.isClosed()).toBe(true);
	}
	expect(room.hub.events(idNamed('session'))).toBeNull();
	expect(room.page('nobody-knows-this-toke', 'late').got).toEqual([{ t: 'over', code: 'no_session' }]);
});

test('W14 an unknown kind is kept as it came, acknowledged, and shown to no one', async () => {
	const room = await openHub();
	const { phone, therapist } = await openRecorded(room);
	const mood = { kind: 'mood', of: { the: ['day'] } };
	phone.tell('say', 2, mood);
	await room.journal.commit();
	expect(phone.of('refused')).toEqual([]);
	expect(phone.of('recorded').at(-1)?.heads).toEqual({ [phone.writer]: [2, 0] });
	expect((await room.journal.read(idNamed('session'))).at(-1)?.body).toEqual(mood);
	expect(therapist.of('events').at(-1)).toMatchObject({ from: 2, to: 2, events: [] });
});

test('W12 the time of an event is kept as it was told, beside when it arrived', async () => {
	const room = await openHub();
	const { phone, therapist } = await openPair(room);
	const early = room.now() - 20 * 60_000;
	const ahead = room.now() + 90_000;
	const events = [early, ahead].map((at, i) => ({ n: i + 1, at, body: CUE }));
	phone.up({ t: 'events', writer: phone.writer, lane: 'say', events });
	const told = therapist.of('events').at(-1)?.events ?? [];
	expect(told.map(({ at, arrivedAt }) => [at, arrivedAt])).toEqual([
		[early, room.now()],
		[ahead, room.now()],
	]);
	expect(phone.of('refused')).toEqual([]);
});

test('W7 a STOP said again under a new writer is one STOP for everyone', async () => {
	const room = await openHub();
	const { phone } = await openPair(room);
	phone.say({ kind: 'stop' });
	const at = room.now();
	const of = stopOf(phone, 1);
	phone.up({ t: 'events', writer: idNamed('anew'), lane: 'say', events: [{ n: 1, at, of, body: { kind: 'stop' } }] });
	expect(phone.of('refused')).toEqual([]);
	expect(room.kinds().filter((kind) => kind === 'stop')).toHaveLength(1);
});
