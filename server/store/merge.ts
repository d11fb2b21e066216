import type { Doing } from './client-record.ts';
import { readClient } from './clients.ts';
import type { ClinicDb } from './tables.ts';
import { insertTrace } from './traces.ts';

/** Facts that go along; of two plans the newest is in force by itself. */
const FACTS = ['caution', 'plan', 'consent', 'trace'] as const;

/**
 * Puts two records of one person together: every session and fact of `from` goes into `into`. The former record stays as
 * a name behind the other, in no list, and goes when that is erased. A legal hold on either holds both.
 * Answers false where the clinic does not have both, or they are the same.
 */
export function mergeClients(
	db: ClinicDb,
	{ clinic, from, into }: { readonly clinic: string; readonly from: string; readonly into: string },
	{ member, at, newId }: Doing,
): Promise<boolean> {
	return db.transaction().execute(async (trx) => {
		const isBoth = (await readClient(trx, clinic, from)) && (await readClient(trx, clinic, into));
		if (!isBoth || from === into) return false;
		await trx.updateTable('session').set({ client: into }).where('client', '=', from).execute();
		for (const fact of FACTS) await trx.updateTable(fact).set({ client: into }).where('client', '=', from).execute();
		await moveMasking(trx, from, into, newId);
		await fillGaps(trx, from, into);
		await trx.updateTable('client').set({ mergedInto: into }).where('id', '=', from).execute();
		await insertTrace(trx, { id: newId(), client: into, member, at, what: 'merged', session: null, other: from });
		return true;
	});
}

/** What was noted in both records for one day is noted once. */
async function moveMasking(db: ClinicDb, from: string, into: string, newId: () => string): Promise<void> {
	const rows = await db.selectFrom('masking').selectAll().where('client', '=', from).execute();
	for (const row of rows) {
		await db
			.insertInto('masking')
			.values({ ...row, id: newId(), client: into })
			.onConflict((conflict) => conflict.columns(['client', 'day', 'what']).doNothing())
			.execute();
	}
	await db.deleteFrom('masking').where('client', '=', from).execute();
}

/** What only the former record says is taken over; where both say something, the one that stays is right. */
async function fillGaps(db: ClinicDb, from: string, into: string): Promise<void> {
	const former = await db.selectFrom('client').selectAll().where('id', '=', from).executeTakeFirstOrThrow();
	const { birthYear, reason, therapist, holdReason, heldAt, heldBy } = former;
	const own = await db.selectFrom('client').selectAll().where('id', '=', into).executeTakeFirstOrThrow();
	await db
		.updateTable('client')
		.set({
			birthYear: own.birthYear ?? birthYear,
			reason: own.reason ?? reason,
			therapist: own.therapist ?? therapist,
			isRegistered: own.isRegistered || former.isRegistered ? 1 : 0,
			...(own.heldAt === null && { holdReason, heldAt, heldBy }),
		})
		.where('id', '=', into)
		.execute();
	await db.updateTable('client').set({ heldAt: null, holdReason: null, heldBy: null }).where('id', '=', from).execute();
}
