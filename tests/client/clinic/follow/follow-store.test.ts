import { expect, test } from 'vitest';
import { createFollowStore, parsePlace } from '../../../../client/clinic/follow/follow-store.ts';

const SESSION = 'mZ0r1mD3QfG0wq3cJ1l2Ag';
const PLACE = { token: 'Yw1m0cT8Qb6Zb1dXk7uN4w', wasIn: true };

function memory(): Storage {
	const kept = new Map<string, string>();
	return {
		get length() {
			return kept.size;
		},
		key: (i) => [...kept.keys()][i] ?? null,
		clear: () => kept.clear(),
		getItem: (key) => kept.get(key) ?? null,
		setItem: (key, value) => void kept.set(key, value),
		removeItem: (key) => void kept.delete(key),
	};
}

test('WATCH6 a place comes back as it was kept, for its own session, and nothing of it stays when it is dropped', () => {
	const storage = memory();
	const store = createFollowStore(() => storage);
	expect(store.read(SESSION)).toBeNull();
	store.keep(SESSION, PLACE);
	expect(store.read(SESSION)).toEqual(PLACE);
	expect(store.read('another')).toBeNull();
	store.drop(SESSION);
	expect(storage.length).toBe(0);
});

test('WATCH6 what this page did not write is no place', () => {
	expect(parsePlace(null)).toBeNull();
	for (const text of ['', 'null', '7', '{}', '{"token":7}', '{"token":"short"}', '{"token":"<img src=x onerror=1>"}'])
		expect(parsePlace(text)).toBeNull();
	expect(parsePlace(JSON.stringify({ token: PLACE.token, wasIn: 'yes' }))).toEqual({ ...PLACE, wasIn: false });
});

test('WATCH6 a browser that keeps nothing only asks anew', () => {
	const store = createFollowStore(() => {
		throw new Error('refused');
	});
	store.keep(SESSION, PLACE);
	expect(store.read(SESSION)).toBeNull();
	store.drop(SESSION);
});
