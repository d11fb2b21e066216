import type { Log } from '../log.ts';
import type { ClinicDb } from '../store/tables.ts';
import type { Passwords } from './passwords.ts';

/** Carries the caller's address to what the library notes of a login; set by auth.ts only, never taken from a request. */
export const ADDRESS_HEADER = 'x-palpate-address';
export const LIBRARY_PATH = '/api/auth';

export interface AuthParts {
	readonly db: ClinicDb;
	readonly secret: string;
	/** The server's own address, as the library's links would have it; it makes none. */
	readonly baseUrl: string;
	/** Whether pages reach this server over https only. */
	readonly isHttps: boolean;
	readonly passwords: Passwords;
	readonly newId: () => string;
	/** The server's clock, ms since epoch. */
	readonly now: () => number;
	readonly log: Log;
}
