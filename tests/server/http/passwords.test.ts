import { expect, test } from 'vitest';
import { createPasswords } from '../../../server/http/passwords.ts';

test('DOOR7 a password is kept as argon2id of 64 MiB and 3 passes, each with a salt of its own', async () => {
	const passwords = createPasswords();
	const [one, two] = await Promise.all([passwords.hash('seven quiet otters'), passwords.hash('seven quiet otters')]);
	expect(one).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=1\$/);
	expect(one).not.toBe(two);
	expect(await passwords.verify({ hash: one, password: 'seven quiet otters' })).toBe(true);
	expect(await passwords.verify({ hash: one, password: 'seven quiet otter' })).toBe(false);
	expect(await passwords.verify({ hash: 'not a hash', password: 'seven quiet otters' })).toBe(false);
	// é as one letter and as two
	expect(await passwords.verify({ hash: await passwords.hash('café au lait'), password: 'cafe\u0301 au lait' })).toBe(
		true,
	);
});

test('DOOR7 hashing is done one at a time, and a flood is refused instead of waiting', async () => {
	const passwords = createPasswords();
	const results = await Promise.allSettled(
		Array.from({ length: 15 }, (_, i) => passwords.hash(`password number ${i}`)),
	);
	const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason.code] : []));
	expect(refused).toEqual(Array.from({ length: 5 }, () => 'too_many'));
	await expect(passwords.hash('after the flood')).resolves.toMatch(/^\$argon2id/);
});
