import type {
	AccountAnswer,
	ClinicListAnswer,
	LoginListAnswer,
	OwnLoginAnswer,
	TotpBeginAnswer,
	TotpConfirmAnswer,
} from '../../shared/people-api.ts';
import { createBucket, createKeyed } from '../live/limits.ts';
import { endLogin, endLogins, listLogins, touchLogin } from '../store/logins.ts';
import { resetPassword } from '../store/members.ts';
import { findResetLink, readPasswordHash, savePasswordHash, spendResetLink } from '../store/passwords.ts';
import { chooseClinic, listClinics, listMembershipIds, listWorkplaces, readMember } from '../store/people.ts';
import { readSettings } from '../store/settings.ts';
import { beginTotp, confirmTotp, endTotp, readTotp } from '../store/totp-rows.ts';
import type { Handlers } from './handler.ts';
import type { PeopleParts } from './people-handlers.ts';
import { HttpRefusal } from './refusal.ts';
import { hashRecovery, newRecoveryCodes, newSecret, stepOf, totpUri } from './totp.ts';

/** Passwords and codes that somebody who is signed in is asked for: so many at once, and one in half a minute after. */
const TRIES = { perSecond: 1 / 30, burst: 10 };

type OwnRoute =
	| 'resetPassword'
	| 'changePassword'
	| 'readAccount'
	| 'ownLogin'
	| 'listLogins'
	| 'endLogin'
	| 'beginTotp'
	| 'confirmTotp'
	| 'endTotp'
	| 'listClinics'
	| 'chooseClinic';

/** What people do with their own account. */
export function createOwnAccountHandlers(
	parts: PeopleParts & { readonly randomBytes: (length: number) => Uint8Array },
): Pick<Handlers, OwnRoute> {
	const { db, passwords, hub, now } = parts;
	const tries = createKeyed(() => createBucket(now, TRIES));

	/** Closes every live line of a person, in whichever clinic. */
	const dropLines = async (user: string): Promise<void> => {
		for (const member of await listMembershipIds(db, user)) hub.dropMember(member);
	};
	const mustKnowPassword = async (user: string, password: string): Promise<void> => {
		if (!tries.of(user).take(1)) throw new HttpRefusal('too_many');
		const hash = await readPasswordHash(db, user);
		const isRight = hash !== undefined && (await passwords.verify({ hash, password }));
		if (!isRight) throw new HttpRefusal('wrong_sign_in');
	};

	return {
		async resetPassword({ body }) {
			const tokenHash = parts.hash(body.token);
			if ((await findResetLink(db, tokenHash, now())) === undefined) throw new HttpRefusal('wrong_link');
			// Hashing may be refused: the link is spent only after it.
			const passwordHash = await passwords.hash(body.password);
			const user = await spendResetLink(db, tokenHash, now());
			if (user === undefined) throw new HttpRefusal('wrong_link');
			await resetPassword(db, { user, passwordHash, at: now() });
			await dropLines(user);
			const places = await listWorkplaces(db, user);
			return { json: {}, about: places.map(({ clinic, member }) => ({ clinic, subject: member })) };
		},
		async changePassword({ user, ownLogin, body }) {
			await mustKnowPassword(user, body.former);
			await savePasswordHash(db, user, await passwords.hash(body.password), now());
			await endLogins(db, user, ownLogin);
			await dropLines(user);
			return { json: {} };
		},
		async readAccount({ me, user }) {
			const account = await readMember(db, me.clinic.id, me.member.id);
			const totp = await readTotp(db, user);
			const hasTotp = totp?.isConfirmed === true;
			const recoveryCodes = hasTotp ? totp.recovery.length : 0;
			return { json: { email: account?.email ?? '', hasTotp, recoveryCodes } satisfies AccountAnswer };
		},
		async ownLogin({ me, ownLogin, body }) {
			const { signOutMinutes } = await readSettings(db, me.clinic.id);
			const limitMs = signOutMinutes * 60 * 1_000;
			const leftMs = await touchLogin(db, ownLogin, { now: now(), limitMs, isSign: body.isHere });
			if (leftMs === null) throw new HttpRefusal('signed_out');
			return { json: { leftMs, signOutMinutes } satisfies OwnLoginAnswer };
		},
		async listLogins({ user, ownLogin }) {
			const all = await listLogins(db, user, now());
			const logins = all.map((login) => ({ ...login, isThis: login.id === ownLogin }));
			return { json: { logins } satisfies LoginListAnswer };
		},
		async endLogin({ user, login }) {
			if (!(await endLogin(db, user, login))) throw new HttpRefusal('not_found');
			await dropLines(user);
			return { json: {} };
		},
		async beginTotp({ me, user, body }) {
			await mustKnowPassword(user, body.password);
			const secret = newSecret(parts.randomBytes);
			if (!(await beginTotp(db, user, secret))) throw new HttpRefusal('conflict');
			const account = await readMember(db, me.clinic.id, me.member.id);
			const uri = totpUri(secret, { email: account?.email ?? '', clinic: me.clinic.name });
			return { json: { secret, uri } satisfies TotpBeginAnswer };
		},
		async confirmTotp({ user, body }) {
			if (!tries.of(user).take(1)) throw new HttpRefusal('too_many');
			const totp = await readTotp(db, user);
			const step = totp && !totp.isConfirmed ? stepOf(totp.secret, body.code, now()) : null;
			if (step === null) throw new HttpRefusal('wrong_second_code');
			const recoveryCodes = newRecoveryCodes(parts.randomBytes);
			await confirmTotp(db, user, { at: now(), step, recovery: recoveryCodes.map(hashRecovery) });
			return { json: { recoveryCodes } satisfies TotpConfirmAnswer };
		},
		async endTotp({ user, body }) {
			await mustKnowPassword(user, body.password);
			await endTotp(db, user);
			return { json: {} };
		},
		async listClinics({ me, user }) {
			const clinics = (await listClinics(db, user)).map((each) => ({ ...each, isThis: each.id === me.clinic.id }));
			return { json: { clinics } satisfies ClinicListAnswer };
		},
		async chooseClinic({ user, ownLogin, body }) {
			const known = await listClinics(db, user);
			if (!known.some(({ id }) => id === body.clinic)) throw new HttpRefusal('not_found');
			await chooseClinic(db, ownLogin, body.clinic);
			return { json: {} };
		},
	};
}
