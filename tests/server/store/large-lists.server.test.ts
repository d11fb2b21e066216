import { expect, test } from 'vitest';
import { listDirectory } from '../../../server/store/directory.ts';
import { searchForm } from '../../../server/store/search-text.ts';
import { listSessions } from '../../../server/store/sessions.ts';
import type { ClinicDb } from '../../../server/store/tables.ts';
import { NINE } from '../../harness/server-events.ts';
import { CLINIC, OTHER_CLINIC, OTHER_OWNER, OWNER, openTwoClinics } from '../../harness/server-store.ts';

const MANY = 10_000;
const AT_A_TIME = 500;

/** As many clients and sessions in each of two clinics. */
async function fill(db: ClinicDb): Promise<void> {
	for (const [clinic, member, letter] of [
		[CLINIC, OWNER, 'a'],
		[OTHER_CLINIC, OTHER_OWNER, 'b'],
	] as const) {
		const id = (kind: string, i: number) => `${letter}-${kind}-${String(i).padStart(18 - kind.length, '0')}x`;
		for (let from = 0; from < MANY; from += AT_A_TIME) {
			const numbers = Array.from({ length: AT_A_TIME }, (_, i) => from + i);
			const names = numbers.map((i) => `Client ${String((i * 7_919) % MANY).padStart(5, '0')}`);
			await db
				.insertInto('client')
				.values(
					numbers.map((i) => ({
						id: id('client', i),
						clinic,
						name: String(names[i - from]),
						searchName: searchForm(String(names[i - from])),
						createdAt: NINE,
					})),
				)
				.execute();
			await db
				.insertInto('session')
				.values(
					numbers.map((i) => ({
						...{
							id: id('session', i),
							clinic,
							member,
							client: id('client', i),
							startedAt: NINE + i,
							endedAt: NINE + i,
						},
						...{ sealedAt: NINE + i, recording: 'recorded' as const, isTest: 0 as const },
					})),
				)
				.execute();
		}
	}
}

test('KEEP13 of 10,000 sessions and 10,000 clients a page is the next fifty in order, for whoever may see them', async () => {
	const { db } = await openTwoClinics();
	await fill(db);
	const page = { clinic: CLINIC, text: '', after: null, limit: 51 };
	const sessions = await listSessions(db, page);
	expect([sessions.length, sessions[0]?.startedAt]).toEqual([51, NINE + MANY - 1]);
	const own = await listSessions(db, { ...page, sight: OWNER });
	expect(own).toEqual(sessions);
	expect(await listSessions(db, { ...page, sight: OTHER_OWNER })).toEqual([]);
	const clients = await listDirectory(db, { ...page, sight: null });
	expect(clients.map(({ name }) => name)).toEqual(
		Array.from({ length: 51 }, (_, i) => `Client ${String(i).padStart(5, '0')}`),
	);
	expect((await listDirectory(db, { ...page, sight: OWNER })).length).toBe(51);
	const last = clients.at(-1);
	const next = await listDirectory(db, {
		...page,
		sight: null,
		after: { name: String(last?.searchName), id: String(last?.id) },
	});
	expect(next[0]?.name).toBe('Client 00051');
});
