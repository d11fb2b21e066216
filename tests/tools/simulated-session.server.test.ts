import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openSqliteJournal } from '../../server/journal/sqlite-journal.ts';
import { createLiveStore } from '../../server/live/clinic-live-store.ts';
import { listSessions } from '../../server/store/sessions.ts';
import { createSessionLog } from '../../shared/session-log.ts';
import { summaryOf } from '../../shared/summary.ts';
import { timelineOf } from '../../shared/timeline.ts';
import { actSession, type Script } from '../../tools/simulated/acted-session.ts';
import { createRandom } from '../../tools/simulator/random.ts';
import { ACTED_SCRIPT } from '../harness/acted-script.ts';
import { NINE } from '../harness/server-events.ts';
import { folderHolds } from '../harness/server-folder.ts';
import { CLINIC, openTwoClinics } from '../harness/server-store.ts';

/** Acts a session in a store and a journal of its own; answers what lies there afterwards. */
async function act(script: Script) {
	const store = await openTwoClinics();
	const journal = await openSqliteJournal({ file: join(store.folder, 'journal.db') });
	onTestFinished(() => journal.close());
	const random = createRandom(3);
	const live = createLiveStore(store.db, { newId: () => random.id(), now: () => NINE, purge: store.purge });
	const acted = await actSession({ journal, store: live, random }, script);
	const events = createSessionLog(await journal.read(acted.session)).ordered();
	const rows = await listSessions(store.db, { clinic: CLINIC, text: '', after: null, limit: 10 });
	return { ...acted, events, rows, folder: store.folder };
}

test('PLAY4 an acted session lies in the journal and the store as any other: whole, ended, sealed, with its numbers', async () => {
	const { session, endedAt, events, rows } = await act(ACTED_SCRIPT);
	const timeline = timelineOf(events);
	const stops = timeline.stops.filter(({ standing }) => standing === 'session').length;
	const kinds = events.map(({ body }) => body.kind);
	expect(kinds.at(-1)).toBe('sealed');
	expect(kinds).not.toContain('refused');
	expect(rows).toMatchObject([
		{
			session,
			recording: 'recorded',
			client: { name: 'Client Quince' },
			startedAt: NINE,
			points: ['left infraspinatus', 'left soleus'],
			peak: summaryOf(timeline).session.peak,
			stops,
		},
	]);
	expect(stops).toBeGreaterThan(0);
	expect(endedAt - NINE).toBeGreaterThan(100_000);
});

test('PLAY4 W13 an acted live-only session leaves its row, and neither an event nor the name', async () => {
	const { events, rows, folder } = await act({ ...ACTED_SCRIPT, choice: 'live-only' });
	expect(events).toEqual([]);
	expect(rows).toMatchObject([{ recording: 'live-only', client: null, points: [], peak: null, stops: 0 }]);
	expect(folderHolds(folder, 'Quince')).toBe(false);
});
