import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Read by a restore too. */
export const TOMBSTONES_FILE = 'erased.jsonl';
const SECRET_FILE = 'auth-secret';
const SECRET = /^[A-Za-z0-9_-]{43}$/;

export interface DataFolder {
	readonly journal: string;
	readonly clinic: string;
	/** What was erased, beside the stores. */
	readonly erased: string;
	/** Signs the cookies: 256 random bits, made once. */
	readonly secret: string;
}

/** Makes the folder where it is missing, lets nobody else into it, and answers what is in it. */
export function openDataFolder(folder: string): DataFolder {
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	chmodSync(folder, 0o700);
	const at = (name: string) => join(folder, name);
	return { journal: at('journal.db'), clinic: at('clinic.db'), erased: at(TOMBSTONES_FILE), secret: secretIn(folder) };
}

function secretIn(folder: string): string {
	const file = join(folder, SECRET_FILE);
	try {
		writeFileSync(file, randomBytes(32).toString('base64url'), { flag: 'wx', mode: 0o600 });
	} catch (error) {
		if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
	}
	const secret = readFileSync(file, 'utf8').trim();
	if (!SECRET.test(secret))
		throw new Error(`${file} is not what this program wrote. Delete it; everyone signs in again.`);
	chmodSync(file, 0o600);
	return secret;
}
