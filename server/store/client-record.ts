import type { CautionKey, MaskingKey } from '../../shared/cautions.ts';
import { CAUTION_KEYS, MASKING_KEYS } from '../../shared/cautions.ts';
import type { ByWhom, ClientAnswer } from '../../shared/clients-api.ts';
import type { Band } from '../../shared/scale.ts';
import { searchForm } from './search-text.ts';
import type { ClinicDb } from './tables.ts';

/** What a clinic enters about a client itself. */
export interface ClientDetails {
	readonly name?: string | undefined;
	readonly isPseudonym?: boolean | undefined;
	readonly birthYear?: number | null | undefined;
	readonly reason?: string | null | undefined;
	readonly therapist?: string | null | undefined;
}

/** Who does something, and when. */
export interface Doing {
	readonly member: string | null;
	readonly at: number;
	readonly newId: () => string;
}

export async function registerClient(
	db: ClinicDb,
	client: ClientDetails & { readonly id: string; readonly clinic: string; readonly name: string; readonly at: number },
): Promise<void> {
	const { id, clinic, name, at, isPseudonym = false, birthYear = null, reason = null, therapist = null } = client;
	await db
		.insertInto('client')
		.values({ id, clinic, name, searchName: searchForm(name), createdAt: at })
		.execute();
	await changeClient(db, id, { isPseudonym, birthYear, reason, therapist });
}

/** Changes what is named. From here on the record stays without a session too. */
export async function changeClient(db: ClinicDb, client: string, details: ClientDetails): Promise<void> {
	const { name, isPseudonym, birthYear, reason, therapist } = details;
	await db
		.updateTable('client')
		.set({
			isRegistered: 1,
			...(name !== undefined && { name, searchName: searchForm(name) }),
			...(isPseudonym !== undefined && { isPseudonym: isPseudonym ? (1 as const) : (0 as const) }),
			...(birthYear !== undefined && { birthYear }),
			...(reason !== undefined && { reason }),
			...(therapist !== undefined && { therapist }),
		})
		.where('id', '=', client)
		.execute();
}

/** Whether the clinic has this member. */
export async function hasMember(db: ClinicDb, clinic: string, member: string): Promise<boolean> {
	const row = await db
		.selectFrom('member')
		.select('id')
		.where('id', '=', member)
		.where('organizationId', '=', clinic)
		.executeTakeFirst();
	return row !== undefined;
}

export async function readDetails(db: ClinicDb, client: string): Promise<ClientAnswer['client']> {
	const row = await db
		.selectFrom('client')
		.leftJoin('member', 'member.id', 'client.therapist')
		.leftJoin('user', 'user.id', 'member.userId')
		.selectAll('client')
		.select('user.name as therapistName')
		.where('client.id', '=', client)
		.executeTakeFirstOrThrow();
	const { id, name, isPseudonym, birthYear, reason, therapist, therapistName, createdAt, anonymisedAt } = row;
	return {
		id,
		name,
		isPseudonym: isPseudonym === 1,
		birthYear,
		reason,
		therapist: therapist === null ? null : { id: therapist, name: therapistName ?? '' },
		createdAt,
		anonymisedAt,
		hold: row.heldAt === null ? null : { reason: row.holdReason ?? '', at: row.heldAt },
	};
}

export async function setHold(
	db: ClinicDb,
	client: string,
	hold: { readonly reason: string; readonly at: number; readonly by: string } | null,
): Promise<void> {
	await db
		.updateTable('client')
		.set({ holdReason: hold?.reason ?? null, heldAt: hold?.at ?? null, heldBy: hold?.by ?? null })
		.where('id', '=', client)
		.execute();
}

/** The cautions in force, as they were noted. */
export async function listCautions(
	db: ClinicDb,
	client: string,
): Promise<readonly (ByWhom & { readonly caution: CautionKey })[]> {
	const rows = await db
		.selectFrom('caution')
		.leftJoin('member', 'member.id', 'caution.member')
		.leftJoin('user', 'user.id', 'member.userId')
		.select(['caution.caution', 'caution.at', 'user.name as by'])
		.where('caution.client', '=', client)
		.where('caution.endedAt', 'is', null)
		.orderBy('caution.at')
		.orderBy('caution.caution')
		.execute();
	return rows.flatMap(({ caution, ...row }) => {
		const key = CAUTION_KEYS.find((known) => known === caution);
		return key ? [{ ...row, caution: key }] : [];
	});
}

/** Ends those in force that are not named, and begins those that are not in force; both are kept with who and when. */
export function setCautions(
	db: ClinicDb,
	client: string,
	cautions: readonly CautionKey[],
	{ member, at, newId }: Doing,
): Promise<void> {
	return db.transaction().execute(async (trx) => {
		const inForce = (await listCautions(trx, client)).map(({ caution }) => caution);
		const over = inForce.filter((caution) => !cautions.includes(caution));
		await trx
			.updateTable('caution')
			.set({ endedAt: at, endedBy: member })
			.where('client', '=', client)
			.where('endedAt', 'is', null)
			.where('caution', 'in', over)
			.execute();
		for (const caution of new Set(cautions)) {
			if (inForce.includes(caution)) continue;
			await trx.insertInto('caution').values({ id: newId(), client, member, at, caution }).execute();
		}
	});
}

export interface MaskedDay {
	readonly day: string;
	readonly masking: readonly MaskingKey[];
}

/** The days on which ratings may be masked, newest first. */
export async function listMaskedDays(db: ClinicDb, client: string): Promise<readonly MaskedDay[]> {
	const rows = await db
		.selectFrom('masking')
		.select(['day', 'what'])
		.where('client', '=', client)
		.orderBy('day', 'desc')
		.orderBy('what')
		.execute();
	return [...Map.groupBy(rows, ({ day }) => day)].map(([day, own]) => ({
		day,
		masking: MASKING_KEYS.filter((key) => own.some(({ what }) => what === key)),
	}));
}

export function setMasking(
	db: ClinicDb,
	client: string,
	{ day, masking }: MaskedDay,
	{ member, at, newId }: Doing,
): Promise<void> {
	return db.transaction().execute(async (trx) => {
		await trx.deleteFrom('masking').where('client', '=', client).where('day', '=', day).execute();
		for (const what of new Set(masking)) {
			await trx.insertInto('masking').values({ id: newId(), client, member, at, day, what }).execute();
		}
	});
}

export async function insertPlan(
	db: ClinicDb,
	client: string,
	plan: { readonly goal: string; readonly reviewOn: string | null },
	{ member, at, newId }: Doing,
): Promise<void> {
	await db
		.insertInto('plan')
		.values({ id: newId(), client, member, at, ...plan })
		.execute();
}

/** Every plan, the one in force first. */
export function listPlans(
	db: ClinicDb,
	client: string,
): Promise<readonly (ByWhom & { readonly goal: string; readonly reviewOn: string | null })[]> {
	return db
		.selectFrom('plan')
		.leftJoin('member', 'member.id', 'plan.member')
		.leftJoin('user', 'user.id', 'member.userId')
		.select(['plan.goal', 'plan.reviewOn', 'plan.at', 'user.name as by'])
		.where('plan.client', '=', client)
		.orderBy('plan.at', 'desc')
		.orderBy('plan.id')
		.execute();
}

/** The client's own band and edge at the end of the last session that had one. */
export async function readLastBand(db: ClinicDb, client: string): Promise<Band | null> {
	const row = await db
		.selectFrom('session')
		.select('band')
		.where('client', '=', client)
		.where('band', 'is not', null)
		.where('isTest', '=', 0)
		.orderBy('startedAt', 'desc')
		.limit(1)
		.executeTakeFirst();
	return row?.band ? (JSON.parse(row.band) as Band) : null;
}

/** Records that were merged into this one, however far. */
export async function listMerged(
	db: ClinicDb,
	client: string,
): Promise<readonly { readonly id: string; readonly name: string }[]> {
	const rows = await db.selectFrom('client').select(['id', 'name']).where('mergedInto', '=', client).execute();
	const deeper = await Promise.all(rows.map(({ id }) => listMerged(db, id)));
	return [...rows, ...deeper.flat()];
}
