import { expect, test } from 'vitest';
import { DRAIN_MS } from '../../../server/live/sealing.ts';
import { PROTOCOL_VERSION } from '../../../shared/protocol.ts';
import { openHub } from '../../harness/live-hub.ts';
import { idNamed } from '../../harness/server-events.ts';
import { openPage } from '../../harness/server-page.ts';

const said = (writer: string, n: number, at: number, body: object) => ({
	t: 'events',
	writer,
	lane: 'say',
	events: [{ n, at, body }],
});

/** A session whose phone is let in. */
async function openBoth(under: Awaited<ReturnType<typeof openHub>>) {
	const { session, token } = await under.startSession('session');
	const joined = await under.joinSession(session);
	const therapist = openPage(under.hub, token, 'therapist');
	const phone = openPage(under.hub, joined.token, 'phone');
	const asking = therapist.frames.findLast((frame) => frame.t === 'now' && (frame.asking?.length ?? 0) > 0);
	const device = asking?.t === 'now' ? (asking.asking?.[0]?.device ?? '') : '';
	therapist.say({ kind: 'admitted', device }, under.now());
	return { session, tokens: { therapist: token, phone: joined.token }, therapist, phone };
}

test('HOST8 a line that says nothing for 5 s is closed, and one that speaks is not', async () => {
	const under = await openHub();
	const { therapist, phone } = await openBoth(under);
	await under.pass(4_800);
	expect([therapist.isClosed(), phone.isClosed()]).toEqual([false, false]);
	phone.say({ kind: 'cue', cue: 'ok' }, under.now());
	await under.pass(400);
	expect([therapist.isClosed(), phone.isClosed()]).toEqual([true, false]);
	await under.pass(5_000);
	expect(phone.isClosed()).toBe(true);
});

test('HOST11 a session that is gone takes nothing, and says whether it is sealed, erased or was never there', async () => {
	const under = await openHub();
	const { session, tokens, therapist, phone } = await openBoth(under);
	phone.say({ kind: 'consent', choice: 'recorded' }, under.now());
	therapist.say({ kind: 'ended' }, under.now());
	await under.pass(DRAIN_MS - 1_000, 60_000);
	const late = openPage(under.hub, tokens.phone, 'late-phone');
	late.say({ kind: 'stop' }, under.now());
	expect(under.hub.events(session)?.at(-1)?.body.kind).toBe('stop');
	await under.pass(2_000);
	expect(late.frames.at(-1)).toEqual({ t: 'over', code: 'session_sealed' });
	expect(openPage(under.hub, tokens.phone, 'again').frames).toEqual([{ t: 'over', code: 'no_session' }]);
	expect(await under.hub.say({ token: tokens.phone, frames: [said(idNamed('again'), 1, 1, { kind: 'stop' })] })).toBe(
		null,
	);

	const erased = await under.startSession('erased');
	const page = openPage(under.hub, erased.token, 'therapist-2');
	under.hub.forget(erased.session);
	expect([page.frames.at(-1), page.isClosed()]).toEqual([{ t: 'over', code: 'session_erased' }, true]);
	expect(under.hub.issueCode(erased.session)).toBe(null);
});

test('HOST12 a hundred STOPs at once are all kept, and are one alarm with a count for whoever looks', async () => {
	const under = await openHub();
	const { session, therapist, phone } = await openBoth(under);
	for (let i = 0; i < 100; i += 1) phone.say({ kind: 'stop' }, under.now());
	const kept = under.hub.events(session)?.filter(({ body }) => body.kind === 'stop');
	expect(kept).toHaveLength(100);
	const shown = therapist.frames.flatMap((frame) => (frame.t === 'events' ? frame.events : []));
	expect(shown.filter(({ body }) => body.kind === 'stop')).toHaveLength(100);
	expect(under.troubles).toEqual([]);
});

test('HOST14 a seat that begins ever new writers is stopped, and everyone else comes back as before', async () => {
	const under = await openHub();
	const { tokens, session } = await openBoth(under);
	const phone = openPage(under.hub, tokens.phone, 'hostile-phone');
	for (let i = 0; i < 150; i += 1) {
		const connection = { send: (frame: unknown) => void told.push(frame), close: () => undefined };
		const told: unknown[] = [];
		under.hub.handle(connection, helloOf(tokens.phone, `${i}-page`));
		under.hub.handle(connection, said(idNamed(`${i}-page`), 1, under.now(), { kind: 'cue', cue: 'more' }));
		if (i === 149) expect(told).toContainEqual({ t: 'refused', code: 'too_many' });
	}
	const writers = new Set(under.hub.events(session)?.map(({ writer }) => writer));
	expect(writers.size).toBeLessThanOrEqual(102);
	const heads = Object.fromEntries([...writers].map((writer) => [writer, [1, 0]]));
	const frames: { t: string }[] = [];
	const back = { send: (frame: { t: string }) => void frames.push(frame), close: () => undefined };
	under.hub.handle(back, { ...helloOf(tokens.therapist, 'back'), heads });
	expect(frames[0]?.t).toBe('welcome');
	expect(phone.frames.length).toBeGreaterThan(0);
});

const helloOf = (token: string, name: string) => ({
	t: 'hello',
	v: PROTOCOL_VERSION,
	token,
	sentAt: 0,
	writer: idNamed(name),
	streams: [],
	heads: {},
	pen: false,
	inView: true,
});

test('HOST14 W9 the second road takes so much of one token and no more, and what waits there keeps nobody waiting', async () => {
	const under = await openHub();
	const { session, tokens } = await openBoth(under);
	const ask = (n: number, body: object = { kind: 'stop' }) =>
		under.hub.say({ token: tokens.phone, frames: [said(idNamed('second-road'), n, under.now(), body)] });
	const answers = Array.from({ length: 30 }, (_, i) => ask(i + 1));
	const quick = await Promise.all(answers.slice(5));
	expect(quick.filter((frames) => frames?.[0]?.t === 'refused')).toHaveLength(10);
	expect(under.hub.events(session)?.filter(({ body }) => body.kind === 'stop')).toHaveLength(20);
	await under.pass(5_000);
	expect((await Promise.all(answers.slice(0, 5))).every((frames) => frames && frames.length > 0)).toBe(true);
	expect((await ask(21, { kind: 'cue', cue: 'ok' }))?.[0]?.t).not.toBe('refused');
});

test('HOST2 what goes wrong in one session is that session’s alone', async () => {
	const under = await openHub();
	const broken = await under.startSession('broken');
	const { therapist, phone } = await openBoth(under);
	const throwing = {
		send: () => {
			throw new Error('broken');
		},
		close: () => undefined,
	};
	expect(() => under.hub.handle(throwing, helloOf(broken.token, 'throwing'))).toThrow('broken');
	await under.pass(1_100);
	expect(under.troubles.length).toBeGreaterThan(0);
	phone.say({ kind: 'stop' }, under.now());
	expect(therapist.frames.filter((frame) => frame.t === 'now').length).toBeGreaterThan(1);
});
