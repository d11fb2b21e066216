import { expect, test } from 'vitest';
import { NO_SIGNAL_MS, NOW_MS, type Presence, WEAK_MS } from '../../../shared/protocol.ts';
import { createHandOutbox } from '../../harness/hand-outbox.ts';
import {
	backlogOf,
	type LinkHarness,
	nowOf,
	openLink,
	rate,
	relayed,
	SERVER_START,
	STOP,
	writerNamed,
} from '../../harness/link-harness.ts';

const W1 = writerNamed('client', 1);
const THERAPIST = writerNamed('therapist', 9);
const presence = (change: Partial<Presence> = {}): Presence => ({
	seat: 'therapist',
	isConnected: true,
	inView: true,
	heardAgoMs: 0,
	picture: null,
	...change,
});

test('W8 a picture leaves with the welcome and each second, and says what stands now', async () => {
	const page = await openLink();
	const wire = page.join();
	expect(wire.of('now')).toMatchObject([{ writer: W1, rating: null, touchedAt: null, inView: true, say: 0, flow: 0 }]);
	page.link.setPicture({ rating: 57, at: page.serverNow(), touchedAt: page.serverNow() });
	page.say(STOP, rate(57));
	const at = page.serverNow();
	page.pass(NOW_MS * 3);
	expect(wire.of('now')).toHaveLength(4);
	expect(wire.of('now')[1]).toEqual({
		t: 'now',
		writer: W1,
		rating: 57,
		at,
		touchedAt: at,
		inView: true,
		say: 1,
		flow: 1,
	});
});

test('W8 a picture is no event: it is numbered nowhere and kept nowhere', async () => {
	const page = await openLink();
	page.join();
	page.link.setPicture({ rating: 57, at: page.serverNow(), touchedAt: null });
	page.pass(5 * NOW_MS);
	expect(page.link.outbox()).toEqual([]);
	expect(page.link.view().log.size()).toBe(0);
});

test('W8 the present does not wait for the past: with a backlog of 20 minutes a picture still leaves each second', async () => {
	const page = await openLink({ outbox: createHandOutbox(backlogOf(20), SERVER_START) });
	const wire = page.join();
	page.link.setPicture({ rating: 99, at: page.serverNow(), touchedAt: null });
	page.pass(NOW_MS);
	const kinds = wire.sent.map(({ t }) => t);
	expect(kinds.indexOf('now')).toBe(1);
	expect(kinds.lastIndexOf('now')).toBeGreaterThan(1);
	expect(wire.of('now').at(-1)?.rating).toBe(99);
	expect(page.link.view().unacknowledged).toBe(24_000);
});

test('W8 a page that comes into view or goes out of it says so at once', async () => {
	const page = await openLink();
	const wire = page.join();
	page.link.setInView(false);
	page.link.setInView(false);
	page.link.setInView(true);
	expect(wire.of('now').map(({ inView }) => inView)).toEqual([true, false, true]);
	page.link.setInView(false);
	page.cut();
	expect(page.connect().of('hello')[0]?.inView).toBe(false);
});

test('W8 a page that is told of an n above its own asks for the rest', async () => {
	const page = await openLink();
	const wire = page.join();
	page.down(relayed('therapist', [{ kind: 'started' }]));
	wire.take();
	page.down(nowOf(page, { accepted: { [THERAPIST]: [1, 0] } }));
	expect(wire.take()).toEqual([]);
	page.down(nowOf(page, { accepted: { [THERAPIST]: [2, 0] } }));
	expect(wire.take()).toEqual([{ t: 'want', heads: { [THERAPIST]: [1, 0] } }]);
	page.down(nowOf(page, { accepted: { [THERAPIST]: [1, 3] } }));
	expect(wire.take()).toEqual([{ t: 'want', heads: { [THERAPIST]: [1, 0] } }]);
});

test('W8 the others stand as last told, and were heard as long ago as the server says', async () => {
	const page = await openLink();
	page.join();
	page.down(nowOf(page, { seats: [presence({ heardAgoMs: 240, inView: false })] }));
	const heardAt = page.serverNow() - 240;
	expect(page.link.view().others.therapist).toMatchObject({ isConnected: true, inView: false, heardAt });
	page.sleep(400);
	page.down(nowOf(page, { seats: [presence({ isConnected: false, heardAgoMs: 2_000 })] }));
	expect(page.link.view().others.therapist).toMatchObject({ isConnected: false, heardAt });
	page.down(nowOf(page, { seats: [presence({ heardAgoMs: null })] }));
	expect(page.link.view().others.therapist).toMatchObject({ heardAt });
	page.down(nowOf(page, { seats: [] }));
	expect(page.link.view().others).toEqual({});
});

test('W8 devices that ask stand as last told', async () => {
	const page = await openLink({ seat: 'therapist' });
	page.join();
	page.down(nowOf(page, { asking: [{ device: 'd', words: 'maple river' }] }));
	expect(page.link.view().asking).toEqual([{ device: 'd', words: 'maple river' }]);
	page.down(nowOf(page));
	expect(page.link.view().asking).toEqual([]);
});

const lineOf = (page: LinkHarness) => page.link.view().line;

test('W8 a line that says nothing is weak after 3 s, by the page’s own clock, and given up after 5 s', async () => {
	const page = await openLink();
	const wire = page.join();
	expect([WEAK_MS, NO_SIGNAL_MS]).toEqual([3_000, 5_000]);
	const since = page.serverNow();
	page.pass(2_900);
	expect(lineOf(page)).toEqual({ is: 'live' });
	page.pass(100);
	expect(lineOf(page)).toEqual({ is: 'weak', since });
	page.pass(1_900);
	expect(wire.isClosed()).toBe(false);
	page.pass(100);
	expect(wire.isClosed()).toBe(true);
	expect(lineOf(page)).toEqual({ is: 'weak', since });
});

test('W8 any frame makes a weak line live again', async () => {
	const page = await openLink();
	page.join();
	page.pass(4_000);
	expect(lineOf(page).is).toBe('weak');
	page.down(nowOf(page));
	expect(lineOf(page)).toEqual({ is: 'live' });
});

test('W8 a cut line is weak at once, and live with the next welcome', async () => {
	const page = await openLink();
	page.join();
	page.pass(500);
	page.cut();
	expect(lineOf(page)).toEqual({ is: 'weak', since: page.serverNow() });
	page.connect();
	expect(lineOf(page).is).toBe('weak');
	page.down({ t: 'recorded', heads: {} });
	expect(lineOf(page).is).toBe('weak');
	page.welcome();
	expect(lineOf(page)).toEqual({ is: 'live' });
});

test('W8 a page that slept notices with its first tick', async () => {
	const page = await openLink();
	const wire = page.join();
	page.sleep(300_000);
	page.pass(100);
	expect(lineOf(page).is).toBe('weak');
	expect(wire.isClosed()).toBe(true);
});
