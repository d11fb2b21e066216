/**
 * `npm run new-clinic -- NAME ZONE EMAIL`: a further clinic on this server, with its owner, whether the server runs or not.
 * A new owner gets a password, shown once; a person of this server signs in as before and chooses the clinic.
 */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { parseConfig } from '../server/config.ts';
import { createPasswords } from '../server/http/passwords.ts';
import { openClinicStore } from '../server/store/clinic-store.ts';
import { insertClinic } from '../server/store/members.ts';
import { setupRequest } from '../shared/http-api.ts';
import { newPassword } from './new-password.ts';

const USAGE = 'Say which: npm run new-clinic -- "Hill Clinic" Europe/Berlin owner@example.org';

const { clinic, zone, email } = setupRequest.entries;
const form = v.tuple([clinic, v.pipe(zone, v.check(isZone)), v.pipe(email, v.toLowerCase())]);

function isZone(name: string): boolean {
	try {
		return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
	} catch {
		return false;
	}
}

async function main(args: readonly string[]): Promise<string> {
	process.umask(0o077);
	const parsed = parseConfig(process.env);
	if ('problems' in parsed) throw new Error(parsed.problems.join('\n'));
	const asked = v.safeParse(form, args);
	if (!asked.success) throw new Error(USAGE);
	const [name, where, address] = asked.output;
	const file = join(parsed.config.dataDir, 'clinic.db');
	if (!existsSync(file))
		throw new Error(`There is no clinic in ${parsed.config.dataDir}. Set DATA_DIR to the server’s folder.`);
	const newId = () => randomBytes(16).toString('base64url');
	const password = newPassword();
	const store = await openClinicStore({ file });
	try {
		const passwordHash = await createPasswords().hash(password);
		const isNew = await insertClinic(store.db, {
			clinic: { id: newId(), name, zone: where },
			owner: { user: newId(), member: newId(), account: newId(), name: address, email: address, passwordHash },
			at: Date.now(),
		});
		const how = isNew
			? `signs in with this password, shown this once:\n\n  ${password}`
			: 'signs in as before and chooses the clinic.';
		return `${name} is there. Its owner ${address} ${how}`;
	} finally {
		await store.close();
	}
}

try {
	console.log(await main(process.argv.slice(2)));
} catch (problem) {
	console.error(problem instanceof Error ? problem.message : String(problem));
	process.exitCode = 1;
}
