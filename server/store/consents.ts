import { CONSENT_USES, type ConsentState, type ConsentUse, type ConsentWordsAnswer } from '../../shared/consent-api.ts';
import type { Doing } from './client-record.ts';
import type { ClinicDb } from './tables.ts';

/** Notes that a client agreed to a use, or no longer does, with the version of the clinic's words in force. */
export async function insertConsent(
	db: ClinicDb,
	consent: {
		readonly clinic: string;
		readonly client: string;
		readonly use: ConsentUse;
		readonly isGiven: boolean;
		readonly how: ConsentState['how'];
		readonly session: string | null;
	},
	{ member, at, newId }: Doing,
): Promise<void> {
	const { clinic, client, use, isGiven, how, session } = consent;
	const words = await db
		.selectFrom('consentWords')
		.select((eb) => eb.fn.max('version').as('version'))
		.where('clinic', '=', clinic)
		.where('use', '=', use)
		.executeTakeFirst();
	const version = words?.version ?? null;
	await db
		.insertInto('consent')
		.values({ id: newId(), client, member, at, use, isGiven: isGiven ? 1 : 0, version, how, session })
		.execute();
}

/** Every giving and withdrawing, newest first. */
export async function listConsents(db: ClinicDb, client: string): Promise<readonly ConsentState[]> {
	const rows = await db
		.selectFrom('consent')
		.leftJoin('member', 'member.id', 'consent.member')
		.leftJoin('user', 'user.id', 'member.userId')
		.select(['use', 'isGiven', 'version', 'how', 'session', 'consent.at', 'user.name as by'])
		.where('consent.client', '=', client)
		.orderBy('consent.at', 'desc')
		.orderBy('consent.id')
		.execute();
	return rows.map(({ isGiven, how, ...row }) => ({
		...row,
		isGiven: isGiven === 1,
		how: how === 'session' ? how : 'desk',
	}));
}

/** Where each use stands: its newest word. A use nobody spoke of is not given and not in the list. */
export function standingConsents(all: readonly ConsentState[]): readonly ConsentState[] {
	return CONSENT_USES.flatMap((use) => all.find((consent) => consent.use === use) ?? []);
}

/** The clinic's own words, newest first. */
export function listConsentWords(db: ClinicDb, clinic: string): Promise<ConsentWordsAnswer['words']> {
	return db
		.selectFrom('consentWords')
		.select(['use', 'version', 'words', 'at'])
		.where('clinic', '=', clinic)
		.orderBy('use')
		.orderBy('version', 'desc')
		.execute();
}

/** Answers the number of the new version. */
export function insertConsentWords(
	db: ClinicDb,
	words: {
		readonly clinic: string;
		readonly use: ConsentUse;
		readonly words: string;
		readonly member: string;
		readonly at: number;
	},
): Promise<number> {
	return db.transaction().execute(async (trx) => {
		const last = await trx
			.selectFrom('consentWords')
			.select((eb) => eb.fn.max('version').as('version'))
			.where('clinic', '=', words.clinic)
			.where('use', '=', words.use)
			.executeTakeFirst();
		const version = (last?.version ?? 0) + 1;
		await trx
			.insertInto('consentWords')
			.values({ ...words, version })
			.execute();
		return version;
	});
}
