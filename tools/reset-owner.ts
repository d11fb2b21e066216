/**
 * `npm run reset-owner [-- EMAIL]`: gives an owner who forgot the password a fresh one, shown once, and ends every login
 * of theirs. Works while the server runs and while it does not; it is for whoever has the machine.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseConfig } from '../server/config.ts';
import { createPasswords } from '../server/http/passwords.ts';
import { openClinicStore } from '../server/store/clinic-store.ts';
import { listOwners, type OwnerAccount, resetPassword } from '../server/store/members.ts';
import { newPassword } from './new-password.ts';

/** The owner who is meant, or a sentence saying what is missing. */
function chooseOwner(owners: readonly OwnerAccount[], email: string | undefined): OwnerAccount | string {
	if (owners.length === 0) return 'There is no owner yet: start the server and set up the clinic.';
	const meant = email === undefined ? owners : owners.filter((owner) => owner.email === email.toLowerCase());
	const [owner, ...more] = meant;
	if (owner && more.length === 0) return owner;
	const list = owners.map((each) => `  ${each.email} (${each.clinicName})`).join('\n');
	return `Say which owner: npm run reset-owner -- EMAIL\n${list}`;
}

async function resetOwner(file: string, email: string | undefined): Promise<{ isDone: boolean; text: string }> {
	const store = await openClinicStore({ file });
	try {
		const owner = chooseOwner(await listOwners(store.db), email);
		if (typeof owner === 'string') return { isDone: false, text: owner };
		const password = newPassword();
		const passwordHash = await createPasswords().hash(password);
		await resetPassword(store.db, { user: owner.user, passwordHash, at: Date.now() });
		return {
			isDone: true,
			text: `The new password of ${owner.email}, shown this once:\n\n  ${password}\n\nEvery login of theirs has ended.`,
		};
	} finally {
		await store.close();
	}
}

/** Answers whether it is done. */
async function main(email: string | undefined): Promise<boolean> {
	process.umask(0o077);
	const parsed = parseConfig(process.env);
	if ('problems' in parsed) throw new Error(parsed.problems.join('\n'));
	const { dataDir } = parsed.config;
	const file = join(dataDir, 'clinic.db');
	if (!existsSync(file)) throw new Error(`There is no clinic in ${dataDir}. Set DATA_DIR to the server’s folder.`);
	const { isDone, text } = await resetOwner(file, email);
	console.log(text);
	return isDone;
}

try {
	process.exitCode = (await main(process.argv[2])) ? 0 : 1;
} catch (problem) {
	console.error(problem instanceof Error ? problem.message : String(problem));
	process.exitCode = 1;
}
