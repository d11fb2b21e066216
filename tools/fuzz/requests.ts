import { connect } from 'node:net';
import { ROUTES, type Route, type RouteName } from '../../server/http/routes.ts';
import type { Random } from '../simulator/random.ts';
import { mutateText, mutateValue, randomJson } from './mutate.ts';

/** A body that each route would take; those that take none have none. */
const BODIES: Partial<Record<RouteName, object>> = {
	setUp: { code: 'ABCD-EFGH', clinic: 'C', zone: 'UTC', name: 'N', email: 'n@example.org', password: 'ten letters' },
	signIn: { email: 'nobody@example.org', password: 'ten letters' },
	searchClients: { text: 'ro' },
	startSession: { client: { name: 'Robin' }, isTest: true },
	listSessions: { text: 'ro' },
	correctClient: { client: { name: 'Jo' } },
	join: { code: 'ABCD1234' },
	liveSay: {
		token: 't'.repeat(22),
		frames: [{ t: 'events', writer: 'w'.repeat(22), lane: 'say', events: [{ n: 1, at: 1, body: { kind: 'stop' } }] }],
	},
};
/** Ends the login that the others are tried with. */
const WITHOUT_COOKIE: readonly RouteName[] = ['signOut'];
const METHODS = ['GET', 'POST', 'DELETE', 'PUT', 'PATCH', 'HEAD', 'OPTIONS', 'TRACE', 'BREW', ''];
const TYPES = [
	'application/json',
	'application/json; charset=utf-8',
	'text/plain',
	'application/json; charset=utf-7',
	'',
];
const ANSWER_MS = 20_000;
/** A request that is not answered by then lacks something: its end is said, ms. */
const WHOLE_MS = 1_000;

export interface RequestParts {
	readonly port: number;
	readonly random: Random;
	readonly cookie: string;
	readonly session: string;
	readonly token: string;
}

export interface RawAnswer {
	/** 0 where the connection ended without an answer. */
	readonly status: number;
	readonly body: string;
}

const NAMES = Object.keys(ROUTES) as RouteName[];

/** One request that is wrong in some way, to one of the routes, as bytes. */
export function nextRequest({ random, cookie, session, token, port }: RequestParts): Buffer {
	const name = random.pick(NAMES);
	const route: Route = ROUTES[name];
	const body = bodyOf(random, name, token);
	const path = random.chance(0.8) ? route.path : mutateText(random, route.path);
	const target = path.replace(
		':session',
		random.chance(0.7) ? session : String(random.pick([random.id(), '..%2f', '%00', '%'])),
	);
	const isKnown = random.chance(0.8) && !WITHOUT_COOKIE.includes(name);
	const headers = [
		`Host: localhost:${port}`,
		'Connection: close',
		...(isKnown
			? [`Cookie: ${random.chance(0.9) ? cookie : mutateText(random, cookie).replaceAll(/[\r\n]/g, '')}`]
			: []),
		...(body === null ? [] : [`Content-Type: ${random.chance(0.85) ? TYPES[0] : random.pick(TYPES)}`]),
		...(body === null
			? []
			: [`Content-Length: ${Buffer.byteLength(body) + (random.chance(0.03) ? random.whole(-5, 5) : 0)}`]),
		...oddHeaders(random),
	];
	const method = random.chance(0.92) ? route.method : random.pick(METHODS);
	const head = `${method} ${target} HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n`;
	return Buffer.from((random.chance(0.03) ? mutateText(random, head) : head) + (body ?? ''));
}

function bodyOf(random: Random, name: RouteName, token: string): string | null {
	const known = BODIES[name];
	if (!known) return random.chance(0.1) ? JSON.stringify(randomJson(random)) : null;
	const good = name === 'liveSay' && random.chance(0.7) ? { ...known, token } : known;
	const act = random.whole(0, 9);
	if (act < 2) return JSON.stringify(good);
	if (act < 6) return JSON.stringify(mutateValue(random, good)) ?? '';
	if (act < 8) return mutateText(random, JSON.stringify(good));
	return act === 8 ? (JSON.stringify(randomJson(random)) ?? '') : 'x'.repeat(random.whole(0, 70_000));
}

function oddHeaders(random: Random): readonly string[] {
	const odd: string[] = [];
	if (random.chance(0.1)) odd.push(`X-Forwarded-For: ${random.pick(['127.0.0.1', 'x', '::1, ::2', ','.repeat(500)])}`);
	if (random.chance(0.1)) odd.push(`Origin: ${random.pick(['null', 'https://evil.example', '', 'x', 'http://[::1'])}`);
	if (random.chance(0.05)) odd.push('Transfer-Encoding: chunked');
	if (random.chance(0.05)) odd.push(`Content-Encoding: ${random.pick(['gzip', 'identity', 'x'])}`);
	if (random.chance(0.05)) odd.push('Expect: 100-continue');
	if (random.chance(0.03)) odd.push(`X-Long: ${'x'.repeat(random.whole(1_000, 20_000))}`);
	if (random.chance(0.03)) odd.push('Upgrade: websocket');
	return odd;
}

/** Sends the bytes on a connection of their own and reads until it ends. */
export function sendBytes(port: number, bytes: Buffer): Promise<RawAnswer> {
	return new Promise((resolve) => {
		const chunks: Buffer[] = [];
		const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
		const ending = setTimeout(() => socket.end(), WHOLE_MS);
		socket.setTimeout(ANSWER_MS, () => socket.destroy());
		socket.on('data', (chunk) => chunks.push(chunk));
		socket.on('error', () => undefined);
		socket.on('close', () => {
			clearTimeout(ending);
			const text = Buffer.concat(chunks).toString('utf8');
			const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0);
			resolve({ status, body: text.slice(text.indexOf('\r\n\r\n') + 4) });
		});
	});
}
