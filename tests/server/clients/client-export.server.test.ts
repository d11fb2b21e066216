import { expect, test } from 'vitest';
import { openClinicPlace } from '../../harness/clinic-place.ts';

interface ClientFile {
	readonly file: string;
	readonly client: { readonly name: string };
	readonly formerNames: readonly string[];
	readonly plans: readonly { readonly goal: string }[];
	readonly cautions: readonly { readonly caution: string }[];
	readonly consents: readonly { readonly use: string }[];
	readonly access: readonly { readonly what: string }[];
	readonly sessions: readonly { readonly session: { readonly session: string }; readonly events: readonly unknown[] }[];
}

test('CLIENT7 all that is held about a client is one JSON file: every event, plan, caution, consent and read', async () => {
	const place = await openClinicPlace();
	const { call } = place;
	const client = await place.register({ name: 'Robin Miller', reason: 'Headache', cautions: ['cancer', 'wound'] });
	const former = await place.register({ name: 'Rob' });
	await call('POST', `/api/clients/${former}/merge`, { into: client });
	await call('POST', `/api/clients/${client}/cautions`, { cautions: ['wound'] });
	for (const goal of ['One', 'Two']) await call('POST', `/api/clients/${client}/plan`, { goal, reviewOn: null });
	await call('POST', `/api/clients/${client}/consents`, { use: 'teaching', isGiven: false });
	const first = await place.record({ id: client }, 'the first note');
	const second = await place.record({ id: client }, 'the second note');
	await call('GET', `/api/sessions/${first.session}`);
	await place.record({ name: 'Somebody Else' }, 'canary');
	const answer = await call('GET', `/api/clients/${client}/export`);
	expect(answer.headers['content-disposition']).toBe(`attachment; filename="palpate-client-${client}.json"`);
	const file = JSON.parse(answer.text) as ClientFile;
	expect(file).toMatchObject({
		file: 'palpate client record 1',
		client: { name: 'Robin Miller', reason: 'Headache' },
		formerNames: ['Rob'],
		plans: [{ goal: 'Two' }, { goal: 'One' }],
	});
	expect(file.cautions.map(({ caution }) => caution).sort()).toEqual(['cancer', 'wound']);
	expect(file.consents.map(({ use }) => use).sort()).toEqual(['recording', 'recording', 'teaching']);
	for (const { session } of [first, second]) {
		const exported = file.sessions.find((each) => each.session.session === session);
		expect(exported?.events).toEqual(await place.app.journal.read(session));
	}
	expect(file.sessions).toHaveLength(2);
	expect(file.access.map(({ what }) => what)).toContain('session-read');
	expect(answer.text).not.toMatch(/canary|Somebody Else/);
});

test('CONSENT1 each use is given and withdrawn by itself, with who, when and in which words', async () => {
	const place = await openClinicPlace();
	const { call } = place;
	const client = await place.register({ name: 'Robin' });
	const note = (use: string, isGiven: boolean) => call('POST', `/api/clients/${client}/consents`, { use, isGiven });
	await note('teaching', true);
	expect(
		(await call('POST', '/api/consent-words', { use: 'teaching', words: 'For teaching.\nNo names.' })).json,
	).toEqual({
		version: 1,
	});
	expect((await call('POST', '/api/consent-words', { use: 'teaching', words: 'Shorter.' })).json).toEqual({
		version: 2,
	});
	await note('recording', true);
	const { consents } = (await note('teaching', false)).json as { consents: unknown[] };
	expect(consents).toMatchObject([
		{ use: 'recording', isGiven: true, version: null, how: 'desk', by: 'Ada Owner' },
		{ use: 'teaching', isGiven: false, version: 2 },
	]);
	const history = (await call('POST', `/api/clients/${client}/consents/list`)).json.consents as { use: string }[];
	expect(history.map(({ use }) => use)).toEqual(['teaching', 'recording', 'teaching']);
	expect((await call('GET', '/api/consent-words')).json.words).toMatchObject([
		{ version: 2, words: 'Shorter.' },
		{ version: 1, words: 'For teaching.\nNo names.' },
	]);
});
