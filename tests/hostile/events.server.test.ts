import { expect, test } from 'vitest';
import { EVENT_KINDS, laneOf, SEATS, type Seat } from '../../shared/events.ts';
import { OLDEST_PROTOCOL_VERSION, PROTOCOL_VERSION } from '../../shared/protocol.ts';
import { helloOf } from '../../tools/wire/live-line.ts';
import { type LiveApp, startLiveApp } from '../harness/live-app.ts';
import { idNamed } from '../harness/server-events.ts';
import { waitFor } from '../harness/wait-for.ts';
import { EVENT_CASES, type EventCase } from './event-cases.ts';

const MANY = { MAX_CONNECTIONS_PER_ADDRESS: '1000' };
type Both = Awaited<ReturnType<LiveApp['openBoth']>>;

/** Sends a case from a page of its own, as the next event of its stream; answers what it was told and what stands there. */
async function tell(app: LiveApp, { session, tokens }: Both, each: EventCase, i: number) {
	const page = await app.openPage(each.from === 'client' ? tokens.phone : tokens.therapist, `${i}-${each.from}`);
	await page.untilTold('welcome');
	const lane = each.lane ?? laneOf({ kind: String(each.body?.kind ?? 'rating') });
	const event = { n: 1, at: Date.now(), body: { kind: 'stop', ...each.body }, ...each.event };
	const json = each.raw ? each.raw({ n: 1, at: event.at, body: { kind: 'rating' } }) : JSON.stringify(event);
	page.packet(`42["up",{"t":"events","writer":"${page.writer}","lane":"${lane}","events":[${json}]}]`);
	// Whatever comes first after the frame: an answer to it, or the head of the stream that took it in.
	const told = await page.until((frame) => frame.t === 'refused' || frame.t === 'held');
	const kept = app.app.hub.events(session)?.filter(({ writer }) => writer === page.writer) ?? [];
	page.destroy();
	return { code: told.t === 'refused' ? told.code : 'taken', kept: kept.map(({ body }) => body) };
}

test('HOST9 W4 every event of the catalogue that makes no sense is told why, and keeps its number where it has one', async () => {
	const app = await startLiveApp(MANY);
	const both = await app.openBoth();
	const wrong: unknown[] = [];
	for (const [i, each] of EVENT_CASES.entries()) {
		const { code, kept } = await tell(app, both, each, i);
		const expected = each.isNumbered ? [{ kind: 'refused', code: each.answer }] : [];
		if (code !== each.answer || JSON.stringify(kept) !== JSON.stringify(expected)) {
			wrong.push({ row: each.row, what: each.what, answer: each.answer, code, kept });
		}
	}
	expect(wrong).toEqual([]);
	expect(app.logged()).not.toContain('"level":50');
});

test('HOST9 there is a case for every kind of event that a seat may not write', () => {
	const tried = new Set(
		EVENT_CASES.filter(({ answer }) => answer === 'forbidden').map(({ from, body }) => `${from} ${body?.kind}`),
	);
	const forbidden = (['client', 'therapist'] as const).flatMap((seat) =>
		Object.entries(EVENT_KINDS)
			.filter(([, { writtenBy }]) => !(writtenBy as readonly Seat[]).includes(seat))
			.map(([kind]) => `${seat} ${kind}`),
	);
	expect(SEATS).toContain('client');
	expect(forbidden.filter((each) => !tried.has(each))).toEqual([]);
});

test('HOST9 −0 is 0, and an unknown kind is kept and shown to no one', async () => {
	const app = await startLiveApp(MANY);
	const { session, phone, therapist } = await app.openBoth();
	const frame = JSON.stringify(phone.next({ kind: 'rating', value: 0, touched: true })).replace(
		'"value":0',
		'"value":-0',
	);
	phone.packet(`42["up",${frame}]`);
	phone.up({ ...phone.next({ kind: 'stop' }), events: [{ n: 1, at: 1, body: { kind: 'mood', secret: 'canary' } }] });
	phone.say({ kind: 'cue', cue: 'more' });
	await therapist.until((frame_) => frame_.t === 'events' && frame_.events.some(({ body }) => body.kind === 'cue'));
	const bodies = app.app.hub.events(session)?.filter(({ seat }) => seat === 'client');
	expect(bodies?.map(({ body }) => body.kind).sort()).toEqual(['cue', 'mood', 'rating']);
	const kept = bodies?.find(({ body }) => body.kind === 'rating')?.body;
	expect(Object.is(kept && 'value' in kept && kept.value, 0)).toBe(true);
	expect(JSON.stringify(therapist.down)).not.toContain('canary');
});

test('HOST10 W3 the same again changes nothing, other content is a conflict, and what comes too early is asked for from where it lacks', async () => {
	const app = await startLiveApp(MANY);
	const { session, phone, therapist } = await app.openBoth();
	const first = phone.next({ kind: 'cue', cue: 'more' });
	const count = () => app.app.hub.events(session)?.filter(({ seat }) => seat === 'client').length;
	for (let i = 0; i < 3; i += 1) phone.up(first);
	phone.up({ ...first, events: first.events.map((event) => ({ ...event, body: { kind: 'cue', cue: 'ease' } })) });
	expect(await phone.untilTold('conflict')).toMatchObject({ writer: phone.writer, lane: 'say', n: 1 });
	expect(count()).toBe(1);
	phone.up({ ...first, events: [{ n: 5, at: Date.now(), body: { kind: 'stop' } }] });
	expect(await phone.untilTold('expect')).toEqual({ t: 'expect', writer: phone.writer, lane: 'say', n: 2 });
	phone.up({ ...first, events: [9, 8, 7].map((n) => ({ n, at: Date.now(), body: { kind: 'stop' } })) });
	await waitFor(() => expect(phone.down.filter(({ t }) => t === 'expect')).toHaveLength(2));
	expect(count()).toBe(1);
	expect(app.app.hub.events(session)?.find(({ seat }) => seat === 'client')?.body).toEqual({
		kind: 'cue',
		cue: 'more',
	});
	therapist.up({ ...first, events: [{ n: 2, at: 1, body: { kind: 'started' } }] });
	expect(await therapist.untilTold('refused')).toEqual({ t: 'refused', code: 'forbidden' });
	expect(count()).toBe(1);
});

test('HOST9 a page of another version is told which of the two is too old', async () => {
	const app = await startLiveApp(MANY);
	const { token } = await app.startSession();
	const say = async (v: number) => {
		const line = await app.connect();
		line.up(helloOf(token, idNamed('page'), { v }));
		return (await line.closed).over;
	};
	expect([await say(OLDEST_PROTOCOL_VERSION - 1), await say(PROTOCOL_VERSION + 1)]).toEqual([
		'page_too_old',
		'server_too_old',
	]);
	const ok = await app.openPage(token, 'page');
	expect((await ok.untilTold('welcome')).v).toBe(PROTOCOL_VERSION);
});

test('HOST9 hello that is not one is told so: each member missing, of a wrong type, or too much', async () => {
	const app = await startLiveApp(MANY);
	const { token } = await app.startSession();
	const good = helloOf(token, idNamed('page'));
	const wrong: Record<string, unknown>[] = [
		...Object.keys(good)
			.filter((key) => key !== 't')
			.map((key) => ({ ...good, [key]: undefined })),
		...Object.keys(good)
			.filter((key) => key !== 't')
			.map((key) => ({ ...good, [key]: key === 'heads' ? 7 : {} })),
		{ ...good, token: token.slice(1) },
		{ ...good, token: `${token}x` },
		{ ...good, writer: '../../etc/passwd______' },
		{ ...good, heads: { x: [1, 1] } },
		{ ...good, heads: { [idNamed('w')]: [1] } },
		{ ...good, heads: { [idNamed('w')]: [-1, 0] } },
		{ ...good, heads: Object.fromEntries(Array.from({ length: 400 }, (_, i) => [idNamed(`${i}-w`), [1, 1]])) },
		{ ...good, streams: Array.from({ length: 65 }, () => ({ writer: idNamed('w'), lane: 'say', first: 1, next: 1 })) },
		{ ...good, streams: [{ writer: idNamed('w'), lane: 'side', first: 1, next: 1 }] },
		{ ...good, client: { name: '' } },
		{ ...good, client: { name: 'x'.repeat(1_000) } },
		{ ...good, extra: true },
	];
	const told: unknown[] = [];
	for (const frame of wrong) {
		const line = await app.connect();
		line.up(frame);
		const first = await line.until(() => true);
		if (first.t !== 'refused' || first.code !== 'bad_request')
			told.push({ frame: JSON.stringify(frame).slice(0, 200), first });
		line.destroy();
	}
	expect(told).toEqual([]);
});
