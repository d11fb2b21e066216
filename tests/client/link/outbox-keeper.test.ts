import { expect, test } from 'vitest';
import type { OutboxEntry } from '../../../client/link/outbox.ts';
import { createOutboxKeeper } from '../../../client/link/outbox-keeper.ts';
import { createHandOutbox, type HandOutbox } from '../../harness/hand-outbox.ts';
import { settle } from '../../harness/hand-wire.ts';

const entry = (n: number): OutboxEntry => ({
	writer: 'mine',
	lane: 'say',
	event: { n, at: n, body: { kind: 'stop' } },
});
const SAY = { writer: 'mine', lane: 'say' } as const;

function setUp(store: HandOutbox | null = createHandOutbox(), held: readonly OutboxEntry[] = []) {
	let refusals = 0;
	const keeper = createOutboxKeeper(
		store,
		() => held,
		() => {
			refusals += 1;
		},
	);
	return { keeper, store, refusals: () => refusals };
}

test('W13 before the choice nothing is written, and what an earlier choice left is taken out when it was said again', () => {
	const { keeper, store } = setUp();
	keeper.put([entry(1)], 5);
	keeper.setMode('memory', 5);
	expect(store?.asked).toEqual([]);
	keeper.remove(SAY, 1);
	expect(store?.asked).toEqual(['remove say 1']);
});

test('W13 once recorded, what was held so far is written first, then each event as it comes', () => {
	const { keeper, store } = setUp(createHandOutbox(), [entry(1), entry(2)]);
	keeper.setMode('stored', 5);
	keeper.put([entry(3)], 6);
	keeper.remove(SAY, 2);
	expect(store?.asked).toEqual(['put say 1, say 2', 'put say 3', 'remove say 2']);
	keeper.setMode('stored', 7);
	expect(store?.asked).toHaveLength(3);
});

test('W13 in live only, and when all is over, what is stored goes and nothing more is written', () => {
	const { keeper, store } = setUp(createHandOutbox([entry(1)]));
	keeper.setMode('wiped', 5);
	keeper.put([entry(2)], 6);
	keeper.remove(SAY, 2);
	expect(store?.asked).toEqual(['wipe']);
	expect(store?.entries).toEqual([]);
});

test('W1 what an earlier load left is read with the server’s clock as it was, and goes on being kept', async () => {
	const { keeper, store } = setUp(createHandOutbox([entry(4)], 77));
	expect(await keeper.load()).toEqual({ entries: [entry(4)], lastServerAt: 77 });
	keeper.remove(SAY, 4);
	expect(store?.entries).toEqual([]);
});

test('W2 a browser that refuses is found out once, and everything goes on in memory', async () => {
	const { keeper, store, refusals } = setUp();
	store?.setMood('refuses');
	keeper.setMode('stored', 5);
	keeper.put([entry(1)], 5);
	keeper.put([entry(2)], 5);
	expect(keeper.isRefused()).toBe(false);
	await settle();
	expect(keeper.isRefused()).toBe(true);
	expect(refusals()).toBe(1);
});

test('W2 an outbox that can’t even be read is as an empty one', async () => {
	const { keeper, store } = setUp();
	store?.setMood('refuses');
	expect(await keeper.load()).toEqual({ entries: [], lastServerAt: 0 });
	expect(keeper.isRefused()).toBe(true);
});

test('W13 a page that stores nothing has nothing to read', async () => {
	const { keeper } = setUp(null);
	keeper.setMode('stored', 1);
	keeper.put([entry(1)], 1);
	keeper.setMode('wiped', 1);
	expect(await keeper.load()).toEqual({ entries: [], lastServerAt: 0 });
	expect(keeper.isRefused()).toBe(false);
});
