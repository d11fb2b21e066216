import { expect, onTestFinished, test } from 'vitest';
import { openNodeSession } from '../../../tools/simulated/node-session.ts';
import { helloOf, type LiveLine, openLiveLine } from '../../../tools/wire/live-line.ts';
import { letIn, startLiveApp } from '../../harness/live-app.ts';
import { startApp } from '../../harness/server-app.ts';
import { idNamed } from '../../harness/server-events.ts';
import { waitFor } from '../../harness/wait-for.ts';

test('W2 W5 W6 over real sockets a phone is let in, chooses, rates and stops, and all of it is recorded', async () => {
	const app = await startLiveApp();
	const { session, token } = await app.startSession();
	const { token: phoneToken } = await app.joinSession(session);
	const origin = `http://127.0.0.1:${app.port}`;
	const idle = () => () => undefined;
	const therapist = openNodeSession({ origin, seat: 'therapist', token }, idle);
	const phone = openNodeSession({ origin, seat: 'client', token: phoneToken }, idle);
	onTestFinished(() => {
		therapist.close();
		phone.close();
	});
	await waitFor(() => expect(therapist.link.view().asking).toHaveLength(1));
	await waitFor(() => expect(phone.link.view().line.is).toBe('waiting'));
	therapist.link.append({ kind: 'admitted', device: therapist.link.view().asking[0]?.device ?? '' });
	await waitFor(() => expect(phone.link.view().line.is).toBe('live'));
	phone.link.append({ kind: 'consent', choice: 'recorded' });
	for (const value of [10, 40, 70]) phone.link.append({ kind: 'rating', value, touched: true });
	const stop = phone.link.append({ kind: 'stop' });
	await waitFor(() => expect(therapist.link.view().state.stops).toHaveLength(1));
	await waitFor(() => expect(phone.link.view().unacknowledged).toBe(0));
	expect(stop && phone.link.isAcknowledged(stop)).toBe(true);
	const kinds = (await app.journal.read(session)).map(({ body }) => body.kind);
	expect(kinds.sort()).toEqual(['admitted', 'consent', 'rating', 'rating', 'rating', 'stop']);
});

test('JOIN1 a phone that is not let in is told its two words and nothing else, whatever it sends', async () => {
	const app = await startLiveApp();
	const { session, token } = await app.startSession('Canary Robin');
	const { token: phoneToken, words } = await app.joinSession(session);
	const therapist = await app.openPage(token, 'therapist');
	therapist.say({ kind: 'note', text: 'canary-note' });
	const phone = await app.openPage(phoneToken, 'phone');
	const asks = [
		phone.next({ kind: 'stop' }),
		{ t: 'want', heads: {} },
		{ t: 'pen' },
		{ t: 'bye' },
		{ t: 'erase', erase: true },
		{ t: 'now', writer: phone.writer, rating: 5, at: 1, touchedAt: null, inView: true, say: 0, flow: 0 },
	];
	for (const frame of asks) phone.up(frame);
	therapist.say({ kind: 'point', point: 1, muscle: 'soleus', side: 'left' });
	await waitFor(() => expect(phone.down).toHaveLength(1 + asks.length));
	expect(phone.down[0]).toMatchObject({ t: 'waiting', words });
	expect(phone.down.slice(1)).toEqual(asks.map(() => ({ t: 'refused', code: 'not_admitted' })));
	expect(app.app.hub.events(session)?.map(({ seat }) => seat)).toEqual(['therapist', 'therapist']);
	expect(JSON.stringify(phone.down)).not.toContain('anary');
	await letIn(therapist);
	expect(await phone.untilTold('welcome')).toMatchObject({ seat: 'client', session });
	expect(JSON.stringify(phone.down)).not.toContain('anary');
});

test.each(['code', 'ticket'] as const)(
	'JOIN2 of two phones that redeem one %s at once exactly one wins, every time',
	async (kind) => {
		const app = await startLiveApp({ TRUST_PROXY: 'loopback' });
		const { session } = await app.startSession();
		const answers: string[] = [];
		for (let trial = 0; trial < 50; trial += 1) {
			const json = { [kind]: app.app.hub.issueCode(session)?.[kind] };
			const headers = { 'x-forwarded-for': `203.0.113.${trial}` };
			const both = await Promise.all([1, 2].map(() => app.call('POST', '/api/join', { json, headers })));
			answers.push(
				both
					.map(({ status, json: { error } }) => `${status} ${error ?? 'joined'}`)
					.sort()
					.join(', '),
			);
		}
		expect(new Set(answers)).toEqual(new Set(['200 joined, 404 wrong_code']));
	},
);

test('JOIN5 who types at random is limited by address, and keeps nobody else from joining by their QR', async () => {
	const app = await startLiveApp();
	const { session } = await app.startSession();
	const join = (json: object) => app.call('POST', '/api/join', { json });
	for (let i = 0; i < 10; i += 1) expect((await join({ code: 'AAAAAAAA' })).json).toEqual({ error: 'wrong_code' });
	const invitation = app.app.hub.issueCode(session);
	expect((await join({ code: invitation?.code })).json).toEqual({ error: 'wrong_code' });
	expect((await join({ ticket: invitation?.ticket })).status).toBe(200);
});

test('JOIN3 a token that was made up, and one of another session, open nothing of this one', async () => {
	const app = await startLiveApp();
	const here = await app.openBoth('Canary Robin');
	const there = await app.openBoth('Other Name');
	const forged = await app.openPage(idNamed('made-up'), 'forger');
	expect(await forged.closed).toMatchObject({ over: 'no_session' });
	here.therapist.say({ kind: 'note', text: 'canary-note' });
	there.phone.up({ ...there.phone.next({ kind: 'stop' }), session: here.session });
	await there.phone.until((frame) => frame.t === 'refused' && frame.code === 'bad_request');
	there.phone.up({ t: 'want', heads: { [here.phone.writer]: [0, 0] } });
	there.phone.up({ ...here.phone.next({ kind: 'cue', cue: 'more' }) });
	await there.therapist.until((frame) => frame.t === 'events' && frame.writer === here.phone.writer);
	expect(JSON.stringify([there.phone.down, there.therapist.down])).not.toContain('anary');
	expect(app.app.hub.events(here.session)?.map(({ body }) => body.kind)).toEqual(['admitted', 'note']);
});

test('JOIN3 one connection that takes another place leaves the one before', async () => {
	const app = await startLiveApp();
	const here = await app.openBoth();
	const there = await app.startSession();
	const { heads: _, ...hello } = { heads: {}, t: 'hello', v: 1, token: there.token, sentAt: 0 };
	here.therapist.up({ ...hello, heads: {}, writer: idNamed('moved'), streams: [], pen: true, inView: true });
	await here.therapist.until((frame) => frame.t === 'welcome' && frame.session === there.session);
	const told = await here.phone.until(
		(frame) => frame.t === 'now' && frame.seats.some(({ seat, isConnected }) => seat === 'therapist' && !isConnected),
	);
	expect(told.t).toBe('now');
});

test('W16 JOIN4 a sixth connection of one token takes the place of the oldest, and the others stay', async () => {
	const app = await startLiveApp();
	const { token } = await app.startSession();
	const pages = [];
	for (let i = 0; i < 6; i += 1) {
		const page = await app.openPage(token, `tab-${i}`);
		await page.untilTold('welcome');
		pages.push(page);
	}
	expect(await pages[0]?.closed).toMatchObject({ over: 'draining_only' });
	for (const page of pages.slice(1)) page.say({ kind: 'started' });
	for (const page of pages.slice(1)) await page.untilTold('held');
});

test('HOST13 signing out closes every live line of that member before it is answered, and nothing comes after', async () => {
	const app = await startApp();
	const cookie = await app.setUp();
	const { session, token } = (await app.call('POST', '/api/sessions', { cookie, json: { client: { name: 'Robin' } } }))
		.json as Record<string, string>;
	const { token: again } = (await app.call('POST', `/api/sessions/${session}/seat`, { cookie })).json;
	const lines: LiveLine[] = [];
	const order: string[] = [];
	for (const [i, each] of [token, again].entries()) {
		const line = await openLiveLine({ port: app.port });
		onTestFinished(() => line.destroy());
		line.up(helloOf(String(each), idNamed(`${i}-page`)));
		await line.untilTold('welcome');
		void line.closed.then(({ over }) => order.push(String(over)));
		lines.push(line);
	}
	await app.call('POST', '/api/sign-out', { cookie });
	const heard = lines.map(({ down }) => down.length);
	expect(lines.map(({ down }) => down.at(-1))).toEqual([
		{ t: 'over', code: 'removed' },
		{ t: 'over', code: 'removed' },
	]);
	for (const line of lines) await line.closed;
	expect(order).toEqual(['removed', 'removed']);
	expect(lines.map(({ down }) => down.length)).toEqual(heard);
	const back = await openLiveLine({ port: app.port });
	back.up(helloOf(String(token), idNamed('back')));
	expect((await back.closed).over).toBe('removed');
});

test('HOST6 a phone that floods is cut with a reason, keeps its STOP, and leaves another session’s alone', async () => {
	const app = await startLiveApp();
	const [bad, good] = [await app.openBoth(), await app.openBoth()];
	for (let i = 0; i < 60; i += 1) bad.phone.say({ kind: 'cue', cue: 'more' });
	bad.phone.say({ kind: 'stop' });
	good.phone.say({ kind: 'stop' });
	await good.therapist.until((frame) => frame.t === 'events' && frame.events.some(({ body }) => body.kind === 'stop'));
	expect((await bad.phone.closed).over).toBe('too_many');
	const first = bad.phone.next({ kind: 'stop' });
	const again = await app.openPage(bad.tokens.phone, 'again');
	await again.untilTold('welcome');
	again.up({ ...first, writer: again.writer, events: [{ n: 1, at: Date.now(), body: { kind: 'stop' } }] });
	await bad.therapist.until((frame) => frame.t === 'events' && frame.events.some(({ body }) => body.kind === 'stop'));
	expect(good.phone.down.at(-1)?.t).not.toBe('over');
});
