import type { Code } from '../../shared/codes.ts';
import { addressGroup } from '../live/join-codes.ts';
import { createBucket, createKeyed } from '../live/limits.ts';
import { touchLogin } from '../store/logins.ts';
import { type Membership, readMembership } from '../store/members.ts';
import { readSettings } from '../store/settings.ts';
import { readTotp } from '../store/totp-rows.ts';
import type { AuthLibrary } from './auth-library.ts';
import { ADDRESS_HEADER, type AuthParts, LIBRARY_PATH } from './auth-parts.ts';
import { HttpRefusal } from './refusal.ts';
import { spendCode } from './totp.ts';

const SIGN_IN_PATH = '/sign-in/email';
/** Failed tries to sign in from one address, and for one account from wherever: so many at once, and then one in so many seconds. */
const BY_ADDRESS = { perSecond: 1 / 20, burst: 10 };
const BY_ACCOUNT = { perSecond: 1 / 30, burst: 20 };
/** Wrong codes of a second factor for one person, from wherever: so many at once, and one in three minutes after. */
const WRONG_CODES = { perSecond: 1 / 180, burst: 5 };
/** What counts as a failed try. */
const WRONG: readonly Code[] = ['wrong_sign_in', 'wrong_second_code'];

export interface Caller {
	readonly me: Membership;
	readonly user: string;
	/** The id of the login that asked. */
	readonly ownLogin: string;
	/** To be sent along with the answer: a login that was prolonged. */
	readonly cookies: readonly string[];
}

export interface SignIn {
	readonly email: string;
	readonly password: string;
	readonly address: string;
	readonly userAgent: string | undefined;
	/** Of a second factor, where that person has one. */
	readonly code?: string | undefined;
}

export interface Auth {
	/** Answers the cookies of a new login; refuses with `wrong_sign_in`, `code_needed`, `wrong_second_code` or `too_many`. */
	signIn(who: SignIn): Promise<readonly string[]>;
	/** Ends the login, and answers the cookies that take it out of the browser. */
	signOut(cookie: string | undefined): Promise<readonly string[]>;
	/** The member whose login this is; null without a login that stands. Asking is a sign of its person, unless it says otherwise. */
	whoIs(cookie: string | undefined, isSign?: boolean): Promise<Caller | null>;
}

/**
 * Sign-in by better-auth's core and organization plugin. None of its own routes is served. No phone needs it, and
 * it takes a third of a start: it is loaded with the first who has a login, so that the live line is back the sooner.
 */
export function createAuth(parts: AuthParts): Auth {
	let loading: Promise<AuthLibrary> | null = null;
	const load = (): Promise<AuthLibrary> => {
		loading ??= import('./auth-library.ts').then(({ createAuthLibrary }) => createAuthLibrary(parts));
		return loading;
	};
	const headersOf = (cookie: string | undefined) => new Headers(cookie === undefined ? {} : { cookie });
	const triesOfAddress = createKeyed(() => createBucket(parts.now, BY_ADDRESS));
	const triesOfAccount = createKeyed(() => createBucket(parts.now, BY_ACCOUNT));
	const wrongCodes = createKeyed(() => createBucket(parts.now, WRONG_CODES));

	/** The password was right. Without the code that has to come with it, the login ends before anyone has its cookie. */
	const withSecondFactor = async (cookies: readonly string[], code: string | undefined): Promise<readonly string[]> => {
		const cookie = cookies.map((each) => each.split(';')[0]).join('; ');
		const library = await load();
		const found = await library.api.getSession({ headers: headersOf(cookie) });
		const user = found?.user.id ?? '';
		const totp = await readTotp(parts.db, user);
		if (!totp?.isConfirmed) return cookies;
		const why = await secondFactor(user, code);
		if (why === null) return cookies;
		await library.api.signOut({ headers: headersOf(cookie) });
		throw new HttpRefusal(why);
	};
	const secondFactor = async (user: string, code: string | undefined): Promise<Code | null> => {
		if (code === undefined) return 'code_needed';
		if (!wrongCodes.of(user).take(1)) return 'too_many';
		return (await spendCode(parts.db, user, code, parts.now())) ? null : 'wrong_second_code';
	};

	const enter = async ({ email, password, address, userAgent, code }: SignIn): Promise<readonly string[]> => {
		const request = new Request(`${parts.baseUrl}${LIBRARY_PATH}${SIGN_IN_PATH}`, {
			method: 'POST',
			headers: {
				'content-type': 'application/json',
				origin: parts.baseUrl,
				'user-agent': userAgent ?? '',
				[ADDRESS_HEADER]: address.replace(/%.*$/, ''),
			},
			body: JSON.stringify({ email, password }),
		});
		const response = await (await load()).handler(request);
		if (response.ok) return withSecondFactor(response.headers.getSetCookie(), code);
		if (response.status < 500) throw new HttpRefusal('wrong_sign_in');
		throw new Error(`the sign-in library answered ${response.status}`);
	};

	return {
		async signIn(who) {
			const tries = [triesOfAddress.of(addressGroup(who.address)), triesOfAccount.of(who.email.toLowerCase())];
			// Taken first, so that many tries at once are counted too.
			if (!tries.every((each) => each.take(1))) throw new HttpRefusal('too_many');
			let isWrong = false;
			try {
				return await enter(who);
			} catch (problem) {
				isWrong = problem instanceof HttpRefusal && WRONG.includes(problem.code);
				throw problem;
			} finally {
				if (!isWrong) for (const each of tries) each.give(1);
			}
		},
		async signOut(cookie) {
			const library = await load();
			const { headers } = await library.api.signOut({ headers: headersOf(cookie), returnHeaders: true });
			return headers.getSetCookie();
		},
		async whoIs(cookie, isSign = true) {
			if (cookie === undefined) return null;
			const library = await load();
			const { headers, response } = await library.api.getSession({ headers: headersOf(cookie), returnHeaders: true });
			if (!response) return null;
			const { user, session } = response;
			const chosen = (session as { readonly activeOrganizationId?: string | null }).activeOrganizationId;
			const me = await readMembership(parts.db, user.id, chosen ?? null);
			if (!me) return null;
			const { signOutMinutes } = await readSettings(parts.db, me.clinic.id);
			const limitMs = signOutMinutes * 60 * 1_000;
			const leftMs = await touchLogin(parts.db, session.id, { now: parts.now(), limitMs, isSign });
			return leftMs === null ? null : { me, user: user.id, ownLogin: session.id, cookies: headers.getSetCookie() };
		},
	};
}
