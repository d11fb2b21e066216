import { hash, verify } from '@node-rs/argon2';
import { HttpRefusal } from './refusal.ts';

/** Argon2id with OWASP's memory-hard figures: 64 MiB, 3 passes, one lane. */
export const PASSWORD_COST = { memoryCost: 64 * 1024, timeCost: 3, parallelism: 1 } as const;
/** Hashes that may wait for their turn; one at a time keeps memory at 64 MiB. */
const MOST_WAITING = 10;

export interface Passwords {
	hash(password: string): Promise<string>;
	verify(given: { readonly hash: string; readonly password: string }): Promise<boolean>;
}

/** @param cost of argon2id: KiB, passes, lanes */
export function createPasswords(cost: Readonly<Record<keyof typeof PASSWORD_COST, number>> = PASSWORD_COST): Passwords {
	let last: Promise<unknown> = Promise.resolve();
	let waiting = 0;
	const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
		if (waiting >= MOST_WAITING) throw new HttpRefusal('too_many');
		waiting += 1;
		const done = last.then(work);
		last = done
			.catch(() => undefined)
			.finally(() => {
				waiting -= 1;
			});
		return done;
	};
	// One way of writing a letter: keyboards differ in how they compose it.
	const bytes = (password: string) => new TextEncoder().encode(password.normalize('NFKC'));
	return {
		hash: (password) => inTurn(() => hash(bytes(password), cost)),
		verify: ({ hash: known, password }) => inTurn(() => verify(known, bytes(password)).catch(() => false)),
	};
}
