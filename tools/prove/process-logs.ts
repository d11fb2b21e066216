import { type RealServer, startRealServer } from '../../tests/harness/real-server.ts';
import { sendBytes } from '../fuzz/requests.ts';
import { type ClinicCalls, setUpClinic } from '../wire/clinic-calls.ts';
import { type LetIn, openLetIn } from '../wire/let-in.ts';
import { openLiveLine } from '../wire/live-line.ts';
import type { Row } from './row.ts';

/** Stand for what a person says, writes or holds; each is looked for in the log. */
const CANARY = {
	name: 'Canaryname Quince',
	other: 'Canaryother Medlar',
	note: 'canarynote of the left side',
	place: 'canaryplace below the knee',
	muscle: 'canarymuscle',
	member: 'Canarymember Sloe',
	search: 'canarysearch',
	path: 'canarypath',
	email: 'canarymail@example.org',
	password: 'canary password of ten',
	body: 'canarybody',
} as const;

/** Row 28. */
export const logRow: Row = {
	row: 28,
	promise: 'logs hold no health data',
	async try() {
		const server = await startRealServer({ LOG_LEVEL: 'debug' });
		try {
			const setupCode = server.setupCode();
			const secrets = await live(server, setupCode);
			await server.stop('SIGTERM');
			const log = server
				.printed()
				.split('\n')
				.filter((line) => line.startsWith('{'));
			const text = log.join('\n').toLowerCase();
			const found = [...Object.values(CANARY), setupCode, ...secrets].filter(
				(secret) => secret !== '' && text.includes(secret.toLowerCase()),
			);
			const ratings = log.filter((line) => /"(value|rating|body|events|words)"/.test(line));
			return [
				{
					what: `lines at level debug, in which ${Object.keys(CANARY).length + 1 + secrets.length} names, texts, codes and tokens were looked for`,
					asked: 'some',
					seen: `${log.length}`,
					holds: log.length >= 5,
				},
				{ what: 'of them found', asked: '0', seen: `${found.length}`, holds: found.length === 0 },
				{ what: 'lines with a rating or content', asked: '0', seen: `${ratings.length}`, holds: ratings.length === 0 },
			];
		} finally {
			await server.remove();
		}
	},
};

/** A whole journey and what goes wrong in one; answers the codes and tokens that came up. */
async function live(server: RealServer, setupCode: string): Promise<readonly string[]> {
	const calls = await setUpClinic(server.origin, setupCode);
	const room = await openLetIn(server.port, calls, CANARY.name);
	speak(room);
	await room.desk.until((frame) => frame.t === 'events' && frame.events.some(({ body }) => body.kind === 'stop'));
	const code = await askEverything(calls, room.session);
	await misbehave(server, calls, room);
	await server.stop('SIGKILL');
	await server.start();
	const line = await openLiveLine({ port: server.port });
	line.up({ t: 'hello', token: room.tokens.phone, body: CANARY.body });
	await line.untilTold('refused');
	for (const each of [line, room]) 'close' in each ? each.close() : each.destroy();
	const login = calls.cookie.split('=').slice(1).join('=');
	return [code, login, decodeURIComponent(login).split('.')[0] ?? '', ...Object.values(room.tokens)];
}

function speak({ desk, phone, phoneWriter, session }: LetIn): void {
	const say = (line: LetIn['desk'], writer: string, from: number, bodies: readonly object[]) => {
		const events = bodies.map((body, i) => ({ n: from + i, at: Date.now(), body }));
		line.up({ t: 'events', writer, lane: 'say', events });
	};
	say(desk, `desk-${session}`.slice(0, 22), 2, [
		{ kind: 'point', point: 1, muscle: CANARY.muscle, side: 'left', place: CANARY.place },
		{ kind: 'note', text: CANARY.note },
		{ kind: 'spoken-consent', choice: 'recorded', member: CANARY.member },
		{ kind: 'note', text: 7, more: CANARY.note },
	]);
	say(phone, phoneWriter, 1, [
		{ kind: 'consent', choice: 'recorded' },
		{ kind: 'stop' },
		{ kind: CANARY.body, text: CANARY.note },
		{ kind: 'note', text: CANARY.note },
	]);
	phone.up({ t: CANARY.body, note: CANARY.note });
	phone.packet(`42["${CANARY.body}",{}]`);
}

/** Everything that is read and written through the interface; answers a code to join. */
async function askEverything(calls: ClinicCalls, session: string): Promise<string> {
	const answer = await calls.ask('POST', `/api/sessions/${session}/code`);
	const { code } = (await answer.json()) as { code: string };
	for (const [method, path, body] of [
		['POST', '/api/join', { code: 'CANARY00' }],
		['POST', '/api/clients/search', { text: CANARY.search }],
		['POST', '/api/sessions/list', { text: CANARY.search }],
		['POST', '/api/sessions/list', { text: 7, more: CANARY.body }],
		['GET', `/api/sessions/${session}`, undefined],
		['GET', `/api/sessions/${session}/csv`, undefined],
		['GET', `/api/sessions/${CANARY.path}`, undefined],
		['POST', `/api/sessions/${session}/client`, { client: { name: CANARY.other } }],
		['POST', '/api/sign-in', { email: CANARY.email, password: CANARY.password }],
		['POST', `/api/sessions/${session}/end`, undefined],
	] as const) {
		const told = await calls.ask(method, path, body);
		await told.arrayBuffer();
	}
	return code;
}

async function misbehave({ port }: RealServer, calls: ClinicCalls, { tokens }: LetIn): Promise<void> {
	const head = (line: string) => `${line} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nCookie: ${calls.cookie}`;
	const bodies = [`{"text":"${CANARY.body}`, `{"token":"${tokens.phone}","frames":"${CANARY.body}"}`];
	for (const [i, body] of bodies.entries()) {
		const path = i === 0 ? '/api/sessions/list' : '/api/live/say';
		const type = `Content-Type: application/json\r\nContent-Length: ${body.length}`;
		await sendBytes(port, Buffer.from(`${head(`POST ${path}`)}\r\n${type}\r\n\r\n${body}`));
	}
	await sendBytes(
		port,
		Buffer.from(`${head(`GET /${CANARY.path}`)}\r\nOrigin: https://${CANARY.path}.example\r\n\r\n`),
	);
	await sendBytes(port, Buffer.from(`${CANARY.body} ${CANARY.path}\r\n\r\n`));
}
