import * as v from 'valibot';
import { expect, test } from 'vitest';
import {
	END_CHOICES,
	keyState,
	newKeyBody,
	newKeyTroubles,
	sortKeys,
} from '../../../../client/clinic/keys/keys-model.ts';
import {
	beginsErasing,
	erasable,
	isChanged,
	tidySettings,
	wordsByUse,
} from '../../../../client/clinic/settings/settings-model.ts';
import { type KeyRow, newKeyRequest } from '../../../../shared/keys-api.ts';
import { DEFAULT_SETTINGS, settingsSchema } from '../../../../shared/settings.ts';

const NOW = 1_000_000;
const key = (id: string, change: Partial<KeyRow> = {}): KeyRow => ({
	id,
	name: id,
	scopes: ['sessions'],
	createdAt: 1,
	expiresAt: null,
	revokedAt: null,
	usedAt: null,
	...change,
});

test('KEYPAGE1 a key is asked for with a name and a scope, as the server takes it', () => {
	expect(newKeyTroubles({ name: ' ', scopes: [], days: null })).toEqual(['name', 'scopes']);
	expect(newKeyTroubles({ name: 'Archive', scopes: ['clients'], days: null })).toEqual([]);
	for (const days of END_CHOICES) {
		const body = newKeyBody({ name: ' Archive ', scopes: ['clients', 'sessions'], days });
		expect(body).toEqual({ name: 'Archive', scopes: ['sessions', 'clients'], days });
		expect(v.is(newKeyRequest, body)).toBe(true);
	}
});

test('KEYPAGE2 a key opens, is over or was revoked, and those that open stand first', () => {
	expect(keyState(key('a'), NOW)).toEqual({ is: 'open', until: null });
	expect(keyState(key('a', { expiresAt: NOW + 1 }), NOW)).toEqual({ is: 'open', until: NOW + 1 });
	expect(keyState(key('a', { expiresAt: NOW }), NOW)).toEqual({ is: 'over', at: NOW });
	expect(keyState(key('a', { expiresAt: NOW, revokedAt: 5 }), NOW)).toEqual({ is: 'revoked', at: 5 });
	const keys = [key('new', { revokedAt: 5 }), key('older'), key('old', { expiresAt: 2 }), key('oldest')];
	expect(sortKeys(keys, NOW).map(({ id }) => id)).toEqual(['older', 'oldest', 'new', 'old']);
});

test('SETPAGE1 without years nothing is due, and so nothing is erased by itself', () => {
	const draft = { ...DEFAULT_SETTINGS, minorUntilAge: 25, erasesByItself: true };
	expect(tidySettings(draft)).toEqual(DEFAULT_SETTINGS);
	expect(isChanged(draft, DEFAULT_SETTINGS)).toBe(false);
	const ruled = { ...draft, retentionYears: 10 };
	expect(tidySettings(ruled)).toEqual(ruled);
	expect(isChanged(ruled, DEFAULT_SETTINGS)).toBe(true);
	expect(v.is(settingsSchema, tidySettings(ruled))).toBe(true);
});

test('SETPAGE1 saving what lets the server erase unasked is said beforehand', () => {
	const saved = { ...DEFAULT_SETTINGS, retentionYears: 10 };
	expect(beginsErasing({ ...saved, erasesByItself: true }, saved)).toBe(true);
	expect(beginsErasing({ ...saved, retentionYears: 4 }, saved)).toBe(false);
	const bold = { ...saved, erasesByItself: true };
	expect([beginsErasing(bold, bold), beginsErasing({ ...bold, retentionYears: 4 }, bold)]).toEqual([false, true]);
	expect(beginsErasing({ ...bold, retentionYears: null }, bold)).toBe(false);
});

test('SETPAGE2 what would go now leaves out what is held', () => {
	const due = (id: string, isHeld: boolean) => ({ client: { id, name: id }, lastAt: 1, dueAt: 2, isHeld });
	expect(erasable({ clients: [due('a', false), due('b', true)], sessions: 3 })).toBe(4);
	expect(erasable({ clients: [due('b', true)], sessions: 0 })).toBe(0);
});

test('SETPAGE3 each use has its newest words in force and the earlier ones behind them', () => {
	const version = (use: 'relay' | 'recording', number: number) => ({
		use,
		version: number,
		words: `${use} ${number}`,
		at: number,
	});
	const [relay, recording, teaching] = wordsByUse([
		version('relay', 1),
		version('recording', 2),
		version('relay', 2),
		version('recording', 1),
	]);
	expect([relay?.use, relay?.current?.version, relay?.earlier.map((each) => each.version)]).toEqual(['relay', 2, [1]]);
	expect(recording?.current?.words).toBe('recording 2');
	expect(teaching).toEqual({ use: 'teaching', current: null, earlier: [] });
});
