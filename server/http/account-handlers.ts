import { createHash, timingSafeEqual } from 'node:crypto';
import type { MeAnswer, SetupAnswer } from '../../shared/http-api.ts';
import type { LiveHub } from '../live/live-hub.ts';
import type { Mailer } from '../mailer.ts';
import { hasClinic, insertFirstClinic } from '../store/members.ts';
import type { ClinicDb } from '../store/tables.ts';
import type { Auth } from './auth.ts';
import type { Handlers } from './handler.ts';
import type { Passwords } from './passwords.ts';
import { HttpRefusal } from './refusal.ts';

export interface AccountParts {
	readonly db: ClinicDb;
	readonly auth: Auth;
	readonly passwords: Passwords;
	readonly hub: Pick<LiveHub, 'dropMember'>;
	/** The one-time code shown in the terminal; null once there is a clinic. */
	readonly setupCode: string | null;
	readonly mailer: Pick<Mailer, 'isThere'>;
	readonly newId: () => string;
	readonly now: () => number;
}

type AccountRoute = 'readSetup' | 'setUp' | 'signIn' | 'signOut' | 'me';

/** Setting up, signing in and out. */
export function createAccountHandlers(parts: AccountParts): Pick<Handlers, AccountRoute> {
	const { db, auth, passwords, newId } = parts;
	return {
		async readSetup() {
			const canMail = parts.mailer.isThere;
			return { json: { isNeeded: !(await hasClinic(db)), canMail } satisfies SetupAnswer };
		},
		async setUp({ body, address, userAgent }) {
			if (parts.setupCode === null || (await hasClinic(db))) throw new HttpRefusal('set_up_already');
			if (!isSameCode(body.code, parts.setupCode)) throw new HttpRefusal('wrong_setup_code');
			if (!isZone(body.zone)) throw new HttpRefusal('bad_request');
			const email = body.email.toLowerCase();
			const isFirst = await insertFirstClinic(db, {
				clinic: { id: newId(), name: body.clinic, zone: body.zone },
				owner: {
					user: newId(),
					member: newId(),
					account: newId(),
					name: body.name,
					email,
					passwordHash: await passwords.hash(body.password),
				},
				at: parts.now(),
			});
			if (!isFirst) throw new HttpRefusal('set_up_already');
			return { json: {}, cookies: await auth.signIn({ email, password: body.password, address, userAgent }) };
		},
		async signIn({ body, address, userAgent }) {
			return { json: {}, cookies: await auth.signIn({ ...body, address, userAgent }) };
		},
		/** The login ends first, then every line that stood on it; only then is it answered. */
		async signOut({ cookie }) {
			const caller = await auth.whoIs(cookie);
			const cookies = await auth.signOut(cookie);
			if (caller) parts.hub.dropMember(caller.me.member.id);
			return { json: {}, cookies };
		},
		async me({ me }) {
			return { json: me satisfies MeAnswer };
		},
	};
}

/** Letters that look alike are alike, and neither case nor what stands between matters. */
function normalCode(code: string): string {
	const letters = code
		.normalize('NFKC')
		.toUpperCase()
		.replaceAll(/[^0-9A-Z]/g, '');
	return letters.replaceAll('O', '0').replaceAll(/[IL]/g, '1');
}

function isSameCode(given: string, known: string): boolean {
	const digest = (code: string) => createHash('sha256').update(normalCode(code)).digest();
	return timingSafeEqual(digest(given), digest(known));
}

function isZone(zone: string): boolean {
	try {
		return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
	} catch {
		return false;
	}
}
