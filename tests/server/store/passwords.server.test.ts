import { expect, test } from 'vitest';
import { findResetLink, saveResetLink } from '../../../server/store/passwords.ts';
import { NINE } from '../../harness/server-events.ts';
import { openTwoClinics } from '../../harness/server-store.ts';

test('PEOPLE5 links made at the same moment stand in nobody’s way, and one of them works', async () => {
	const { db } = await openTwoClinics();
	const { id: userId } = await db.selectFrom('user').select('id').executeTakeFirstOrThrow();
	const hashes = Array.from({ length: 8 }, (_, i) => `hash of link ${i}`);
	await Promise.all(hashes.map((tokenHash) => saveResetLink(db, { tokenHash, userId, expiresAt: NINE + 1 })));
	const found = await Promise.all(hashes.map((tokenHash) => findResetLink(db, tokenHash, NINE)));
	expect(found.filter((user) => user === userId)).toHaveLength(1);
});
