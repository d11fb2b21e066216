import { expect, test } from 'vitest';
import { namesOf } from '../../harness/hand-wire.ts';
import { nowOf, openLink, rate, relayed, STOP, writerNamed } from '../../harness/link-harness.ts';

const PHONE = writerNamed('client', 9);

test('W10 a page asks for the pen when it loads', async () => {
	const page = await openLink();
	expect(page.connect().of('hello')[0]?.pen).toBe(true);
	page.welcome({ hasPen: false });
	expect(page.link.view().hasPen).toBe(false);
});

test('W10 a page that lost the pen appends nothing, and a reconnect does not ask for it', async () => {
	const page = await openLink();
	const wire = page.join();
	page.down({ t: 'moved' });
	expect(page.link.view().hasPen).toBe(false);
	expect(page.link.append(STOP)).toBeNull();
	expect(page.link.append(rate(50))).toBeNull();
	expect(namesOf(wire.sent)).toEqual([]);
	page.cut();
	expect(page.connect().of('hello')[0]?.pen).toBe(false);
	page.welcome({ hasPen: false });
	expect(page.link.view().hasPen).toBe(false);
});

test('W10 it goes on showing and ringing, and brings what it still holds', async () => {
	const page = await openLink();
	page.join();
	page.cut();
	page.say(STOP);
	const wire = page.connect();
	page.welcome({ hasPen: false });
	expect(namesOf(wire.sent)).toEqual(['say 1 stop']);
	page.down(relayed('client', [STOP], { writer: PHONE }));
	expect(page.link.view().state.stops).toHaveLength(2);
	page.down(nowOf(page, { hasPen: false, seats: [] }));
	expect(wire.of('now')).not.toEqual([]);
});

test('W10 one touch takes the pen back under the same writer, and what is pressed with it is not lost', async () => {
	const page = await openLink();
	const wire = page.join();
	page.say(STOP);
	page.down({ t: 'moved' });
	wire.take();
	page.link.touch();
	const stop = page.link.append(STOP);
	expect(stop).toEqual({ writer: page.link.writer, lane: 'say', n: 2 });
	expect(page.link.writer).toBe(writerNamed('client', 1));
	expect(wire.take().map(({ t }) => t)).toEqual(['pen', 'events']);
	page.down({ t: 'pen' });
	expect(page.link.view().hasPen).toBe(true);
});

test('W10 a touch on a page that has the pen says nothing', async () => {
	const page = await openLink();
	const wire = page.join();
	wire.take();
	page.link.touch();
	expect(wire.take()).toEqual([]);
});

test('W10 a touch while offline asks on the next connection, and again if that did not give it', async () => {
	const page = await openLink();
	page.join();
	page.down({ t: 'moved' });
	page.cut();
	page.link.touch();
	const wire = page.connect();
	expect(wire.of('hello')[0]?.pen).toBe(true);
	page.welcome({ hasPen: false });
	expect(page.link.view().hasPen).toBe(true);
	expect(wire.of('pen')).toHaveLength(1);
	page.pass(1_000);
	page.down(nowOf(page, { hasPen: false }));
	expect(wire.of('pen').map(({ touch }) => touch)).toEqual([1, 1]);
	page.down({ t: 'pen' });
	page.down(nowOf(page, { hasPen: true }));
	expect(page.link.view().hasPen).toBe(true);
});

test('W10 one touch is one wish: what was asked before the welcome of a connection is said again as the same touch', async () => {
	const page = await openLink();
	page.join();
	page.down({ t: 'moved' });
	page.cut();
	const wire = page.connect();
	page.link.touch();
	page.welcome({ hasPen: false });
	expect(wire.of('pen').map(({ touch }) => touch)).toEqual([1, 1]);
	expect(page.link.view().hasPen).toBe(true);
});

test('W10 what was said before the server heard of a touch does not take the pen that it asks for', async () => {
	const page = await openLink();
	page.join();
	page.down({ t: 'moved' });
	page.link.touch();
	page.down({ t: 'moved', touch: 0 });
	page.down(nowOf(page, { hasPen: true }));
	page.down({ t: 'moved', touch: 0 });
	expect(page.link.view().hasPen).toBe(true);
	page.down({ t: 'pen', touch: 1 });
	page.down({ t: 'moved', touch: 1 });
	expect(page.link.view().hasPen).toBe(false);
});

test('W10 a lost word of the pen heals with the next picture of now', async () => {
	const page = await openLink();
	page.join();
	page.down(nowOf(page, { hasPen: false }));
	expect(page.link.view().hasPen).toBe(false);
	page.down(nowOf(page, { hasPen: true }));
	expect(page.link.view().hasPen).toBe(true);
});

test('W10 W8 with the pen comes a fresh picture', async () => {
	const page = await openLink();
	const wire = page.join();
	page.down({ t: 'moved' });
	wire.take();
	page.down({ t: 'pen' });
	expect(wire.take().map(({ t }) => t)).toEqual(['now']);
});
