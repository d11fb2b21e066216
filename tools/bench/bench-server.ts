import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import type { AgainstAnswer } from '../../shared/course-api.ts';
import type { MeAnswer, SessionAnswer, SessionListAnswer } from '../../shared/http-api.ts';
import type { NoteAnswer } from '../../shared/notes-api.ts';
import type { OwnLoginAnswer } from '../../shared/people-api.ts';

const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };
const CSP = "default-src 'self'; img-src 'self' data:";
const ME: MeAnswer = {
	member: { id: 'member'.padEnd(22, '0'), name: 'Owner Example', role: 'owner' },
	clinic: { id: 'clinic'.padEnd(22, '0'), name: 'Clinic Example', zone: 'Europe/Berlin' },
};

const LOGIN: OwnLoginAnswer = { leftMs: 3_600_000, signOutMinutes: 60 };
const NOTE: NoteAnswer = { note: null, afterwards: { isWanted: false, replies: [] }, plan: null };
const AGAINST: AgainstAnswer = { sessions: [] };

/** The built clinic page and one session, on a free port of this machine: nothing else takes time there. */
export async function serveReview(pagesFolder: string, answer: SessionAnswer) {
	const record = JSON.stringify(answer);
	const of = `/api/sessions/${answer.session.session}`;
	const list: SessionListAnswer = { sessions: [answer.session], cursor: null };
	const answers: Record<string, string> = {
		'/api/setup': JSON.stringify({ isNeeded: false }),
		'/api/me': JSON.stringify(ME),
		'/api/logins/own': JSON.stringify(LOGIN),
		'/api/sessions/list': JSON.stringify(list),
		[of]: record,
		[`${of}/note`]: JSON.stringify(NOTE),
		[`${of}/against`]: JSON.stringify(AGAINST),
	};
	const server = createServer((request, response) => {
		const { pathname } = new URL(request.url ?? '/', 'http://localhost');
		const json = answers[pathname];
		if (json !== undefined) {
			response.writeHead(200, { 'content-type': 'application/json' }).end(json);
			return;
		}
		const file = pathname === '/clinic' ? 'clinic.html' : pathname.slice(1);
		if (!/^(clinic\.html|assets\/[\w.-]+)$/.test(file)) {
			response.writeHead(404).end('{}');
			return;
		}
		const headers = { 'content-type': TYPES[extname(file)] ?? 'text/plain', 'content-security-policy': CSP };
		response.writeHead(200, headers).end(readFileSync(join(pagesFolder, file)));
	});
	await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
	return {
		origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		bytes: Buffer.byteLength(record),
		close: () => new Promise<void>((resolve) => void server.close(() => resolve())),
	};
}
