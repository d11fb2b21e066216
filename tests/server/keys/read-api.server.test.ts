import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROUTES, type Route } from '../../../server/http/routes.ts';
import type { KeySessionAnswer, KeySessionListAnswer, NewKeyAnswer, Scope } from '../../../shared/keys-api.ts';
import { SCOPES } from '../../../shared/keys-api.ts';
import { type ClinicPlace, openClinicPlace } from '../../harness/clinic-place.ts';
import { insertClinic, signInAs } from '../../harness/server-people.ts';

async function makeKey(
	place: ClinicPlace,
	scopes: readonly Scope[],
	days: number | null = null,
): Promise<NewKeyAnswer> {
	const answer = await place.call('POST', '/api/keys', { name: 'Statistics', scopes, days });
	expect(answer.status).toBe(201);
	return answer.json as unknown as NewKeyAnswer;
}

const asking =
	({ app }: ClinicPlace, token: string) =>
	(method: string, path: string, json?: object) =>
		app.call(method, path, { ...(json && { json }), headers: { authorization: `Bearer ${token}` } });

test('API1 a key reads what its scopes name, in its own clinic, and nobody’s name without that scope', async () => {
	const place = await openClinicPlace();
	const { session, page } = await place.record({ name: 'Canary Robin' }, 'canary note');
	const { token } = await makeKey(place, ['sessions']);
	const ask = asking(place, token);
	const list = await ask('POST', '/api/v1/sessions', {});
	expect(list.json as unknown as KeySessionListAnswer).toMatchObject({
		sessions: [{ session, recording: 'recorded', client: expect.stringMatching(/^[\w-]{22}$/) }],
		cursor: null,
	});
	expect(list.text).not.toMatch(/canary|Ada/i);
	expect((await ask('GET', `/api/v1/sessions/${session}`)).json).toEqual({ error: 'forbidden' });
	expect((await ask('POST', '/api/v1/clients', {})).json).toEqual({ error: 'forbidden' });
	expect((await ask('POST', '/api/sessions/list', {})).json).toEqual({ error: 'signed_out' });
	const all = asking(place, (await makeKey(place, ['records', 'clients'])).token);
	const read = async () => (await all('GET', `/api/v1/sessions/${session}`)).json as unknown as KeySessionAnswer;
	// While it goes on it is its own therapist's alone.
	expect(await read()).toEqual({ error: 'ask_to_follow' });
	await place.finish({ session, page });
	const kinds = (await read()).events.map(({ body }) => body.kind);
	expect(kinds).toEqual(['started', 'spoken-consent', 'point', 'note', 'ended', 'sealed']);
	expect((await all('POST', '/api/v1/clients', {})).json).toMatchObject({
		clients: [{ name: 'Canary Robin' }],
		cursor: null,
	});
	const hanna = await signInAs(place.app, 'owner', await insertClinic(place.app.store.db, 'hill'), 'hanna');
	const theirs = await place.app.call('POST', '/api/keys', {
		cookie: hanna,
		json: { name: 'X', scopes: SCOPES, days: null },
	});
	const foreign = asking(place, String(theirs.json.token));
	expect((await foreign('GET', `/api/v1/sessions/${session}`)).json).toEqual({ error: 'not_found' });
	expect((await foreign('POST', '/api/v1/sessions', {})).json).toEqual({ sessions: [], cursor: null });
	expect((await foreign('POST', '/api/v1/clients', {})).json).toEqual({ clients: [], cursor: null });
});

test('API2 a key that was revoked, is over or was never made opens nothing, and only its hash is kept', async () => {
	const place = await openClinicPlace();
	const { key, token } = await makeKey(place, ['sessions'], 1);
	const read = (what: string | undefined) =>
		place.app.call('POST', '/api/v1/sessions', {
			json: {},
			...(what !== undefined && { headers: { authorization: what } }),
		});
	expect((await read(`Bearer ${token}`)).status).toBe(200);
	const wrong = [
		undefined,
		'',
		token,
		`bearer ${token}`,
		`Bearer ${token}x`,
		`Bearer palpate_${'a'.repeat(43)}`,
		'Basic YTpi',
	];
	for (const what of wrong) {
		const answer = await read(what);
		expect([what, answer.status, answer.json]).toEqual([what, 401, { error: 'wrong_key' }]);
	}
	const { db } = place.app.store;
	await db
		.updateTable('apiKey')
		.set({ expiresAt: Date.now() - 1 })
		.execute();
	expect((await read(`Bearer ${token}`)).status).toBe(401);
	await db.updateTable('apiKey').set({ expiresAt: null }).execute();
	expect((await read(`Bearer ${token}`)).status).toBe(200);
	expect((await place.call('DELETE', `/api/keys/${key.id}`)).status).toBe(200);
	expect((await read(`Bearer ${token}`)).status).toBe(401);
	const { keys } = (await place.call('POST', '/api/keys/list')).json as {
		keys: { revokedAt: number; usedAt: number }[];
	};
	expect(keys).toMatchObject([{ name: 'Statistics', revokedAt: expect.any(Number), usedAt: expect.any(Number) }]);
	expect(JSON.stringify(await db.selectFrom('apiKey').selectAll().execute())).not.toContain(token);
	expect(place.app.logged()).not.toContain(token);
});

test('API3 a key may ask so much and no more, and other keys go on', async () => {
	const place = await openClinicPlace();
	const [one, other] = [await makeKey(place, ['sessions']), await makeKey(place, ['sessions'])];
	const ask = asking(place, one.token);
	const answers = await Promise.all(Array.from({ length: 80 }, () => ask('POST', '/api/v1/sessions', {})));
	expect(answers.filter(({ status }) => status === 429).length).toBeGreaterThan(10);
	expect((await asking(place, other.token)('POST', '/api/v1/sessions', {})).status).toBe(200);
});

test('API1 docs/API.md names every route for keys, every scope and every limit', () => {
	const page = readFileSync(join(import.meta.dirname, '../../../docs/API.md'), 'utf8');
	const routes: readonly Route[] = Object.values(ROUTES);
	for (const { who, method, path } of routes) {
		if (typeof who === 'object' && 'scope' in who) expect(page).toContain(`${method} ${path}`);
	}
	for (const scope of SCOPES) expect(page).toContain(`\`${scope}\``);
	expect(page).toMatch(/5 requests a second.*50 at once/s);
});
