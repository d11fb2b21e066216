import * as v from 'valibot';
import { expect, test } from 'vitest';
import { createSecondRoad } from '../../../client/link/second-road.ts';
import { sayRequest } from '../../../server/live/say-request.ts';
import type { UpFrameOf } from '../../../shared/protocol.ts';
import { TOKEN, writerNamed } from '../../harness/link-harness.ts';

const FRAMES: readonly UpFrameOf<'events'>[] = [
	{
		t: 'events',
		writer: writerNamed('client', 1),
		lane: 'say',
		events: [{ n: 1, at: 5, body: { kind: 'stop' } }],
	},
];

function setUp(answer: () => Response | Promise<Response>) {
	const asked: { readonly url: string; readonly init: RequestInit | undefined }[] = [];
	const send = async (url: string | URL | Request, init?: RequestInit) => {
		asked.push({ url: String(url), init });
		return answer();
	};
	return { asked, road: createSecondRoad(TOKEN, send) };
}

test('W9 the second road posts the token in the body, never in the address, with the frames as they are', async () => {
	const frames = [{ t: 'recorded', heads: { w: [1, 0] } }];
	const { road, asked } = setUp(() => Response.json({ frames }));
	expect(await road(FRAMES)).toEqual(frames);
	const [call] = asked;
	expect(call?.url).toBe('/api/live/say');
	expect(call?.init?.method).toBe('POST');
	const body = JSON.parse(String(call?.init?.body));
	expect(body).toEqual({ token: TOKEN, frames: FRAMES });
	expect(v.safeParse(sayRequest, body).success).toBe(true);
	expect(call?.init?.signal).toBeInstanceOf(AbortSignal);
});

test.each<[what: string, answer: () => Response | Promise<Response>]>([
	['a portal’s page', () => new Response('<html>Welcome to the hotel</html>')],
	['another JSON', () => Response.json({ ok: true })],
	['a refusal', () => Response.json({ error: 'no_session', frames: [] }, { status: 404 })],
	['a broken line', () => Promise.reject(new TypeError('failed to fetch'))],
])('W9 %s is no answer', async (_what, answer) => {
	await expect(setUp(answer).road(FRAMES)).rejects.toThrow();
});

test('W9 it takes say and nothing else', () => {
	const flow = { ...FRAMES[0], lane: 'flow', events: [{ n: 1, at: 5, body: { kind: 'rating' } }] };
	expect(v.safeParse(sayRequest, { token: TOKEN, frames: [flow] }).success).toBe(false);
	expect(v.safeParse(sayRequest, { token: TOKEN, frames: [{ t: 'pen' }] }).success).toBe(false);
	expect(v.safeParse(sayRequest, { token: 'x', frames: FRAMES }).success).toBe(false);
	expect(v.safeParse(sayRequest, { token: TOKEN, frames: Array(65).fill(FRAMES[0]) }).success).toBe(false);
});
