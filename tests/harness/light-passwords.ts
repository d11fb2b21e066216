import { createPasswords, type Passwords } from '../../server/http/passwords.ts';

/** The shipping hashing at its least cost: what it costs is tried by itself, in passwords.test.ts. */
export const lightPasswords = (): Passwords => createPasswords({ memoryCost: 8, timeCost: 1, parallelism: 1 });
