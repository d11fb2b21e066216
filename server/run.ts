import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { hostname, networkInterfaces, uptime } from 'node:os';
import { join } from 'node:path';
import { styleText } from 'node:util';
import { networkOrigins } from './addresses.ts';
import { type App, createApp } from './app.ts';
import { certificateNotice } from './certificate.ts';
import { createClock, createMonotonic } from './clock.ts';
import { type Config, parseConfig } from './config.ts';
import { openDataFolder } from './data-folder.ts';
import { createPasswords } from './http/passwords.ts';
import { openSqliteJournal } from './journal/sqlite-journal.ts';
import { createLog, type Log } from './log.ts';
import { newSetupCode } from './setup-code.ts';
import { openClinicStore } from './store/clinic-store.ts';
import { hasClinic } from './store/members.ts';
import { createTombstoneFile } from './store/tombstones.ts';

/** A stop that takes longer than this is cut short; every acknowledged event is on the disk by then, ms. */
const STOP_MS = 5_000;
const DAY_MS = 24 * 60 * 60 * 1_000;
const ROOT = join(import.meta.dirname, '..');

/** Says why the server does not start, and ends. */
function refuseToStart(sentences: readonly string[]): never {
	for (const sentence of sentences) console.error(sentence);
	process.exit(1);
}

function sentenceOf(problem: unknown): string {
	return problem instanceof Error ? problem.message : String(problem);
}

function readTls(https: NonNullable<Config['https']>): { readonly cert: string; readonly key: string } {
	const read = (name: string, file: string) => {
		try {
			return readFileSync(file, 'utf8');
		} catch {
			throw new Error(`${name} names ${file}, which can’t be read.`);
		}
	};
	return { cert: read('HTTPS_CERT', https.certFile), key: read('HTTPS_KEY', https.keyFile) };
}

const interfaces = () => Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);

function listen(app: App, config: Config): Promise<number> {
	const { httpServer } = app;
	return new Promise((resolve, reject) => {
		httpServer.once('error', reject);
		httpServer.listen({ port: config.port, ...(config.host !== undefined && { host: config.host }) }, () => {
			httpServer.off('error', reject);
			resolve((httpServer.address() as AddressInfo).port);
		});
	});
}

/** At the start and each day, to whoever looks after the server. */
function sayOfCertificate(pem: string, log: Log): void {
	const say = () => {
		const notice = certificateNotice(pem, Date.now());
		if (notice) log.warn(notice);
	};
	say();
	setInterval(say, DAY_MS).unref();
}

function announce(config: Config, port: number, setupCode: string | null): void {
	const scheme = config.https ? 'https' : 'http';
	const origins = networkOrigins({ config, port, interfaces: interfaces(), hostname: hostname() });
	const lines = [
		'',
		`  ${styleText('bold', 'Palpate')} is running.`,
		'',
		`  On this machine    ${scheme}://localhost:${port}`,
		...origins.map(
			(origin, i) =>
				`  ${i === 0 ? 'On the same network' : '                   '}${origin.padStart(origin.length + 1)}`,
		),
		...(setupCode === null ? [] : ['', `  Set-up code        ${styleText('bold', setupCode)}`]),
		'',
	];
	console.log(lines.join('\n'));
}

async function start(config: Config): Promise<void> {
	process.umask(0o077);
	const log = createLog(config.logLevel);
	const folder = openDataFolder(config.dataDir);
	const tls = config.https ? readTls(config.https) : null;
	const [journal, store] = await Promise.all([
		openSqliteJournal({ file: folder.journal }),
		openClinicStore({ file: folder.clinic }),
	]);
	const setupCode = (await hasClinic(store.db)) ? null : newSetupCode(randomBytes(16));
	const monotonic = createMonotonic({ running: () => performance.now(), uptime: () => uptime() * 1_000 });
	const app = await createApp({
		config,
		journal,
		store,
		secret: folder.secret,
		setupCode,
		tls,
		tombstones: createTombstoneFile(folder.erased),
		clock: createClock({ wall: Date.now, monotonic }),
		monotonic,
		randomBytes,
		pagesFolder: join(ROOT, 'dist', 'client'),
		interfaces,
		hostname: hostname(),
		passwords: createPasswords(),
		version: (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }).version,
		log,
	});

	let isStopping = false;
	const stop = async (): Promise<void> => {
		if (isStopping) return;
		isStopping = true;
		setTimeout(() => process.exit(0), STOP_MS).unref();
		await app.close();
		await journal.close();
		await store.close();
		log.info('stopped');
		process.exit(0);
	};
	for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop());
	process.on('unhandledRejection', (problem) => log.fault('a rejection nobody handled', problem));
	process.on('uncaughtException', (problem) => log.fault('a throw nobody handled', problem));

	const port = await listen(app, config);
	log.info('listening', { port });
	announce(config, port, setupCode);
	if (tls) sayOfCertificate(tls.cert, log);
}

const parsed = parseConfig(process.env);
if ('problems' in parsed) refuseToStart(parsed.problems);
try {
	await start(parsed.config);
} catch (problem) {
	refuseToStart([startSentence(problem, parsed.config)]);
}

function startSentence(problem: unknown, { port, dataDir }: Config): string {
	const code = problem instanceof Error && 'code' in problem ? problem.code : '';
	if (code === 'EADDRINUSE') return `Port ${port} is taken by another program. Stop it, or set PORT.`;
	if (code === 'EADDRNOTAVAIL') return 'HOST takes an address of this machine.';
	if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
		return `Port ${port} or the folder ${dataDir} is not allowed to this user. Set PORT or DATA_DIR.`;
	return sentenceOf(problem);
}
