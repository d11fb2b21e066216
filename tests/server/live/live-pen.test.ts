import { expect, test } from 'vitest';
import { NOW_MS } from '../../../shared/protocol.ts';
import { settle } from '../../harness/hand-wire.ts';
import { letIn, openHub, openPair } from '../../harness/hub-harness.ts';

test('W10 a second page of a seat takes the pen when it loads; the first is told and takes it back by a touch', async () => {
	const room = await openHub();
	const { phone, tokens } = await openPair(room);
	const second = room.page(tokens.phone, 'second');
	expect(second.of('welcome')[0]?.hasPen).toBe(true);
	expect(phone.of('moved')).toHaveLength(1);
	expect(phone.of('now').at(-1)?.hasPen).toBe(false);
	phone.up({ t: 'pen' });
	expect(phone.of('pen')).toHaveLength(1);
	expect(second.of('moved')).toHaveLength(1);
	await room.pass(NOW_MS);
	expect([phone, second].map((page) => page.of('now').at(-1)?.hasPen)).toEqual([true, false]);
});

test('W10 a page that lost the pen while it was away does not get it by asking; one that did not lose it does', async () => {
	const room = await openHub();
	const { phone, tokens } = await openPair(room);
	phone.disconnect();
	const back = room.page(tokens.phone, 'phone');
	expect(back.of('welcome')[0]?.hasPen).toBe(true);
	back.disconnect();
	const second = room.page(tokens.phone, 'second');
	expect(second.of('welcome')[0]?.hasPen).toBe(true);
	expect(room.page(tokens.phone, 'phone').of('welcome')[0]?.hasPen).toBe(false);
	expect(second.of('moved')).toEqual([]);
});

test('W10 a touch that is said again takes nothing back: what it got has moved on', async () => {
	const room = await openHub();
	const { phone, tokens } = await openPair(room);
	const second = room.page(tokens.phone, 'second');
	phone.up({ t: 'pen', touch: 1 });
	expect([phone.of('pen').length, second.of('moved').length]).toEqual([1, 1]);
	const third = room.page(tokens.phone, 'third');
	phone.up({ t: 'pen', touch: 1 });
	expect(phone.got.at(-1)).toEqual({ t: 'moved', touch: 1 });
	expect(third.of('moved')).toEqual([]);
	phone.up({ t: 'pen', touch: 2 });
	expect(phone.got.at(-1)).toEqual({ t: 'pen', touch: 2 });
	expect(third.of('moved')).toHaveLength(1);
});

test('W10 a page that does not ask for the pen does not get it', async () => {
	const room = await openHub();
	const { phone, tokens } = await openPair(room);
	expect(room.page(tokens.phone, 'second', { pen: false }).of('welcome')[0]?.hasPen).toBe(false);
	expect(phone.of('moved')).toEqual([]);
});

test('W10 both pages of a seat are shown everything', async () => {
	const room = await openHub();
	const { phone, therapist, tokens } = await openPair(room);
	const second = room.page(tokens.phone, 'second');
	therapist.say({ kind: 'phase', phase: 'press', point: 1 });
	second.say({ kind: 'stop' });
	expect(second.heard()).toContain('phase');
	expect(phone.heard()).toEqual(expect.arrayContaining(['phase', 'stop']));
});

test('W10 a replaced phone may bring what it holds, and nothing else: it is shown nothing and gets no pen', async () => {
	const room = await openHub();
	const { phone, therapist, tokens } = await openPair(room);
	const other = room.page(await room.join(), 'other');
	expect(other.got).toMatchObject([{ t: 'waiting' }]);
	await room.pass(10);
	letIn(therapist);
	expect(other.of('welcome')[0]).toMatchObject({ seat: 'client', hasPen: true });
	expect(phone.take().some(({ t }) => t === 'moved')).toBe(true);

	therapist.say({ kind: 'phase', phase: 'press', point: 1 });
	phone.up({ t: 'pen' });
	phone.say({ kind: 'stop' });
	expect(phone.heard()).not.toContain('phase');
	expect(phone.of('pen')).toEqual([]);
	expect(phone.of('moved')).toHaveLength(2);
	expect(phone.of('held').at(-1)?.heads).toEqual({ [phone.writer]: [1, 0] });
	expect(therapist.heard()).toContain('stop');
	const back = room.page(tokens.phone, 'a-fresh-load');
	expect(back.of('welcome')[0]?.hasPen).toBe(false);
	expect(back.heard()).toEqual([]);
	expect(back.of('now').at(-1)).toMatchObject({ seats: [], accepted: {} });
	expect(other.of('moved')).toEqual([]);
});

test('W10 W12 a phone let in later, but at an earlier time than the one that replaces it, comes in to bring what it holds', async () => {
	const room = await openHub();
	const { phone, tokens } = await openPair(room);
	const other = room.page(await room.join(), 'other');
	await room.pass(10);
	const again = room.page(tokens.therapist, 'reloaded');
	const device = again.of('now').at(-1)?.asking?.[0]?.device;
	const body = { kind: 'admitted', device };
	again.tell('say', 1, body, { events: [{ n: 1, at: room.now() - 1_000, body }] });
	expect(other.of('over')).toEqual([]);
	expect(other.of('welcome')[0]?.hasPen).toBe(false);
	other.say({ kind: 'stop' });
	expect(other.of('held').at(-1)?.heads).toEqual({ [other.writer]: [1, 0] });
	expect(other.heard()).toEqual([]);
	expect(again.heard()).toContain('stop');
	expect(phone.of('moved')).toEqual([]);
});

test('W10 a phone that was taken out is told so, on every line and for good', async () => {
	const room = await openHub();
	const { phone, therapist, device, tokens } = await openPair(room);
	therapist.say({ kind: 'removed', device });
	expect(phone.got.at(-1)).toEqual({ t: 'over', code: 'removed' });
	expect(phone.isClosed()).toBe(true);
	expect(room.page(tokens.phone, 'phone').got).toEqual([{ t: 'over', code: 'removed' }]);
	await settle();
	await room.restart();
	expect(room.page(tokens.phone, 'phone').got).toEqual([{ t: 'over', code: 'removed' }]);
});
