import { betterAuth } from 'better-auth';
import { organization } from 'better-auth/plugins/organization';
import { ADDRESS_HEADER, type AuthParts, LIBRARY_PATH } from './auth-parts.ts';

/** A login lasts this long without use; each use after an hour prolongs it, seconds. */
const LOGIN_SECONDS = 12 * 60 * 60;
const PROLONG_SECONDS = 60 * 60;

export type AuthLibrary = ReturnType<typeof createAuthLibrary>;

export function createAuthLibrary({ db, secret, baseUrl, isHttps, passwords, newId, log }: AuthParts) {
	return betterAuth({
		appName: 'Palpate',
		baseURL: baseUrl,
		basePath: LIBRARY_PATH,
		secret,
		database: { db, type: 'sqlite' },
		telemetry: { enabled: false },
		logger: { log: (level) => (level === 'error' ? log.warn('sign-in library', { code: level }) : undefined) },
		session: {
			modelName: 'login',
			expiresIn: LOGIN_SECONDS,
			updateAge: PROLONG_SECONDS,
			cookieCache: { enabled: false },
		},
		emailAndPassword: {
			enabled: true,
			disableSignUp: true,
			minPasswordLength: 10,
			maxPasswordLength: 256,
			password: passwords,
		},
		// Counted here: the library would count who signs in rightly too.
		rateLimit: { enabled: false },
		advanced: {
			database: { generateId: newId },
			ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
			useSecureCookies: false,
			cookies: { session_token: { name: `${isHttps ? '__Host-' : ''}palpate-login` } },
			defaultCookieAttributes: { httpOnly: true, sameSite: 'strict', secure: isHttps, path: '/' },
		},
		plugins: [
			organization({
				allowUserToCreateOrganization: false,
				schema: {
					organization: { modelName: 'clinic', additionalFields: { zone: { type: 'string', required: true } } },
				},
			}),
		],
	});
}
