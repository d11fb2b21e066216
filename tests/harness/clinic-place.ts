import { expect } from 'vitest';
import { type Answer, type RunningApp, startApp } from './server-app.ts';
import { openPage, type TestPage } from './server-page.ts';
import { waitFor } from './wait-for.ts';

/** A clinic as its owner has it before them. */
export interface ClinicPlace {
	readonly app: RunningApp;
	readonly cookie: string;
	call(method: string, path: string, json?: unknown): Promise<Answer>;
	/** Registers a client and answers the id. */
	register(client: object): Promise<string>;
	/** A session of that client, recorded and under way; the note is its fourth event. */
	record(client: object, note: string): Promise<{ readonly session: string; readonly page: TestPage }>;
	/** Ends a session and seals it. */
	finish(live: { readonly session: string; readonly page: TestPage }): Promise<void>;
}

export async function openClinicPlace(): Promise<ClinicPlace> {
	const app = await startApp();
	const cookie = await app.setUp();
	const call: ClinicPlace['call'] = (method, path, json) =>
		app.call(method, path, { cookie, ...(json !== undefined && { json }) });
	let count = 0;
	return {
		app,
		cookie,
		call,
		async register(client) {
			const answer = await call('POST', '/api/clients', client);
			expect(answer.status).toBe(201);
			return (answer.json.client as { id: string }).id;
		},
		async record(client, note) {
			const { session, token } = (await call('POST', '/api/sessions', { client })).json as Record<string, string>;
			count += 1;
			const page = openPage(app.app.hub, String(token), `desk-${count}`);
			page.say({ kind: 'started' }, Date.now());
			page.say({ kind: 'spoken-consent', choice: 'recorded', member: 'Ada Owner' }, Date.now());
			page.say({ kind: 'point', point: 1, muscle: 'soleus', side: 'left' }, Date.now());
			page.say({ kind: 'note', text: note }, Date.now());
			await waitFor(async () => expect(await app.journal.read(String(session))).toHaveLength(4));
			return { session: String(session), page };
		},
		async finish({ session, page }) {
			page.say({ kind: 'ended' }, Date.now());
			page.bye();
			await waitFor(() => expect(app.app.hub.find(session)).toBeUndefined());
			await waitFor(async () => {
				const row = await app.store.db
					.selectFrom('session')
					.select('sealedAt')
					.where('id', '=', session)
					.executeTakeFirstOrThrow();
				expect(row.sealedAt).not.toBeNull();
			});
		},
	};
}
