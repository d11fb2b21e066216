import { expect, test } from 'vitest';
import { createHandOutbox } from '../../harness/hand-outbox.ts';
import { namesOf, settle } from '../../harness/hand-wire.ts';
import { nowOf, openLink, relayed, STOP, writerNamed } from '../../harness/link-harness.ts';

const W1 = writerNamed('client', 1);
const EARLIER = writerNamed('client', 7);
const CONSENT = { kind: 'consent', choice: 'recorded' } as const;

test('W13 before the choice nothing is stored, and what is held takes nothing out', async () => {
	const outbox = createHandOutbox();
	const page = await openLink({ outbox });
	page.join({ recording: 'held' });
	page.say(STOP);
	page.down({ t: 'held', heads: { [W1]: [1, 0] } });
	page.down(nowOf(page, { recording: 'held', heads: { [W1]: [1, 0] } }));
	expect(page.link.view()).toMatchObject({ unacknowledged: 1, recording: 'held' });
	expect(new Set(outbox.asked)).toEqual(new Set(['load']));
});

test('W13 once recorded, what is still held goes into the stored outbox, and only heads of the disk take it out', async () => {
	const outbox = createHandOutbox();
	const page = await openLink({ outbox });
	page.join({ recording: 'held' });
	page.say(CONSENT, STOP);
	page.down({ t: 'held', heads: { [W1]: [2, 0] } });
	page.down(nowOf(page, { recording: 'recorded', heads: { [W1]: [1, 0] } }));
	expect(outbox.asked).toContain('put say 1, say 2');
	expect(outbox.entries.map(({ event }) => event.n)).toEqual([2]);
	expect(page.link.isAcknowledged({ writer: W1, lane: 'say', n: 2 })).toBe(false);
	page.down({ t: 'recorded', heads: { [W1]: [2, 0] } });
	expect(outbox.entries).toEqual([]);
});

test('W13 what was only held is not called recorded because recording begins', async () => {
	const page = await openLink();
	page.join({ recording: 'held', heads: { [W1]: [2, 0] } });
	expect(page.link.view().recordedHeads).toEqual({ [W1]: [2, 0] });
	page.down(nowOf(page, { recording: 'recorded', heads: {} }));
	expect(page.link.view().recordedHeads).toEqual({});
});

test('W13 in live only what is held is acknowledged, and nothing was ever stored', async () => {
	const outbox = createHandOutbox();
	const page = await openLink({ outbox });
	page.join({ recording: 'held' });
	page.say({ kind: 'consent', choice: 'live-only' }, STOP);
	page.down(nowOf(page, { recording: 'live-only', heads: { [W1]: [1, 0] } }));
	expect(page.link.view().unacknowledged).toBe(1);
	page.down({ t: 'held', heads: { [W1]: [2, 0] } });
	expect(page.link.view().unacknowledged).toBe(0);
	page.say(STOP);
	expect(outbox.asked.filter((what) => what.startsWith('put'))).toEqual([]);
});

test('W13 withdrawing wipes the stored outbox, and what follows is held in memory', async () => {
	const outbox = createHandOutbox();
	const page = await openLink({ outbox });
	page.join({ recording: 'recorded' });
	page.say({ kind: 'withdrawn' });
	expect(outbox.entries).toHaveLength(1);
	page.down(nowOf(page, { recording: 'withdrawn', heads: { [W1]: [1, 0] } }));
	expect(outbox.entries).toEqual([]);
	page.say(STOP);
	expect(outbox.entries).toEqual([]);
	expect(page.link.view().unacknowledged).toBe(1);
	page.down({ t: 'held', heads: { [W1]: [2, 0] } });
	expect(page.link.view().unacknowledged).toBe(0);
});

test('W13 the answer to "delete what was recorded?" is said until it is done', async () => {
	const page = await openLink();
	const wire = page.join({ recording: 'recorded' });
	page.say({ kind: 'withdrawn' });
	page.link.answerErase(true);
	expect(wire.of('erase')).toEqual([{ t: 'erase', erase: true }]);
	page.down(nowOf(page, { recording: 'withdrawn' }));
	page.down(nowOf(page, { recording: 'withdrawn' }));
	expect(wire.of('erase')).toHaveLength(3);
	expect(page.link.view().isErased).toBe(false);
	page.down(nowOf(page, { recording: 'withdrawn', isErased: true }));
	page.down(nowOf(page, { recording: 'withdrawn' }));
	expect(page.link.view().isErased).toBe(true);
	expect(wire.of('erase')).toHaveLength(3);
});

test('W13 who keeps what was recorded is asked nothing more', async () => {
	const page = await openLink();
	const wire = page.join({ recording: 'recorded' });
	page.say({ kind: 'withdrawn' });
	page.link.answerErase(false);
	page.down(nowOf(page, { recording: 'withdrawn' }));
	expect(wire.of('erase')).toEqual([{ t: 'erase', erase: false }]);
});

test('W13 a choice that the server lost together with the page that made it is said again by the page that saw it', async () => {
	const page = await openLink();
	page.join({ recording: 'recorded' });
	page.down(relayed('client', [CONSENT, { kind: 'cue', cue: 'ok' }], { writer: EARLIER }));
	page.cut();
	const wire = page.connect();
	page.welcome({ recording: 'held', heads: {} });
	expect(namesOf(wire.sent)).toEqual(['say 1 consent']);
	expect(wire.of('events')[0]?.events[0]?.of).toEqual({ writer: EARLIER, lane: 'say', n: 1 });
	page.cut();
	expect(namesOf(page.join({ recording: 'held', heads: { [W1]: [1, 0] } }).sent)).toEqual([]);
});

test('W13 a choice that the server still has, or that another seat made, is not said again', async () => {
	const page = await openLink();
	page.join({ recording: 'held' });
	page.down(relayed('client', [CONSENT], { writer: EARLIER }));
	const spoken = { kind: 'spoken-consent', choice: 'recorded', member: 'Owner Example' } as const;
	page.down(relayed('therapist', [spoken]));
	page.cut();
	const wire = page.join({ recording: 'held', heads: { [EARLIER]: [1, 0] } });
	expect(namesOf(wire.sent)).toEqual([]);
});

test('W11 goodbye is said over an ended session once every outbox of the seat is empty', async () => {
	const page = await openLink();
	const wire = page.join();
	page.say(STOP);
	page.down(relayed('therapist', [{ kind: 'ended' }]));
	page.link.leave();
	await settle();
	expect(wire.of('bye')).toEqual([]);
	page.down({ t: 'recorded', heads: { [W1]: [1, 0] } });
	expect(wire.of('bye')).toEqual([{ t: 'bye' }]);
	page.down(nowOf(page, { heads: { [W1]: [1, 0] } }));
	expect(wire.of('bye')).toHaveLength(1);
});

test('W11 goodbye waits for what a closed tab of this seat left behind', async () => {
	const outbox = createHandOutbox();
	const page = await openLink({ outbox });
	const wire = page.join();
	page.down(relayed('therapist', [{ kind: 'ended' }]));
	await outbox.put([{ writer: EARLIER, lane: 'say', event: { n: 1, at: 5, body: STOP } }], 5);
	page.link.leave();
	await settle();
	expect(wire.of('bye')).toEqual([]);
	expect(namesOf(wire.sent)).toEqual(['say 1 stop']);
	page.down({ t: 'recorded', heads: { [EARLIER]: [1, 0] } });
	expect(wire.of('bye')).toHaveLength(1);
});

test('W11 a session that goes on is left by nobody', async () => {
	const page = await openLink();
	const wire = page.join();
	page.link.leave();
	await settle();
	page.down(nowOf(page));
	expect(wire.of('bye')).toEqual([]);
	page.down(relayed('therapist', [{ kind: 'ended' }]));
	page.down(nowOf(page));
	expect(wire.of('bye')).toEqual([]);
});

test('W11 an end that was undone takes the leave-taking back', async () => {
	const page = await openLink();
	page.join();
	page.cut();
	page.down(relayed('therapist', [{ kind: 'ended' }]));
	const wire = page.connect();
	page.down(relayed('therapist', [{ kind: 'ended' }]));
	page.link.leave();
	await settle();
	page.down(relayed('therapist', [{ kind: 'end-undone' }], { from: 2 }));
	page.welcome();
	page.down(relayed('therapist', [{ kind: 'ended' }], { from: 3 }));
	page.down(nowOf(page));
	expect(wire.of('bye')).toEqual([]);
	page.link.leave();
	await settle();
	expect(wire.of('bye')).toHaveLength(1);
});

test('W11 goodbye is said again on the next connection: the first may have been lost with its own', async () => {
	const page = await openLink();
	page.join();
	page.down(relayed('therapist', [{ kind: 'ended' }]));
	page.link.leave();
	await settle();
	page.cut();
	expect(page.join().of('bye')).toHaveLength(1);
});

test.each(['session_sealed', 'session_erased'] as const)(
	'W11 after %s nothing is taken, the stored outbox is wiped, and the page knows what did not arrive',
	async (code) => {
		const outbox = createHandOutbox();
		const page = await openLink({ outbox });
		page.join();
		page.say(STOP);
		expect(outbox.entries).toHaveLength(1);
		page.down({ t: 'over', code });
		expect(outbox.entries).toEqual([]);
		expect(page.link.view()).toMatchObject({ line: { is: 'over', code }, unacknowledged: 1 });
		expect(page.link.append(STOP)).toBeNull();
		page.link.handleClose(page.wire);
		page.pass(4_000);
		expect(page.link.view().line).toEqual({ is: 'over', code });
	},
);

test('W11 W13 the seal wipes again what another tab stored after a withdrawal it had not heard of', async () => {
	const outbox = createHandOutbox();
	const [other, page] = [await openLink({ outbox }), await openLink({ outbox, firstWriter: 2 })];
	other.join();
	page.join({ recording: 'withdrawn' });
	other.say(STOP);
	other.down({ t: 'over', code: 'removed' });
	expect(outbox.entries).toHaveLength(1);
	page.down({ t: 'over', code: 'session_sealed' });
	expect(outbox.entries).toEqual([]);
});

test('W11 a page whose token opens nothing takes out what it wrote, and leaves what another tab has to bring', async () => {
	const outbox = createHandOutbox();
	const [other, page] = [await openLink({ outbox }), await openLink({ outbox, firstWriter: 2 })];
	other.join();
	other.say(STOP);
	page.join();
	page.say(STOP);
	expect(outbox.entries).toHaveLength(2);
	page.down({ t: 'over', code: 'no_session' });
	expect(outbox.entries.map(({ writer }) => writer)).toEqual([other.link.writer]);
	expect(page.link.view()).toMatchObject({ line: { is: 'over', code: 'no_session' } });
	expect(page.link.append(STOP)).toBeNull();
});

test('W11 a phone that was taken out appends nothing and knows what did not arrive', async () => {
	const page = await openLink();
	page.join();
	page.say(STOP);
	page.down({ t: 'over', code: 'removed' });
	expect(page.link.view()).toMatchObject({ line: { is: 'over', code: 'removed' }, unacknowledged: 1 });
	expect(page.link.append(STOP)).toBeNull();
});

test.each(['page_too_old', 'server_too_old'] as const)(
	'W11 after %s the stored outbox stays: nothing is lost',
	async (code) => {
		const outbox = createHandOutbox();
		const page = await openLink({ outbox });
		page.join();
		page.say(STOP);
		page.down({ t: 'over', code });
		expect(outbox.entries).toHaveLength(1);
		expect(page.link.view().line).toEqual({ is: 'over', code });
	},
);

test.each(['too_many', 'too_slow', 'internal'] as const)('W11 %s ends a connection and nothing else', async (code) => {
	const page = await openLink();
	page.join();
	page.say(STOP);
	page.down({ t: 'over', code });
	page.cut();
	expect(page.link.view().line.is).toBe('weak');
	expect(namesOf(page.join().sent)).toEqual(['say 1 stop']);
});

const spoken = () => relayed('therapist', [{ kind: 'spoken-consent', choice: 'recorded', member: 'Member Grey' }]);
const HELD = { recording: 'held' } as const;

test('PHONE22 W7 a choice that the server has lost with whoever made it is to be made anew', async () => {
	const page = await openLink();
	page.join(HELD);
	page.down(spoken());
	page.pass(10_000);
	expect(page.link.view().isChoiceLost).toBe(false);

	page.join(HELD);
	page.down(nowOf(page, HELD));
	page.pass(4_900);
	expect(page.link.view().isChoiceLost).toBe(false);
	page.pass(200);
	expect(page.link.view()).toMatchObject({ isChoiceLost: true, state: { consent: 'recorded' } });
	page.say(CONSENT);
	expect(page.link.view().isChoiceLost).toBe(false);
});

test('PHONE22 W3 a choice is not lost where whoever made it comes back with it, or where it is recorded', async () => {
	const page = await openLink();
	page.join(HELD);
	const told = spoken();
	page.down(told);
	page.join(HELD);
	page.down(nowOf(page, HELD));
	page.pass(3_000);
	page.down(told);
	page.pass(10_000);
	expect(page.link.view().isChoiceLost).toBe(false);

	page.join({ recording: 'recorded' });
	page.pass(10_000);
	expect(page.link.view().isChoiceLost).toBe(false);
});

test('PHONE22 W10 a page without the pen is not asked to choose', async () => {
	const page = await openLink();
	page.join(HELD);
	page.down(spoken());
	page.join({ ...HELD, hasPen: false });
	page.down(nowOf(page, { ...HELD, hasPen: false }));
	page.pass(10_000);
	expect(page.link.view().isChoiceLost).toBe(false);
});
