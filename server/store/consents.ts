import {
	CONSENT_USES,
	type ConsentState,
	type ConsentUse,
	type ConsentWordsAnswer,
	type WordsAtChoice,
} from '../../shared/consent-api.ts';
import type { Doing } from './client-record.ts';
import type { ClinicDb } from './tables.ts';

/** By which words: those in force now, the version that was shown, or none of the clinic's own. */
type ByWords = 'in-force' | number | null;

/** Notes that a client agreed to a use, or no longer does, and by which of the clinic's words. */
export async function insertConsent(
	db: ClinicDb,
	consent: {
		readonly clinic: string;
		readonly client: string;
		readonly use: ConsentUse;
		readonly isGiven: boolean;
		readonly how: ConsentState['how'];
		readonly session: string | null;
		readonly words: ByWords;
	},
	{ member, at, newId }: Doing,
): Promise<void> {
	const { clinic, client, use, isGiven, how, session, words } = consent;
	const version = await versionOf(db, { clinic, use, words });
	await db
		.insertInto('consent')
		.values({ id: newId(), client, member, at, use, isGiven: isGiven ? 1 : 0, version, how, session })
		.execute();
}

/** A version that this clinic never wrote is none. */
async function versionOf(
	db: ClinicDb,
	{ clinic, use, words }: { readonly clinic: string; readonly use: ConsentUse; readonly words: ByWords },
): Promise<number | null> {
	if (words === null) return null;
	const written = db
		.selectFrom('consentWords')
		.select((eb) => eb.fn.max('version').as('version'))
		.where('clinic', '=', clinic)
		.where('use', '=', use);
	const meant = words === 'in-force' ? written : written.where('version', '=', words);
	return (await meant.executeTakeFirst())?.version ?? null;
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

/** What a phone shows before the choice. */
export async function readWordsAtChoice(db: ClinicDb, clinic: string): Promise<WordsAtChoice> {
	const all = await listConsentWords(db, clinic);
	const inForce = (of: ConsentUse) => {
		const found = all.find(({ use }) => use === of);
		return found && { version: found.version, words: found.words };
	};
	const [relay, recording] = [inForce('relay'), inForce('recording')];
	return { ...(relay && { relay }), ...(recording && { recording }) };
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
