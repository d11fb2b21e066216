import { beforeAll, describe, expect, test } from 'vitest';
import { createMemoryJournal } from '../../server/journal/memory-journal.ts';
import type { LiveStore } from '../../server/live/live-store.ts';
import type { Body } from '../../shared/events.ts';
import { createSessionLog } from '../../shared/session-log.ts';
import type { TimedEvent } from '../../shared/stream.ts';
import { timelineOf } from '../../shared/timeline.ts';
import { actSession, type Script } from '../../tools/simulated/acted-session.ts';
import { createRandom } from '../../tools/simulator/random.ts';
import { ACTED_SCRIPT } from '../harness/acted-script.ts';

/** A store that takes everything and keeps nothing: what is looked at here is the log. */
const CARELESS: LiveStore = {
	loadOpen: async () => ({ sessions: [], devices: [] }),
	insertSession: async () => undefined,
	saveSession: async () => undefined,
	saveClient: async () => 'client',
	saveDevice: async () => undefined,
	deleteDevices: async () => undefined,
	saveDigest: async () => undefined,
	eraseRecord: async () => undefined,
};

async function act(script: Script = ACTED_SCRIPT, seed = 3): Promise<readonly TimedEvent[]> {
	const journal = createMemoryJournal();
	const { session } = await actSession({ journal, store: CARELESS, random: createRandom(seed) }, script);
	return createSessionLog(await journal.read(session)).ordered();
}

const kinds = (events: readonly TimedEvent[]) => events.map(({ body }) => body.kind);
const first = (events: readonly TimedEvent[], kind: Body['kind']) => kinds(events).indexOf(kind);

describe('a session with STOPs', () => {
	let events: readonly TimedEvent[] = [];
	beforeAll(async () => {
		events = await act();
	});

	test('PLAY5 the client goes the phone page’s way: let in, consent, band, practice marked so, samples without a gap', () => {
		const ratings = events.filter(({ body }) => body.kind === 'rating');
		const practice = events.filter((event) => event.practice);
		expect(first(events, 'admitted')).toBeLessThan(first(events, 'consent'));
		expect(first(events, 'consent')).toBeLessThan(first(events, 'band'));
		expect(first(events, 'band')).toBeLessThan(first(events, 'rating'));
		expect(new Set(kinds(practice))).toEqual(new Set(['rating', 'stop', 'shown', 'answered']));
		expect(practice.at(-1)?.t).toBeLessThan(events[first(events, 'phase')]?.t ?? 0);
		expect(timelineOf(events).gaps).toEqual([]);
		const steps = ratings.slice(1).map(({ t }, i) => t - (ratings[i]?.t ?? 0));
		expect(Math.max(...steps)).toBeLessThanOrEqual(2_100);
	});

	test('PLAY5 a STOP is shown, answered and only then cleared by the client, and work rests in between', () => {
		const stops = timelineOf(events).stops.filter(({ standing }) => standing === 'session');
		expect(stops.length).toBeGreaterThan(0);
		for (const { t, shownAt, answeredAt, clearedAt, clearedHow, phase } of stops) {
			expect(phase).toBe('press');
			expect(shownAt).toBeGreaterThanOrEqual(t);
			expect(answeredAt).toBeGreaterThanOrEqual(shownAt ?? Number.NaN);
			expect(clearedAt).toBeGreaterThan(answeredAt ?? Number.NaN);
			expect(['lighter', 'elsewhere', 'finish']).toContain(clearedHow);
			const between = events.filter((event) => event.t > t && event.t < (clearedAt ?? 0));
			expect(kinds(between)).not.toContain('phase');
		}
	});

	test('PLAY1 the same seed acts the same session', async () => {
		expect(await act()).toEqual(events);
	});

	test('W12 W6 every time is the server’s to within a tick, however long the phone waited to be let in', () => {
		const late = events.map(({ at, arrivedAt }) => arrivedAt - at);
		expect(Math.min(...late)).toBeGreaterThanOrEqual(-100);
		expect(Math.max(...late)).toBeLessThanOrEqual(400);
	});
});

test('PLAY5 a phone out of reach leaves a gap, and what the therapist’s screen said of it', async () => {
	const events = await act({ ...ACTED_SCRIPT, absences: [{ from: 60_000, ms: 15_000 }] });
	const { gaps } = timelineOf(events);
	expect(gaps.map(({ from, to }) => to - from > 14_000)).toEqual([true]);
	expect(events.flatMap(({ body }) => (body.kind === 'signal' ? [body.state] : []))).toEqual(['lost', 'back']);
});

test('PLAY5 for a client without a phone the therapist enters the consent and what is said', async () => {
	const events = await act({ ...ACTED_SCRIPT, spokenTo: 'Ada Owner' });
	expect(kinds(events)).not.toContain('rating');
	expect(events.filter(({ body }) => body.kind === 'spoken-rating').length).toBeGreaterThan(2);
	expect(events[first(events, 'spoken-consent')]?.body).toMatchObject({ choice: 'recorded', member: 'Ada Owner' });
});
