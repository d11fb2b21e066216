import { expect, test } from 'vitest';
import { askSetup } from '../../../client/home/setup.ts';

const answering = (body: string, status = 200) => (async () => new Response(body, { status })) as typeof fetch;

test.each([
	['{"isNeeded":true}', 200, 'needed'],
	['{"isNeeded":false}', 200, 'done'],
	['<html>Sign in to the network</html>', 200, 'no-answer'],
	['{}', 200, 'no-answer'],
	['null', 200, 'no-answer'],
	['{"error":"internal"}', 500, 'no-answer'],
])('HOME1 %s with %d: the clinic’s set-up is %s', async (body, status, state) => {
	expect(await askSetup(answering(body, status))).toBe(state);
});

test('HOME1 a server that is not there is said to give no answer', async () => {
	const unreachable = (async () => {
		throw new TypeError('no network');
	}) as typeof fetch;
	expect(await askSetup(unreachable)).toBe('no-answer');
});
