import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, request as openRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type App, createApp } from '../../server/app.ts';
import { createClock } from '../../server/clock.ts';
import type { Journal } from '../../server/journal/journal.ts';
import { openSqliteJournal } from '../../server/journal/sqlite-journal.ts';
import { createLog } from '../../server/log.ts';
import { type ClinicStore, openClinicStore } from '../../server/store/clinic-store.ts';
import { createTombstoneFile } from '../../server/store/tombstones.ts';
import { lightPasswords } from './light-passwords.ts';
import { configOf } from './server-config.ts';
import { freshFolder } from './server-folder.ts';

export const SETUP_CODE = 'ABCD-EFGH-JKMN-PQRS';
export const EMAIL = 'ada@example.org';
export const PASSWORD = 'seven quiet otters';
/** The test machine's address as the server is told it. */
export const LAN_ADDRESS = '192.168.7.20';

export interface Answer {
	readonly status: number;
	readonly headers: IncomingHttpHeaders;
	readonly text: string;
	/** Of a JSON answer. */
	readonly json: Record<string, unknown>;
}

export interface CallOptions {
	readonly json?: unknown;
	/** Sent as it is, in place of `json`. */
	readonly body?: string | Uint8Array;
	readonly cookie?: string;
	readonly headers?: Record<string, string>;
}

export interface RunningApp {
	readonly app: App;
	readonly journal: Journal;
	readonly store: ClinicStore;
	readonly folder: string;
	readonly port: number;
	/** Lines of the log so far. */
	readonly logged: () => string;
	call(method: string, path: string, options?: CallOptions): Promise<Answer>;
	/** Sets the clinic up and answers its owner's cookie. */
	setUp(): Promise<string>;
	/** Moves the server's clock on; who is signed in may be no longer. */
	pass(ms: number): void;
}

/** The whole server on a free port, with a store and pages in a folder of its own; stopped after the test. */
export async function startApp(env: Record<string, string> = {}): Promise<RunningApp> {
	const folder = freshFolder();
	const journal = await openSqliteJournal({ file: join(folder, 'journal.db') });
	const store = await openClinicStore({ file: join(folder, 'clinic.db') });
	const lines: string[] = [];
	const monotonic = () => performance.now();
	const clock = createClock({ wall: Date.now, monotonic });
	let passedMs = 0;
	const app = await createApp({
		config: configOf({ HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'debug', ...env }),
		journal,
		store,
		secret: randomBytes(32).toString('base64url'),
		setupCode: SETUP_CODE,
		tls: null,
		tombstones: createTombstoneFile(join(folder, 'erased.jsonl')),
		clock: { ...clock, now: () => clock.now() + passedMs },
		monotonic,
		randomBytes,
		pagesFolder: writePages(folder),
		interfaces: () => [{ address: LAN_ADDRESS, family: 'IPv4', internal: false }],
		hostname: 'clinic-pc',
		passwords: lightPasswords(),
		version: '0.0.0',
		log: createLog('debug', { write: (line) => void lines.push(line) }),
	});
	await new Promise<void>((resolve) => app.httpServer.listen(0, '127.0.0.1', resolve));
	onTestFinished(async () => {
		await app.close();
		await journal.close();
		await store.close();
	});
	const { port } = app.httpServer.address() as AddressInfo;
	const call: RunningApp['call'] = (method, path, options = {}) => send(port, method, path, options);
	return {
		app,
		journal,
		store,
		folder,
		port,
		logged: () => lines.join(''),
		call,
		pass(ms) {
			passedMs += ms;
		},
		async setUp() {
			const answer = await call('POST', '/api/setup', {
				json: {
					code: SETUP_CODE,
					clinic: 'Harbour Clinic',
					zone: 'Europe/Berlin',
					name: 'Ada Owner',
					email: EMAIL,
					password: PASSWORD,
				},
			});
			return cookieOf(answer);
		},
	};
}

/** The cookies an answer sets, as a browser would send them back. */
export function cookieOf({ headers }: Answer): string {
	return (headers['set-cookie'] ?? []).map((cookie) => cookie.split(';')[0] ?? '').join('; ');
}

function writePages(folder: string): string {
	const pages = join(folder, 'pages');
	mkdirSync(join(pages, 'assets'), { recursive: true });
	for (const name of ['index', 'phone', 'therapist', 'clinic', 'follow-up']) {
		writeFileSync(join(pages, `${name}.html`), `<!doctype html><title>${name}</title>`);
	}
	writeFileSync(join(pages, 'assets', 'phone-abc123.js'), 'export {};');
	writeFileSync(join(pages, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
	return pages;
}

function send(port: number, method: string, path: string, options: CallOptions): Promise<Answer> {
	const body = options.body ?? (options.json === undefined ? undefined : JSON.stringify(options.json));
	const isChunked = options.headers?.['transfer-encoding'] === 'chunked';
	const headers = {
		...(options.json !== undefined && { 'content-type': 'application/json' }),
		...(body !== undefined && !isChunked && { 'content-length': String(Buffer.byteLength(body)) }),
		...(options.cookie !== undefined && { cookie: options.cookie }),
		...options.headers,
	};
	return new Promise((resolve, reject) => {
		const request = openRequest({ host: '127.0.0.1', port, method, path, headers, agent: false }, (response) => {
			const chunks: Buffer[] = [];
			response.on('data', (chunk: Buffer) => chunks.push(chunk));
			response.on('end', () => {
				const text = Buffer.concat(chunks).toString('utf8');
				resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json: jsonOf(text) });
			});
		});
		request.on('error', reject);
		request.end(body);
	});
}

function jsonOf(text: string): Record<string, unknown> {
	try {
		return JSON.parse(text) as Record<string, unknown>;
	} catch {
		return {};
	}
}
