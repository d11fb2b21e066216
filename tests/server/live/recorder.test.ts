import { expect, test } from 'vitest';
import { createRecorder, QUEUE_LIMIT_BYTES, RETRY_MS, type RecorderStage } from '../../../server/live/recorder.ts';
import type { Body, LoggedEvent } from '../../../shared/events.ts';
import type { Heads } from '../../../shared/stream.ts';
import { createHandJournal } from '../../harness/hand-journal.ts';
import { settle } from '../../harness/hand-wire.ts';
import { eventOf, idNamed } from '../../harness/server-events.ts';

const SESSION = idNamed('session');
const PHONE = idNamed('phone');

function setUp(stage: RecorderStage = 'held', queueLimitBytes?: number) {
	let now = 0;
	let isStoreBroken = false;
	const journal = createHandJournal();
	const told: { readonly heads: Heads; readonly recording: string }[] = [];
	const asked: string[] = [];
	const work = async (name: string) => {
		asked.push(name);
		if (isStoreBroken) throw new Error('the disk is full');
	};
	const recorder = createRecorder(
		{
			session: SESSION,
			journal,
			now: () => now,
			beforeOpening: () => work('opening'),
			afterClosing: () => work('closing'),
			onRefused: () => asked.push('refused'),
			onChange: (heads) => told.push({ heads, recording: recorder.recording() }),
			onDropped: () => asked.push('dropped'),
			onTrouble: () => asked.push('trouble'),
			...(queueLimitBytes !== undefined && { queueLimitBytes }),
		},
		{ stage, heads: {} },
	);
	let n = 0;
	return {
		recorder,
		journal,
		told,
		asked,
		add(body: Body = { kind: 'rating', value: 5, touched: true }): LoggedEvent {
			n += 1;
			const event = eventOf({ n, body: body as never });
			recorder.add(event);
			return event;
		},
		async pass(ms: number) {
			now += ms;
			recorder.tick();
			await settle();
		},
		setStoreBroken(next: boolean) {
			isStoreBroken = next;
		},
	};
}

test('W13 before the choice everything is held and nothing is written', async () => {
	const { recorder, journal, add, pass, asked } = setUp();
	add();
	add();
	await pass(60_000);
	expect(recorder.recording()).toBe('held');
	expect(journal.waiting()).toEqual([]);
	expect(asked).toEqual([]);
});

test('W13 recorded: the name is written, then what was held is committed first, in order, then the rest', async () => {
	const { recorder, journal, add, asked, told } = setUp();
	add();
	add({ kind: 'stop' });
	recorder.choose('recorded');
	await settle();
	expect(asked).toEqual(['opening']);
	expect(recorder.recording()).toBe('held');
	add({ kind: 'cue', cue: 'ok' });
	expect(journal.waiting()).toEqual([['rating', 'stop']]);
	await journal.commit();
	expect(recorder.recording()).toBe('recorded');
	expect(told[0]).toEqual({ heads: { [PHONE]: [0, 2] }, recording: 'recorded' });
	expect(journal.waiting()).toEqual([['cue']]);
});

test('W5 nothing is acknowledged before its commit, and what waits meanwhile is committed together', async () => {
	const { recorder, journal, add, told } = setUp('open');
	add();
	add();
	add();
	await settle();
	expect(told).toEqual([]);
	expect(recorder.heads()).toEqual({});
	expect(journal.waiting()).toEqual([['rating']]);
	await journal.commit();
	expect(recorder.heads()).toEqual({ [PHONE]: [0, 1] });
	expect(journal.waiting()).toEqual([['rating', 'rating']]);
	await journal.commit();
	expect(told.map(({ heads }) => heads)).toEqual([{ [PHONE]: [0, 1] }, { [PHONE]: [0, 3] }]);
});

test('W5 a failing disk is said, nothing is acknowledged, and the same events are tried again each second', async () => {
	const { recorder, journal, add, told, asked, pass } = setUp('open');
	add();
	add({ kind: 'stop' });
	await journal.refuse();
	expect(recorder.recording()).toBe('not-recording');
	expect(told).toEqual([{ heads: {}, recording: 'not-recording' }]);
	expect(asked).toEqual(['trouble']);
	await pass(RETRY_MS - 1);
	expect(journal.waiting()).toEqual([]);
	await pass(1);
	expect(journal.waiting()).toEqual([['rating', 'stop']]);
	await journal.refuse();
	await pass(RETRY_MS);
	await journal.commit();
	expect(recorder.recording()).toBe('recorded');
	expect(told.at(-1)).toEqual({ heads: { [PHONE]: [0, 2] }, recording: 'recorded' });
});

test('W5 a store that can’t take the name keeps the journal closed, and recovers', async () => {
	const { recorder, journal, add, pass, setStoreBroken, asked } = setUp();
	add();
	setStoreBroken(true);
	recorder.choose('recorded');
	await settle();
	expect(recorder.recording()).toBe('not-recording');
	expect(journal.waiting()).toEqual([]);
	setStoreBroken(false);
	await pass(RETRY_MS);
	await journal.commit();
	expect(recorder.recording()).toBe('recorded');
	expect(asked).toEqual(['opening', 'trouble', 'opening']);
});

test('W5 past its limit the queue is dropped and asked for again; below it nothing is', async () => {
	expect(QUEUE_LIMIT_BYTES).toBe(64 * 1024 * 1024);
	const { recorder, journal, add, asked, pass } = setUp('open', 1_000);
	add();
	await journal.refuse();
	for (let i = 0; i < 4; i += 1) add();
	expect(asked).toEqual(['trouble']);
	add();
	expect(asked).toEqual(['trouble', 'dropped']);
	expect(recorder.heads()).toEqual({});
	await pass(RETRY_MS);
	expect(journal.waiting()).toEqual([]);
	add({ kind: 'stop' });
	expect(journal.waiting()).toEqual([['stop']]);
	await journal.commit();
	expect(recorder.recording()).toBe('recorded');
});

test('W5 what is under way to the disk is never dropped', async () => {
	const { journal, add, asked } = setUp('open', 300);
	for (let i = 0; i < 5; i += 1) add();
	expect(asked).toEqual([]);
	await journal.commit();
	await journal.commit();
	expect(asked).toEqual([]);
	expect(await journal.kinds(SESSION)).toHaveLength(5);
});

test('W4 an event that the disk alone refuses is kept as refused, with its number, and acknowledged', async () => {
	const { recorder, journal, add } = setUp('open');
	journal.setUnkept(({ event }) => event.body.kind === 'stop');
	add({ kind: 'stop' });
	await journal.commit();
	expect(journal.waiting()).toEqual([['refused']]);
	expect(recorder.heads()).toEqual({});
	await journal.commit();
	expect(recorder.heads()).toEqual({ [PHONE]: [0, 1] });
	expect((await journal.read(SESSION))[0]?.body).toEqual({ kind: 'refused', code: 'not_recording' });
});

test('W13 live only: what was held is let go, nothing is ever written, and it is final', async () => {
	const { recorder, journal, add, asked, told, pass } = setUp();
	add();
	recorder.choose('live-only');
	expect(recorder.recording()).toBe('live-only');
	expect(asked).toEqual(['refused']);
	expect(told).toEqual([{ heads: {}, recording: 'live-only' }]);
	recorder.choose('recorded');
	recorder.choose('withdrawn');
	add();
	await pass(60_000);
	expect(recorder.recording()).toBe('live-only');
	expect(journal.waiting()).toEqual([]);
	expect(asked).toEqual(['refused']);
});

test('W13 withdrawing is the last event recorded, and it is final', async () => {
	const { recorder, journal, add, asked } = setUp('open');
	add();
	add({ kind: 'withdrawn' });
	recorder.choose('withdrawn');
	add({ kind: 'stop' });
	expect(recorder.recording()).toBe('recorded');
	await journal.commit();
	await journal.commit();
	expect(asked).toEqual(['closing']);
	expect(recorder.recording()).toBe('withdrawn');
	recorder.choose('recorded');
	add({ kind: 'stop' });
	await settle();
	expect(journal.waiting()).toEqual([]);
	expect(await journal.kinds(SESSION)).toEqual(['rating', 'withdrawn']);
});

test('W13 withdrawing while the disk fails is recorded when it recovers, and only then said', async () => {
	const { recorder, journal, add, pass } = setUp('open');
	add();
	await journal.refuse();
	add({ kind: 'withdrawn' });
	recorder.choose('withdrawn');
	expect(recorder.recording()).toBe('not-recording');
	await pass(RETRY_MS);
	await journal.commit();
	await settle();
	expect(recorder.recording()).toBe('withdrawn');
	expect(await journal.kinds(SESSION)).toEqual(['rating', 'withdrawn']);
});

test('W13 withdrawing at once after choosing to be recorded commits what was held, up to it', async () => {
	const { recorder, journal, add } = setUp();
	add({ kind: 'consent', choice: 'recorded' });
	recorder.choose('recorded');
	add({ kind: 'withdrawn' });
	recorder.choose('withdrawn');
	await settle();
	await journal.commit();
	await journal.commit();
	await settle();
	expect(recorder.recording()).toBe('withdrawn');
	expect(await journal.kinds(SESSION)).toEqual(['consent', 'withdrawn']);
});

test('W13 a withdrawal while the first opening fails is committed after the name all the same', async () => {
	const { recorder, journal, add, asked, pass, setStoreBroken } = setUp();
	add({ kind: 'consent', choice: 'recorded' });
	setStoreBroken(true);
	recorder.choose('recorded');
	add({ kind: 'withdrawn' });
	recorder.choose('withdrawn');
	await settle();
	expect(asked).toEqual(['opening', 'trouble']);
	setStoreBroken(false);
	await pass(RETRY_MS);
	expect(asked).toEqual(['opening', 'trouble', 'opening']);
	expect(journal.waiting()).toEqual([['consent', 'withdrawn']]);
	await journal.commit();
	await settle();
	expect(asked.at(-1)).toBe('closing');
	expect(recorder.recording()).toBe('withdrawn');
});
