import { createBucket, createKeyed } from '../live/limits.ts';
import { findKey, type KeyHolder } from '../store/api-keys.ts';
import type { ClinicDb } from '../store/tables.ts';
import { HttpRefusal } from './refusal.ts';

/** What one key may ask: so many at once, and so many a second. */
const LIMIT = { perSecond: 5, burst: 50 };
/** Marks a token, so that one that leaked is recognised. */
const PREFIX = 'palpate_';
const BEARER = /^Bearer (palpate_[A-Za-z0-9_-]{43})$/;

/** Programs that read, by a key of their clinic's. */
export interface Keys {
	newToken(): string;
	hash(token: string): string;
	/** Refuses with `wrong_key` or `too_many`. */
	whoIs(authorization: string | undefined): Promise<KeyHolder>;
}

export function createKeys(parts: {
	readonly db: ClinicDb;
	readonly now: () => number;
	readonly randomBytes: (length: number) => Uint8Array;
	readonly hash: (text: string) => string;
}): Keys {
	const { db, now, hash } = parts;
	const limits = createKeyed(() => createBucket(now, LIMIT));
	return {
		newToken: () => `${PREFIX}${Buffer.from(parts.randomBytes(32)).toString('base64url')}`,
		hash,
		async whoIs(authorization) {
			const token = BEARER.exec(authorization ?? '')?.[1];
			const holder = token === undefined ? undefined : await findKey(db, hash(token), now());
			if (!holder) throw new HttpRefusal('wrong_key');
			if (!limits.of(holder.key).take(1)) throw new HttpRefusal('too_many');
			return holder;
		},
	};
}
