import { describe, expect, test } from 'vitest';
import { laneOf } from '../../../shared/events.ts';
import { settle } from '../../harness/hand-wire.ts';
import { type HandPage, type HubHarness, openHub, openPair, openRecorded, SESSION } from '../../harness/hub-harness.ts';
import { idNamed } from '../../harness/server-events.ts';
import { KINDS, ONE_OF_EACH } from '../../shared/every-kind.ts';

const OLGA = idNamed('olga');
const NAME = 'Olga Example';
/** What no observer is told, as no phone is. */
const STAFF_ONLY: readonly string[] = ['note', 'signal', 'felt'];
/** What tells anything of a session. */
const TELLING: readonly string[] = [
	'welcome',
	'events',
	'now',
	'recorded',
	'held',
	'expect',
	'conflict',
	'pen',
	'moved',
];

async function ask(room: HubHarness, member = OLGA, name = NAME): Promise<string> {
	const asked = await room.hub.askToFollow(SESSION, member, name);
	if (asked === null || asked === 'refused') throw new Error(`could not ask: ${asked}`);
	return asked.token;
}

const askingOn = (phone: HandPage) => phone.of('now').at(-1)?.asking;
const followingOn = (page: HandPage) =>
	page
		.of('now')
		.at(-1)
		?.following?.map(({ words }) => words);
const deviceOn = (phone: HandPage) => askingOn(phone)?.[0]?.device ?? '';
const told = (page: HandPage) => page.got.filter(({ t }) => TELLING.includes(t));

/** SESSION, recorded, with somebody whom the client lets follow it. */
async function openFollowed(room: HubHarness) {
	const pair = await openRecorded(room);
	const token = await ask(room);
	const observer = room.page(token, 'observer');
	const device = deviceOn(pair.phone);
	pair.phone.say({ kind: 'observer-admitted', device });
	await settle();
	return { ...pair, observer, device, token };
}

describe('asking', () => {
	test('OBSERVE1 who asks waits under the own name, and is told nothing of the session, its recording included', async () => {
		const room = await openHub();
		const { phone, therapist } = await openRecorded(room);
		const observer = room.page(await ask(room), 'observer');
		phone.say(ONE_OF_EACH.cue);
		therapist.say(ONE_OF_EACH.started);
		await room.pass(2_000, 100);
		expect(observer.got).toEqual([{ t: 'waiting', words: NAME, echo: 42.5, serverAt: expect.any(Number) }]);
		expect(askingOn(phone)).toEqual([{ device: expect.any(String), words: NAME }]);
		expect(therapist.of('now').at(-1)?.asking).toEqual([]);
		expect(followingOn(phone)).toBeUndefined();
	});

	test('OBSERVE5 the therapist is told whom the client is asked about, and no longer when it is answered', async () => {
		const room = await openHub();
		const { phone, therapist } = await openRecorded(room);
		const lastOn = (page: HandPage) => page.of('now').at(-1);
		expect(lastOn(therapist)).not.toHaveProperty('wouldFollow');
		room.page(await ask(room), 'observer');
		expect(lastOn(therapist)?.wouldFollow).toEqual(askingOn(phone));
		expect(lastOn(phone)).not.toHaveProperty('wouldFollow');
		phone.say({ kind: 'observer-removed', device: deviceOn(phone) });
		await room.pass(1_000);
		expect(lastOn(therapist)).not.toHaveProperty('wouldFollow');
	});

	test('OBSERVE1 who asked and went away asks no more, until they are back', async () => {
		const room = await openHub();
		const { phone } = await openPair(room);
		const token = await ask(room);
		expect(askingOn(phone)).toBeUndefined();
		const observer = room.page(token, 'observer');
		expect(askingOn(phone)).toHaveLength(1);
		observer.disconnect();
		expect(askingOn(phone)).toBeUndefined();
		room.page(token, 'observer-again');
		expect(askingOn(phone)).toHaveLength(1);
	});

	test('OBSERVE1 an owner’s place that an earlier version gave opens no line any more', async () => {
		const room = await openHub();
		await openRecorded(room);
		const device = { session: SESSION, seat: 'owner', member: OLGA, words: '', hasSaidBye: false } as const;
		await room.store.saveDevice({
			...device,
			id: idNamed('old'),
			tokenHash: `hash of ${idNamed('old-token')}`,
			standing: 'admitted',
		});
		await room.restart();
		const page = room.page(idNamed('old-token'), 'owner-page');
		expect(page.got).toEqual([{ t: 'over', code: 'removed' }]);
	});

	test('OBSERVE4 asking again takes the earlier place out, waiting or following', async () => {
		const room = await openHub();
		const { phone, observer } = await openFollowed(room);
		const second = room.page(await ask(room), 'second');
		expect(observer.got.at(-1)).toEqual({ t: 'over', code: 'removed' });
		const third = room.page(await ask(room), 'third');
		expect(second.got.at(-1)).toEqual({ t: 'over', code: 'removed' });
		expect(third.got.at(-1)?.t).toBe('waiting');
		expect(askingOn(phone)).toHaveLength(1);
		expect(followingOn(phone)).toBeUndefined();
	});

	test.each([
		['was told no', false],
		['was let in and ended', true],
	])('OBSERVE4 a member who %s asks no more in that session; another may', async (_, wasLetIn) => {
		const room = await openHub();
		const { phone } = await openPair(room);
		const observer = room.page(await ask(room), 'observer');
		const device = deviceOn(phone);
		if (wasLetIn) phone.say({ kind: 'observer-admitted', device });
		phone.say({ kind: 'observer-removed', device });
		await settle();
		expect(observer.got.at(-1)).toEqual({ t: 'over', code: 'removed' });
		expect(observer.isClosed()).toBe(true);
		expect(await room.hub.askToFollow(SESSION, OLGA, NAME)).toBe('refused');
		expect(await room.hub.askToFollow(SESSION, idNamed('otto'), 'Otto Example')).toMatchObject({
			token: expect.any(String),
		});
	});

	test('OBSERVE4 whoever was merely signed out may ask again; an ended session is not asked for', async () => {
		const room = await openHub();
		const { therapist, observer } = await openFollowed(room);
		room.hub.dropMember(OLGA);
		expect(observer.got.at(-1)).toEqual({ t: 'over', code: 'removed' });
		expect(await ask(room)).toEqual(expect.any(String));
		therapist.say(ONE_OF_EACH.ended);
		expect(await room.hub.askToFollow(SESSION, OLGA, NAME)).toBeNull();
		expect(await room.hub.askToFollow(idNamed('none'), OLGA, NAME)).toBeNull();
	});
});

describe('the client’s yes and no', () => {
	test('OBSERVE3 only the client’s own events move an observer, and only the therapist’s a phone', async () => {
		const room = await openHub();
		const { phone, therapist, device: phoneDevice } = await openPair(room);
		const observer = room.page(await ask(room), 'observer');
		const device = deviceOn(phone);
		therapist.say({ kind: 'admitted', device }, { kind: 'observer-admitted', device });
		await room.pass(1_000);
		expect(told(observer)).toEqual([]);
		phone.say({ kind: 'observer-removed', device: phoneDevice }, { kind: 'observer-admitted', device });
		await room.pass(1_000);
		expect(phone.isClosed()).toBe(false);
		expect(observer.of('welcome')).toHaveLength(1);
		therapist.say({ kind: 'removed', device });
		await room.pass(1_000);
		expect(observer.isClosed()).toBe(false);
	});

	test('OBSERVE3 a standing never goes back: yes after no, in the log’s order, lets nobody in', async () => {
		const room = await openHub();
		const { phone } = await openPair(room);
		const token = await ask(room);
		room.page(token, 'observer');
		const device = deviceOn(phone);
		phone.say({ kind: 'observer-removed', device }, { kind: 'observer-admitted', device });
		await settle();
		expect(room.page(token, 'late').got).toEqual([{ t: 'over', code: 'removed' }]);
	});

	test('OBSERVE3 several follow at once, and one’s end leaves the others', async () => {
		const room = await openHub();
		const { phone, observer, device } = await openFollowed(room);
		const other = room.page(await ask(room, idNamed('otto'), 'Otto Example'), 'other');
		phone.say({ kind: 'observer-admitted', device: deviceOn(phone) });
		await settle();
		expect(followingOn(phone)).toEqual([NAME, 'Otto Example']);
		phone.say({ kind: 'observer-removed', device });
		await settle();
		expect(observer.got.at(-1)).toEqual({ t: 'over', code: 'removed' });
		expect(other.isClosed()).toBe(false);
		expect(followingOn(phone)).toEqual(['Otto Example']);
	});

	test('OBSERVE3 what a server that died had in its log and not in its rows is made up for', async () => {
		const room = await openHub();
		const { phone, device, token } = await openFollowed(room);
		await room.journal.commit();
		phone.say({ kind: 'observer-removed', device });
		room.store.setBroken(true);
		await room.journal.commit();
		room.store.setBroken(false);
		await room.restart();
		expect(room.page(token, 'again').got).toEqual([{ t: 'over', code: 'removed' }]);
		expect(await room.hub.askToFollow(SESSION, OLGA, NAME)).toBe('refused');
	});
});

describe('following', () => {
	test('OBSERVE2 an observer sees what the client’s phone sees, and nothing of what is hidden from it', async () => {
		const room = await openHub();
		const { phone, therapist, observer } = await openFollowed(room);
		for (const kind of ['started', 'point', 'felt', 'note', 'phase', 'signal'] as const)
			therapist.say(ONE_OF_EACH[kind]);
		phone.say(ONE_OF_EACH.rating, ONE_OF_EACH.stop, { kind: 'note' });
		await room.pass(1_000);
		for (const kind of ['started', 'point', 'phase', 'rating', 'stop']) expect(observer.heard()).toContain(kind);
		for (const kind of [...STAFF_ONLY, 'refused']) expect(observer.heard()).not.toContain(kind);
		expect(JSON.stringify(observer.got)).not.toContain(ONE_OF_EACH.note.text);
		const now = observer.of('now').at(-1);
		expect(now).not.toHaveProperty('asking');
		expect(now).not.toHaveProperty('following');
		expect(now?.seats.map(({ seat }) => seat)).toEqual(['client', 'therapist']);
		expect(observer.of('welcome')[0]).not.toHaveProperty('clientName');
		expect(observer.of('welcome')[0]).toMatchObject({ seat: 'observer', hasPen: false, recording: 'recorded' });
	});

	test('OBSERVE2 whatever an observer writes is refused as a whole, and nothing of it is stored or relayed', async () => {
		const room = await openHub();
		const { phone, therapist, observer, token } = await openFollowed(room);
		const before = { kinds: room.kinds(), pens: [phone, therapist].map((page) => page.of('moved').length) };
		observer.take();
		for (const kind of KINDS) observer.tell(laneOf(ONE_OF_EACH[kind]), 1, ONE_OF_EACH[kind]);
		observer.tell('say', 1, { kind: 'mood' });
		observer.tell('say', 7, { kind: 'stop' }, { writer: phone.writer });
		for (const frame of [{ t: 'pen' }, { t: 'bye' }, { t: 'erase', erase: true }] as const) observer.up(frame);
		const answers = observer.take();
		expect(answers).toHaveLength(KINDS.length + 5);
		expect(new Set(answers.map((frame) => JSON.stringify(frame)))).toEqual(
			new Set(['{"t":"refused","code":"forbidden"}']),
		);
		const frames = [
			{ t: 'events', writer: observer.writer, lane: 'say', events: [{ n: 1, at: 1, body: { kind: 'stop' } }] },
		];
		expect(await room.hub.say({ token, frames })).toEqual([{ t: 'refused', code: 'forbidden' }]);
		await room.pass(2_000, 100);
		await room.journal.commit();
		expect(room.kinds()).toEqual(before.kinds);
		expect([phone, therapist].map((page) => page.of('moved').length)).toEqual(before.pens);
		expect(phone.of('now').at(-1)?.hasPen).toBe(true);
		expect(JSON.stringify([phone.got, therapist.got])).not.toContain(observer.writer);
		expect(new Set(room.forged)).toEqual(new Set(['observer forbidden']));
	});

	test('OBSERVE2 a rating in an observer’s picture is shown to nobody, and asks for nothing', async () => {
		const room = await openHub();
		const { phone, therapist, observer } = await openFollowed(room);
		observer.take();
		const picture = { rating: 99, at: room.now(), touchedAt: room.now(), inView: true, say: 5, flow: 9 };
		observer.up({ t: 'now', writer: observer.writer, ...picture });
		await room.pass(1_000);
		expect(observer.of('expect')).toEqual([]);
		expect(JSON.stringify([phone.got, therapist.got])).not.toContain('"rating":99');
	});

	test('OBSERVE5 both screens are told at once who follows, and when they go', async () => {
		const room = await openHub();
		const { phone, therapist, observer } = await openFollowed(room);
		for (const page of [phone, therapist]) expect(followingOn(page)).toEqual([NAME]);
		expect(askingOn(phone)).toBeUndefined();
		observer.disconnect();
		for (const page of [phone, therapist]) expect(followingOn(page)).toBeUndefined();
	});

	test.each([
		['recorded', openRecorded],
		['held', openPair],
	] as const)('OBSERVE5 after a restart of a %s session who follows is told all the same', async (_, open) => {
		const room = await openHub();
		const { phone, tokens } = await open(room);
		const token = await ask(room);
		room.page(token, 'observer');
		phone.say({ kind: 'observer-admitted', device: deviceOn(phone) });
		await settle();
		await room.journal.commit();
		await room.restart();
		const observer = room.page(token, 'observer-again');
		expect(observer.of('welcome')).toHaveLength(1);
		for (const [name, given] of Object.entries(tokens)) {
			const page = room.page(given, `${name}-again`);
			expect(followingOn(page)).toEqual([NAME]);
		}
	});

	test('OBSERVE5 a phone that was replaced is not told who asks or follows', async () => {
		const room = await openHub();
		const { phone, therapist } = await openFollowed(room);
		await room.join();
		therapist.say({ kind: 'admitted', device: therapist.of('now').at(-1)?.asking?.[0]?.device ?? '' });
		await room.pass(1_000);
		expect(phone.of('now').at(-1)).not.toHaveProperty('following');
		expect(phone.of('now').at(-1)).not.toHaveProperty('asking');
	});

	test('OBSERVE1 a live-only session is followed like any other, and nothing about it stays', async () => {
		const room = await openHub();
		const { phone, therapist } = await openPair(room);
		phone.say({ kind: 'consent', choice: 'live-only' });
		const observer = room.page(await ask(room), 'observer');
		phone.say({ kind: 'observer-admitted', device: deviceOn(phone) }, ONE_OF_EACH.cue);
		await room.pass(1_000);
		expect(observer.heard()).toContain('cue');
		therapist.say(ONE_OF_EACH.ended);
		for (const page of [phone, therapist]) page.up({ t: 'bye' });
		await room.pass(2_000, 100);
		expect(observer.got.at(-1)).toEqual({ t: 'over', code: 'session_sealed' });
		expect(room.store.devices.size).toBe(0);
		await room.journal.commit();
		expect(await room.journal.read(SESSION)).toEqual([]);
	});

	test('OBSERVE2 who merely follows keeps no session open', async () => {
		const room = await openHub();
		const { phone, therapist, observer } = await openFollowed(room);
		for (const page of [phone, therapist]) page.disconnect();
		for (let minute = 0; minute < 181; minute += 1) {
			await room.pass(60_000);
			observer.up({ t: 'want', heads: {} });
		}
		expect(room.kinds()).toContain('ended');
	});
});
