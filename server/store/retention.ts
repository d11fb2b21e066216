import type { RetentionRow } from '../../shared/keeping-api.ts';
import { dueAt, type RetentionRule } from '../../shared/retention.ts';
import type { ClinicDb } from './tables.ts';

/** Clients of the clinic whose record may go by rule at `now`, the longest due first. */
export async function listDueClients(
	db: ClinicDb,
	clinic: string,
	rule: RetentionRule,
	now: number,
): Promise<readonly RetentionRow[]> {
	if (rule.years === null) return [];
	const rows = await db
		.selectFrom('client')
		.leftJoin('session', 'session.client', 'client.id')
		.select(['client.id', 'client.name', 'client.birthYear', 'client.heldAt', 'client.createdAt'])
		.select((eb) => eb.fn.max(eb.fn.coalesce('session.endedAt', 'session.startedAt')).as('lastAt'))
		.where('client.clinic', '=', clinic)
		.where('client.mergedInto', 'is', null)
		.groupBy('client.id')
		.execute();
	return rows
		.flatMap(({ id, name, birthYear, heldAt, createdAt, lastAt }) => {
			const last = Number(lastAt ?? createdAt);
			const due = dueAt({ lastAt: last, birthYear }, rule);
			if (due === null || due > now) return [];
			return [{ client: { id, name }, lastAt: last, dueAt: due, isHeld: heldAt !== null }];
		})
		.sort((a, b) => a.dueAt - b.dueAt);
}

/** Sessions of nobody, of which only a row is left, that began before `before`. */
export async function listNobodysSessions(db: ClinicDb, clinic: string, before: number): Promise<readonly string[]> {
	const rows = await db
		.selectFrom('session')
		.select('id')
		.where('clinic', '=', clinic)
		.where('client', 'is', null)
		.where('sealedAt', 'is not', null)
		.where('startedAt', '<', before)
		.execute();
	return rows.map(({ id }) => id);
}
