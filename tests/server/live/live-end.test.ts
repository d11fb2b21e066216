import { expect, test } from 'vitest';
import { IDLE_END_MS } from '../../../server/live/live-session.ts';
import { DRAIN_MS } from '../../../server/live/sealing.ts';
import { settle } from '../../harness/hand-wire.ts';
import {
	type HubHarness,
	letIn,
	openHub,
	openPair,
	openRecorded,
	rating,
	SESSION,
	stopOf,
} from '../../harness/hub-harness.ts';

const BYE = { t: 'bye' } as const;
const SEALED = { t: 'over', code: 'session_sealed' } as const;
const isOpen = (room: HubHarness) => room.hub.find(SESSION) !== undefined;

test('W11 an end stands in the log and in the store, and can be undone', async () => {
	const room = await openHub();
	const { phone, therapist } = await openPair(room);
	therapist.say({ kind: 'ended' });
	await settle();
	expect(phone.heard()).toContain('ended');
	expect(room.store.sessions.get(SESSION)?.endedAt).toBe(room.now());
	therapist.say({ kind: 'end-undone' });
	await settle();
	expect(room.store.sessions.get(SESSION)?.endedAt).toBeNull();
	expect(isOpen(room)).toBe(true);
});

test('W11 a phone can’t end a session; an owner can, from outside it, once', async () => {
	const room = await openHub();
	const { phone, therapist } = await openPair(room);
	phone.say({ kind: 'ended' });
	expect(phone.of('refused').at(-1)?.code).toBe('forbidden');
	expect(room.hub.end(SESSION)).toBe(true);
	expect(therapist.of('events').at(-1)).toMatchObject({ seat: 'owner', events: [{ body: { kind: 'ended' } }] });
	expect(room.hub.end(SESSION)).toBe(false);
	expect(room.hub.end('no such session')).toBe(false);
});

test('W11 after three hours without a page the server ends a session, and says that it was idle', async () => {
	expect(IDLE_END_MS).toBe(10_800_000);
	const room = await openHub();
	const { phone, therapist } = await openPair(room);
	for (const page of [phone, therapist]) page.disconnect();
	await room.pass(IDLE_END_MS - 1, 60_000);
	expect(room.kinds()).not.toContain('ended');
	await room.pass(1);
	const [ended] = (room.hub.events(SESSION) ?? []).slice(-1);
	expect(ended).toMatchObject({ seat: 'server', body: { kind: 'ended', idle: true } });
	await room.pass(60_000);
	expect(room.kinds().filter((kind) => kind === 'ended')).toHaveLength(1);
});

test('W11 one page is enough to keep a session from being idle', async () => {
	const room = await openHub();
	const { phone, therapist } = await openPair(room);
	phone.disconnect();
	for (let hours = 0; hours < 4; hours += 1) {
		await room.pass(60 * 60_000);
		therapist.up({ t: 'pen' });
	}
	expect(room.kinds()).not.toContain('ended');
});

test('W11 what comes after the end is taken, recorded and acknowledged; a late STOP is relayed', async () => {
	const room = await openHub();
	const { phone, therapist } = await openRecorded(room);
	therapist.say({ kind: 'ended' });
	await room.pass(1_000);
	phone.say(rating(50), { kind: 'stop' });
	expect(therapist.heard().slice(-2)).toEqual(['rating', 'stop']);
	await room.journal.commit();
	await room.journal.commit();
	expect(phone.of('recorded').at(-1)?.heads[phone.writer]).toEqual([2, 1]);
	expect(await room.journal.kinds(SESSION)).toEqual(expect.arrayContaining(['ended', 'rating', 'stop']));
});

test('W11 a session is sealed when every admitted seat has said goodbye, and then takes nothing more', async () => {
	const room = await openHub();
	const { phone, therapist, tokens } = await openRecorded(room);
	room.journal.setMood('quick');
	therapist.say({ kind: 'ended' });
	phone.up(BYE);
	await settle();
	expect(isOpen(room)).toBe(true);
	expect(phone.isClosed()).toBe(false);
	therapist.up(BYE);
	await settle();
	for (const page of [phone, therapist]) {
		expect(page.got.at(-1)).toEqual(SEALED);
		expect(page.isClosed()).toBe(true);
	}
	expect(isOpen(room)).toBe(false);
	expect((await room.journal.kinds(SESSION)).at(-1)).toBe('sealed');
	expect(room.store.sessions.get(SESSION)?.sealedAt).toBe(room.now());
	expect([...room.store.devices.values()]).toEqual([]);
	expect(room.page(tokens.phone, 'phone').got).toEqual([{ t: 'over', code: 'no_session' }]);
	expect(await room.hub.say({ token: tokens.phone, frames: [] })).toBeNull();
	await room.restart();
	expect(room.page(tokens.therapist, 'therapist').got).toEqual([{ t: 'over', code: 'no_session' }]);
});

test('W11 goodbye before the end is none; said to an end that was undone it has to be said again', async () => {
	const room = await openHub();
	const { phone, therapist } = await openPair(room);
	for (const page of [phone, therapist]) page.up(BYE);
	therapist.say({ kind: 'ended' });
	await settle();
	expect(isOpen(room)).toBe(true);
	phone.up(BYE);
	therapist.say({ kind: 'end-undone' }, { kind: 'ended' });
	therapist.up(BYE);
	await settle();
	expect(isOpen(room)).toBe(true);
	phone.up(BYE);
	await settle();
	expect(isOpen(room)).toBe(false);
});

test('W11 one goodbye of a seat is enough, whichever of its pages says it', async () => {
	const room = await openHub();
	const { phone, therapist, tokens } = await openPair(room);
	const second = room.page(tokens.phone, 'second');
	therapist.say({ kind: 'ended' });
	therapist.up(BYE);
	second.up(BYE);
	await settle();
	expect([phone, second, therapist].map((page) => page.got.at(-1))).toEqual([SEALED, SEALED, SEALED]);
});

test('W11 a phone that asks, was replaced or was taken out keeps nobody waiting', async () => {
	const room = await openHub();
	const { phone, therapist } = await openPair(room);
	const other = room.page(await room.join(), 'other');
	await room.pass(10);
	letIn(therapist);
	const asking = room.page(await room.join(), 'asking');
	therapist.say({ kind: 'ended' });
	therapist.up(BYE);
	await settle();
	expect(isOpen(room)).toBe(true);
	other.up(BYE);
	await settle();
	expect(isOpen(room)).toBe(false);
	for (const page of [phone, other, asking]) expect(page.got.at(-1)).toEqual(SEALED);
});

test('W11 without a phone the therapist’s goodbye seals', async () => {
	const room = await openHub();
	const therapist = room.page(await room.start(), 'therapist');
	therapist.say({ kind: 'ended' });
	therapist.up(BYE);
	expect(therapist.got.at(-1)).toEqual(SEALED);
});

test('COURSE4 what insight tells of a session is worked out when it is sealed', async () => {
	const room = await openHub();
	const asked: string[] = [];
	const { digest } = room.journal;
	room.journal.digest = (session) => {
		asked.push(session);
		return digest(session);
	};
	const { phone, therapist } = await openRecorded(room);
	room.journal.setMood('quick');
	therapist.say({ kind: 'ended' });
	await settle();
	expect(asked).toEqual([]);
	for (const page of [phone, therapist]) page.up(BYE);
	await settle();
	expect(asked).toEqual([SESSION]);
});

test('W11 24 hours after the end a session is sealed, whoever has not said goodbye', async () => {
	expect(DRAIN_MS).toBe(86_400_000);
	const room = await openHub();
	const { therapist, tokens } = await openRecorded(room);
	room.journal.setMood('quick');
	therapist.say({ kind: 'ended' });
	await room.pass(DRAIN_MS - 1, 60_000);
	const late = room.page(tokens.phone, 'late');
	late.say({ kind: 'stop' });
	await settle();
	expect(await room.journal.kinds(SESSION)).toContain('stop');
	expect(isOpen(room)).toBe(true);
	await room.pass(1);
	expect(isOpen(room)).toBe(false);
	expect(late.got.at(-1)).toEqual(SEALED);
	expect((await room.journal.kinds(SESSION)).at(-1)).toBe('sealed');
});

test('W11 it is sealed when everything of it is committed, and not before', async () => {
	const room = await openHub();
	const { phone, therapist } = await openRecorded(room);
	phone.say({ kind: 'stop' });
	therapist.say({ kind: 'ended' });
	for (const page of [phone, therapist]) page.up(BYE);
	await settle();
	expect(phone.got.at(-1)).not.toEqual(SEALED);
	await room.journal.refuse();
	await room.pass(1_000);
	expect(isOpen(room)).toBe(true);
	await room.journal.commit();
	expect(isOpen(room)).toBe(false);
	expect(await room.journal.kinds(SESSION)).toEqual(expect.arrayContaining(['stop', 'ended', 'sealed']));
	expect(phone.of('now').at(-1)).toMatchObject({ recording: 'recorded', heads: { [phone.writer]: [2, 0] } });
});

test('W11 a server that died while it sealed goes on with it', async () => {
	const room = await openHub();
	const { phone, therapist } = await openRecorded(room);
	room.journal.setMood('quick');
	room.store.setBroken(true);
	therapist.say({ kind: 'ended' });
	for (const page of [phone, therapist]) page.up(BYE);
	await settle();
	expect(room.store.sessions.get(SESSION)?.sealedAt).toBeNull();
	room.store.setBroken(false);
	await room.restart();
	await room.pass(100);
	expect(isOpen(room)).toBe(false);
	expect(room.store.sessions.get(SESSION)?.sealedAt).toBe(room.now());
	expect((await room.journal.kinds(SESSION)).filter((kind) => kind === 'sealed')).toHaveLength(1);
});

test('W11 the marks on a late STOP stand in the record as any other', async () => {
	const room = await openHub();
	const { phone, therapist } = await openRecorded(room);
	therapist.say({ kind: 'ended' });
	phone.say({ kind: 'stop' });
	await room.pass(500);
	const stops = [stopOf(phone, 2)];
	therapist.say({ kind: 'shown', stops }, { kind: 'answered', stops });
	for (let i = 0; i < 4; i += 1) await room.journal.commit();
	expect((await room.journal.kinds(SESSION)).toSorted()).toEqual(
		['admitted', 'answered', 'consent', 'ended', 'shown', 'stop'].sort(),
	);
});

test('W13 a session that nobody ever chose for leaves a row without a client and no event', async () => {
	const room = await openHub();
	const { phone, therapist } = await openPair(room);
	phone.say({ kind: 'stop' });
	therapist.say({ kind: 'ended' });
	for (const page of [phone, therapist]) page.up(BYE);
	await settle();
	expect(room.store.sessions.get(SESSION)?.sealedAt).not.toBeNull();
	expect(room.store.clients.size).toBe(0);
	expect(room.store.erased).toEqual(new Set([SESSION]));
	expect(await room.journal.kinds(SESSION)).toEqual([]);
});
