import { expect, test } from 'vitest';
import { createHandOutbox } from '../../harness/hand-outbox.ts';
import { settle } from '../../harness/hand-wire.ts';
import { nowOf, openLink, rate, relayed, STOP, writerNamed } from '../../harness/link-harness.ts';

const WELCOME = { seat: 'observer', hasPen: false, recording: 'recorded' } as const;

test('OBSERVE8 an observer’s page goes from connecting by waiting to live, and is over when it is ended', async () => {
	const page = await openLink({ seat: 'observer' });
	expect(page.link.view().line).toEqual({ is: 'connecting' });
	page.connect();
	page.down({ t: 'waiting', words: 'Olga Example', echo: page.now(), serverAt: page.serverNow() });
	expect(page.link.view().line).toEqual({ is: 'waiting', words: 'Olga Example' });
	page.welcome(WELCOME);
	expect(page.link.view()).toMatchObject({ line: { is: 'live' }, hasPen: false, recording: 'recorded' });
	page.down(relayed('client', [STOP], { writer: writerNamed('client', 1) }));
	expect(page.link.view().state.stops).toHaveLength(1);
	page.down({ t: 'over', code: 'removed' });
	expect(page.link.view().line).toEqual({ is: 'over', code: 'removed' });
});

test('OBSERVE8 it appends nothing, asks for no pen, says no goodbye and deletes nothing, whatever its person does', async () => {
	const outbox = createHandOutbox();
	const page = await openLink({ seat: 'observer', outbox });
	const wire = page.join(WELCOME);
	page.link.touch();
	expect([page.link.append(STOP), page.link.append(rate(50))]).toEqual([null, null]);
	page.down(relayed('therapist', [{ kind: 'ended' }], { writer: writerNamed('therapist', 1) }));
	page.link.leave();
	page.link.answerErase(true);
	await settle();
	page.pass(60_000);
	page.down(nowOf(page, { recording: 'withdrawn', hasPen: true, seats: [] }));
	page.pass(1_000);
	page.cut();
	const again = page.connect();
	page.welcome(WELCOME);
	page.pass(1_000);
	for (const each of [wire, again]) {
		expect(new Set(each.sent.map(({ t }) => t))).toEqual(new Set(['hello', 'now']));
		expect(each.of('hello').map(({ pen }) => pen)).toEqual([false]);
		expect(each.of('now').every(({ rating, touchedAt, say, flow }) => !rating && !touchedAt && say + flow === 0)).toBe(
			true,
		);
	}
	expect(page.secondRoad).toEqual([]);
	expect(page.link.outbox()).toEqual([]);
	expect(outbox.asked).toEqual([]);
});

test('OBSERVE5 who asks and who follows stand in the view as the last picture of now told it', async () => {
	const page = await openLink();
	page.join();
	const [asks, follows] = ['Otto Example', 'Olga Example'].map((words) => ({ device: words.slice(0, 4), words }));
	if (!asks || !follows) throw new Error('nobody');
	page.down(nowOf(page, { seats: [], asking: [asks], wouldFollow: [asks], following: [follows] }));
	expect(page.link.view()).toMatchObject({ asking: [asks], wouldFollow: [asks], following: [follows] });
	page.down(nowOf(page, { seats: [] }));
	expect(page.link.view()).toMatchObject({ asking: [], wouldFollow: [], following: [] });
});
