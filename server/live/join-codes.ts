/** Crockford base32: no I, L, O or U. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
export const CODE_LENGTH = 8;
export const CODE_LIFE_MS = 10 * 60 * 1_000;
/** Wrong tries: by address, and in all; each within TRY_WINDOW_MS. 2^40 codes make a lucky guess within them hopeless. */
const TRIES_PER_ADDRESS = 10;
const TRIES_IN_ALL = 300;
const TRY_WINDOW_MS = 10 * 60 * 1_000;

export interface Invitation {
	readonly code: string;
	/** 128 bits, for the QR. */
	readonly ticket: string;
	readonly expiresAt: number;
}

/**
 * One-time ways into a session: a typed code and a QR's ticket. A wrong, used, expired or limited one all answer null.
 * Only codes can be guessed, so only they are limited: nobody who types at random keeps others from joining by their QR.
 */
export interface JoinCodes {
	issue(session: string): Invitation;
	/** Spends the credential; answers the session it was for. */
	redeem(credential: string, address: string): string | null;
	revoke(session: string): void;
}

export interface JoinCodeParts {
	readonly now: () => number;
	readonly randomBytes: (length: number) => Uint8Array;
	readonly randomId: () => string;
	/** Same steps for a wrong code as for a right one: both sides are hashed before they are looked up. */
	readonly hash: (text: string) => string;
}

interface Entry extends Invitation {
	readonly session: string;
}

export function createJoinCodes({ now, randomBytes, randomId, hash }: JoinCodeParts): JoinCodes {
	const byHash = new Map<string, Entry>();
	const bySession = new Map<string, Entry>();
	const tries = createTries(now);

	const drop = (entry: Entry | undefined) => {
		if (!entry) return;
		byHash.delete(hash(entry.code));
		byHash.delete(hash(entry.ticket));
		bySession.delete(entry.session);
	};

	return {
		issue(session) {
			drop(bySession.get(session));
			const code = [...randomBytes(CODE_LENGTH)].map((byte) => ALPHABET[byte & 31]).join('');
			const entry: Entry = { session, code, ticket: randomId(), expiresAt: now() + CODE_LIFE_MS };
			byHash.set(hash(entry.code), entry);
			byHash.set(hash(entry.ticket), entry);
			bySession.set(session, entry);
			return { code: entry.code, ticket: entry.ticket, expiresAt: entry.expiresAt };
		},
		redeem(credential, address) {
			const isAllowed = tries.mayTry(address);
			const asItIs = hash(credential);
			const asCode = byHash.get(hash(foldCode(credential)));
			const entry = byHash.get(asItIs) ?? asCode;
			const isTicket = entry !== undefined && hash(entry.ticket) === asItIs;
			const isGood = entry !== undefined && now() < entry.expiresAt && (isAllowed || isTicket);
			tries.note(address, isGood);
			if (!isGood) return null;
			drop(entry);
			return entry.session;
		},
		revoke(session) {
			drop(bySession.get(session));
		},
	};
}

/** A code as people type it: any case, spaces and dashes, O for 0, I and L for 1 (NFKC first). */
export function foldCode(typed: string): string {
	return typed
		.slice(0, 64)
		.normalize('NFKC')
		.toUpperCase()
		.replace(/[\s\p{Dash}]/gu, '')
		.replace(/O/g, '0')
		.replace(/[IL]/g, '1');
}

/** An IPv6 address counts by its /64: one household or phone has all of it. */
export function addressGroup(address: string): string {
	const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
	if (!plain.includes(':')) return plain;
	const [head = '', tail] = plain.toLowerCase().split('%')[0]?.split('::') ?? [];
	const left = head === '' ? [] : head.split(':');
	const right = tail === undefined || tail === '' ? [] : tail.split(':');
	const middle =
		tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0');
	const groups = [...left, ...middle, ...right].slice(0, 4).map((group) => group.replace(/^0+(?=.)/, ''));
	return `${groups.join(':')}::/64`;
}

function createTries(now: () => number) {
	let since = now();
	let inAll = 0;
	const byAddress = new Map<string, number>();
	const renew = () => {
		if (now() - since < TRY_WINDOW_MS) return;
		since = now();
		inAll = 0;
		byAddress.clear();
	};
	return {
		mayTry(address: string): boolean {
			renew();
			return inAll < TRIES_IN_ALL && (byAddress.get(addressGroup(address)) ?? 0) < TRIES_PER_ADDRESS;
		},
		note(address: string, isGood: boolean): void {
			if (isGood) return;
			inAll += 1;
			const group = addressGroup(address);
			byAddress.set(group, (byAddress.get(group) ?? 0) + 1);
		},
	};
}
