import type { Amendment, SoapNote } from '../../shared/notes-api.ts';
import type { SoapText } from '../../shared/soap.ts';
import type { ClinicDb } from './tables.ts';

/** Who does it, under which name, and when. */
export interface Signer {
	readonly member: string;
	readonly name: string;
	readonly at: number;
}

export async function readNote(db: ClinicDb, session: string): Promise<SoapNote | null> {
	const row = await db
		.selectFrom('note')
		.leftJoin('member', 'member.id', 'note.savedBy')
		.leftJoin('user', 'user.id', 'member.userId')
		.select(['version', 'subjective', 'objective', 'assessment', 'plan', 'savedAt', 'signedAt', 'signedName'])
		.select('user.name as savedBy')
		.where('session', '=', session)
		.executeTakeFirst();
	if (!row) return null;
	const { signedAt, signedName, ...note } = row;
	const signed = signedAt === null ? null : { at: signedAt, by: signedName ?? '' };
	return { ...note, signed, amendments: await listAmendments(db, session) };
}

function listAmendments(db: ClinicDb, session: string): Promise<readonly Amendment[]> {
	return db
		.selectFrom('amendment')
		.select(['at', 'name as by', 'text'])
		.where('session', '=', session)
		.orderBy('at')
		.orderBy('id')
		.execute();
}

/** Saves over the version that was read, 0 for none. Answers false where another was saved since, or the note is signed. */
export async function saveNote(
	db: ClinicDb,
	session: string,
	note: SoapText & { readonly version: number },
	{ member, at }: Signer,
): Promise<boolean> {
	const { version, ...text } = note;
	const saved = { ...text, version: version + 1, savedAt: at, savedBy: member };
	const row =
		version === 0
			? await db
					.insertInto('note')
					.values({ session, ...saved, signedAt: null, signedBy: null, signedName: null })
					.onConflict((conflict) => conflict.column('session').doNothing())
					.returning('session')
					.executeTakeFirst()
			: await db
					.updateTable('note')
					.set(saved)
					.where('session', '=', session)
					.where('version', '=', version)
					.where('signedAt', 'is', null)
					.returning('session')
					.executeTakeFirst();
	return row !== undefined;
}

/** Signs that version, once. Answers false where another was saved since, or the note is signed. */
export async function signNote(
	db: ClinicDb,
	session: string,
	version: number,
	{ member, name, at }: Signer,
): Promise<boolean> {
	const row = await db
		.updateTable('note')
		.set({ signedAt: at, signedBy: member, signedName: name })
		.where('session', '=', session)
		.where('version', '=', version)
		.where('signedAt', 'is', null)
		.returning('session')
		.executeTakeFirst();
	return row !== undefined;
}

export async function insertAmendment(
	db: ClinicDb,
	session: string,
	amendment: { readonly id: string; readonly text: string },
	signer: Signer,
): Promise<void> {
	await db
		.insertInto('amendment')
		.values({ session, ...amendment, ...signer })
		.execute();
}
