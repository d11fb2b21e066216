import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { SessionAnswer, SessionListAnswer, SessionRow } from '../../shared/http-api.ts';
import { PAST_SESSIONS } from '../../tools/demo/demo-sessions.ts';
import { openNodeSession } from '../../tools/simulated/node-session.ts';
import { freshFolder } from '../harness/server-folder.ts';
import { runFile } from '../harness/server-process.ts';
import { waitFor } from '../harness/wait-for.ts';

/** Asks the demo as its owner. */
async function signIn(origin: string, email: string, password: string) {
	const send = (method: string, path: string, body?: object, cookie = '') =>
		fetch(origin + path, {
			method,
			headers: { cookie, ...(body && { 'content-type': 'application/json' }) },
			...(body && { body: JSON.stringify(body) }),
		});
	const signed = await send('POST', '/api/sign-in', { email, password });
	const cookie = signed.headers
		.getSetCookie()
		.map((each) => each.split(';')[0])
		.join('; ');
	return async <T>(method: string, path: string, body?: object): Promise<T> =>
		(await send(method, path, body, cookie)).json() as Promise<T>;
}

test('DEMO1 DEMO2 DEMO3 the demo has a past, a client who feels what the person does, and leaves nothing behind', async () => {
	const folder = freshFolder();
	const demo = runFile('tools/demo.ts', { TMPDIR: folder, PORT: '0', NO_COLOR: '1' });
	const [, origin = '', email = '', password = ''] = await demo.untilPrinted(
		/Therapist page\s+(http:\S+)\/therapist[\s\S]*E-mail\s+(\S+)\s+Password\s+(\S+)\n/,
	);
	const ask = await signIn(origin, email, password);

	const { sessions } = await ask<SessionListAnswer>('POST', '/api/sessions/list', {});
	const past = sessions.filter(({ endedAt }) => endedAt !== null);
	expect(past.length).toBe(PAST_SESSIONS.length);
	expect(past.length).toBeGreaterThanOrEqual(12);
	expect(past.filter(({ client }) => client === null).map(({ recording }) => recording)).toEqual(['live-only']);
	expect(past.reduce((sum, { stops }) => sum + stops, 0)).toBeGreaterThan(3);
	expect(past.every(({ startedAt }) => startedAt < Date.now() - 60_000)).toBe(true);
	for (const name of sessions.flatMap(({ client }) => client?.name ?? [])) expect(name).toMatch(/^(Client|Test) /);
	const richest = past.reduce((a, b) => (b.stops > a.stops ? b : a)) as SessionRow;
	const { flow } = await ask<SessionAnswer>('GET', `/api/sessions/${richest.session}`);
	expect((flow ?? []).reduce((sum, { values }) => sum + values.length, 0)).toBeGreaterThan(200);

	const [now] = sessions.filter(({ endedAt }) => endedAt === null);
	expect(now?.recording).toBe('recorded');
	const { token } = await ask<{ token: string }>('POST', `/api/sessions/${now?.session}/seat`);
	const therapist = openNodeSession({ origin, seat: 'therapist', token }, () => () => undefined);
	const { link } = therapist;
	await waitFor(() => expect(link.view().line.is).toBe('live'), { timeout: 5_000 });
	link.append({ kind: 'phase', phase: 'press', point: 1 });
	const felt = () => link.view().state.samples.at(-1)?.value ?? 0;
	await waitFor(() => expect(felt()).toBeGreaterThan(25), { timeout: 12_000 });
	therapist.close();

	expect(readdirSync(folder).filter((name) => name.startsWith('palpate-demo-')).length).toBe(1);
	demo.child.kill('SIGTERM');
	expect(await demo.ended()).toBe(0);
	expect(readdirSync(folder)).toEqual([]);
});
