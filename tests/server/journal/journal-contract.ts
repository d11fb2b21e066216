import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Journal, JournalEntry } from '../../../server/journal/journal.ts';
import { digestOf } from '../../../shared/course.ts';
import { type Body, LANES, type LoggedEvent, SEATS } from '../../../shared/events.ts';
import { streamKey } from '../../../shared/stream.ts';
import { eventOf, idNamed, NINE, ratings } from '../../harness/server-events.ts';
import { type Line, logOf, phase, rates, started } from '../../shared/log-builder.ts';

const ONE = idNamed('session-one');
const OTHER = idNamed('session-other');

/** What every engine of the journal must do. `open` gives an empty one. */
export function describeJournal(engine: string, open: () => Promise<Journal>): void {
	describe(engine, () => {
		let journal: Journal;
		beforeEach(async () => {
			journal = await open();
		});
		afterEach(() => journal.close());

		test(`REC1 ${engine}: what is appended is read back as it was, each stream in its order`, async () => {
			await fc.assert(
				fc.asyncProperty(sessionArbitrary, async ({ session, events }) => {
					const entries = events.map((event) => ({ session, event }));
					expect(await journal.append(entries)).toEqual([]);
					expect(byStream(await journal.read(session))).toEqual(byStream(events));
				}),
				{ numRuns: 30 },
			);
		});

		test(`REC1 ${engine}: a session nobody wrote is empty`, async () => {
			expect(await journal.read(ONE)).toEqual([]);
			expect(await journal.append([])).toEqual([]);
		});

		test(`COURSE4 ${engine}: what is derived of a session is of its events, what came since and what was taken out`, async () => {
			const lines: readonly Line[] = [
				started,
				{ s: 1, body: { kind: 'point', point: 1, muscle: 'soleus', side: 'left', place: 'near the scar' } },
				phase(2, 'press'),
				...rates([2, 50], [5, 80], [8, 40]),
				{ s: 9, body: { kind: 'ended' } },
			];
			const events = logOf(lines);
			const digests = [];
			for (const event of events) {
				await journal.append([{ session: ONE, event }]);
				digests.push(await journal.digest(ONE));
			}
			expect(digests).toEqual(events.map((_, i) => digestOf(events.slice(0, i + 1))));
			await journal.redact(ONE);
			expect((await journal.digest(ONE)).points).toEqual([{ point: 1, muscle: 'soleus', side: 'left', felt: [] }]);
			await journal.erase(ONE);
			expect(await journal.digest(ONE)).toEqual(digestOf([]));
		});

		test(`REC2 ${engine}: an identity that is there stays as it is`, async () => {
			const [first] = ratings(ONE, 1, 1) as [JournalEntry];
			const other: JournalEntry = { ...first, event: { ...first.event, at: NINE, body: { kind: 'stop' } } };
			await journal.append([first]);
			expect(await journal.append([other, first])).toEqual([]);
			expect(await journal.read(ONE)).toEqual([first.event]);
		});

		test(`REC2 ${engine}: appends given at once are all kept, none of them twice`, async () => {
			const all = ratings(ONE, 1, 300);
			const overlapping = [all.slice(0, 150), all.slice(100, 200), all.slice(0, 300), all.slice(299)];
			await Promise.all(overlapping.map((entries) => journal.append(entries)));
			expect(await journal.read(ONE)).toEqual(all.map(({ event }) => event));
		});

		test(`REC3 ${engine}: an entry that can't be kept is answered, and the others are kept`, async () => {
			const [first, second, third] = ratings(ONE, 1, 3) as [JournalEntry, JournalEntry, JournalEntry];
			const unkeepable = { ...second, event: { ...second.event, body: endless() } };
			const timeless = { session: OTHER, event: { ...first.event, at: Number.NaN } };
			const [answer, quiet] = await Promise.all([
				journal.append([first, unkeepable, timeless, third]),
				journal.append(ratings(OTHER, 1, 2)),
			]);
			expect(answer).toEqual([unkeepable, timeless]);
			expect(quiet).toEqual([]);
			expect(await journal.read(OTHER)).toHaveLength(2);
			expect(await journal.append([second])).toEqual([]);
			expect(await journal.read(ONE)).toEqual([first.event, second.event, third.event]);
		});

		test(`REC4 ${engine}: a stream is read up to its first missing n`, async () => {
			const all = ratings(ONE, 1, 5);
			const events = all.map(({ event }) => event);
			await journal.append(all.filter(({ event }) => event.n !== 3));
			expect(await journal.read(ONE)).toEqual(events.slice(0, 2));
			await journal.append(all.slice(2, 3));
			expect(await journal.read(ONE)).toEqual(events);
		});

		test(`REC5 ${engine}: erasing takes the whole session and nothing else, also what was on its way`, async () => {
			await journal.append(ratings(ONE, 1, 40));
			const onItsWay = journal.append(ratings(ONE, 41, 80, idNamed('second-phone')));
			await Promise.all([onItsWay, journal.append(ratings(OTHER, 1, 3)), journal.erase(ONE)]);
			expect(await journal.read(ONE)).toEqual([]);
			expect(await journal.read(OTHER)).toHaveLength(3);
		});

		test(`REC5 ${engine}: what comes for an erased session is not kept, and the rest of its batch is`, async () => {
			await journal.append(ratings(ONE, 1, 2));
			await journal.erase(ONE);
			const late = ratings(ONE, 3, 4);
			expect(await journal.append([...late, ...ratings(OTHER, 1, 3)])).toEqual(late);
			expect(await journal.read(ONE)).toEqual([]);
			expect(await journal.read(OTHER)).toHaveLength(3);
		});

		test(`REC13 ${engine}: redacting takes out what was written freely, and leaves every number and mark`, async () => {
			const later = { kind: 'later', text: 'canary' } as unknown as Body;
			const bodies: readonly Body[] = [
				{ kind: 'note', text: 'canary' },
				{ kind: 'point', point: 1, muscle: 'soleus', side: 'left', place: 'canary' },
				{ kind: 'point', point: 2, muscle: 'canary’s knot', side: 'middle' },
				{ kind: 'phase', phase: 'press', point: 1 },
				later,
			];
			const said = bodies.map((body, i) => ({
				session: ONE,
				event: { ...eventOf({ n: i + 1, lane: 'say', writer: idNamed('desk'), body: { kind: 'stop' } }), body },
			}));
			await journal.append([...said, ...ratings(ONE, 1, 3)]);
			const before = await journal.read(ONE);
			await journal.redact(ONE);
			const after = await journal.read(ONE);
			expect(JSON.stringify(after)).not.toContain('canary');
			expect(after.filter(({ body }) => body.kind === 'rating')).toEqual(
				before.filter(({ body }) => body.kind === 'rating'),
			);
			expect(after.filter(({ lane }) => lane === 'say').map(({ body }) => body)).toEqual([
				{ kind: 'note', text: '' },
				{ kind: 'point', point: 1, muscle: 'soleus', side: 'left' },
				{ kind: 'point', point: 2, muscle: '–', side: 'middle' },
				{ kind: 'phase', phase: 'press', point: 1 },
				{ kind: 'refused', code: 'unknown_event' },
			]);
		});
	});
}

function endless(): Body {
	const body: Record<string, unknown> = { kind: 'stop' };
	body.of = body;
	return body as unknown as Body;
}

function byStream(events: readonly LoggedEvent[]): Record<string, readonly LoggedEvent[]> {
	return Object.fromEntries(Map.groupBy(events, streamKey));
}

const instant = fc.nat({ max: 4_102_444_800_000 });
const eventId = fc.record({
	writer: fc.constant(idNamed('earlier')),
	lane: fc.constantFrom(...LANES),
	n: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
});
const body: fc.Arbitrary<Body> = fc.oneof(
	fc.record({ kind: fc.constant('rating' as const), value: fc.nat({ max: 100 }), touched: fc.boolean() }),
	// neither is a rating of the scale, and each is kept as it came
	fc.record({
		kind: fc.constant('rating' as const),
		value: fc.double({ noNaN: true, min: -300, max: 300 }).map((x) => x + 0),
		touched: fc.boolean(),
	}),
	fc.record({
		kind: fc.constant('rating' as const),
		value: fc.nat({ max: 100 }),
		touched: fc.boolean(),
		extra: fc.string(),
	}),
	fc.record({ kind: fc.constant('note' as const), text: fc.string({ unit: 'binary', maxLength: 40 }) }),
	fc.record({
		kind: fc.constant('refused' as const),
		code: fc.constantFrom('forbidden' as const, 'too_large' as const),
	}),
	// a kind of a later version is kept as it came (W14)
	fc.record({
		kind: fc.constant('warmth' as 'stop'),
		where: fc.array(fc.nat()),
		deep: fc.dictionary(fc.string(), fc.nat()),
	}),
);
const stream = fc
	.record({
		writer: fc.string({ unit: fc.constantFrom('a', 'B', '7', '_', '-'), minLength: 22, maxLength: 22 }),
		lane: fc.constantFrom(...LANES),
		seat: fc.constantFrom(...SEATS),
		contents: fc.array(
			fc.record({ at: instant, arrivedAt: instant, practice: fc.boolean(), of: fc.option(eventId), body }),
			{ minLength: 1, maxLength: 6 },
		),
	})
	.map(({ writer, lane, seat, contents }) =>
		contents.map(({ practice, of, ...content }, i) => ({
			...eventOf({ n: i + 1, writer, lane, seat, body: { kind: 'stop' } }),
			...content,
			...(practice && { practice: true as const }),
			...(of && { of }),
		})),
	);
const sessionArbitrary = fc.record({
	session: fc.uuid(),
	events: fc
		.uniqueArray(stream, { selector: ([first]) => (first ? streamKey(first) : ''), minLength: 1, maxLength: 4 })
		.map((streams) => streams.flat()),
});
