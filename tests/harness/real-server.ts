import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');

/** The real server process, on a port and a folder that outlive it, so that it can be killed and started again. */
export interface RealServer {
	readonly port: number;
	readonly origin: string;
	readonly dataDir: string;
	/** The one-time code that the terminal showed, while no clinic was set up. */
	setupCode(): string;
	/** Everything the process printed so far. */
	printed(): string;
	start(): Promise<void>;
	/** Ends the process by a signal and waits until it is gone. */
	stop(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>;
	pid(): number;
	/** Ends the process and removes its folder. */
	remove(): Promise<void>;
}

type Environment = Readonly<Record<string, string>>;

export async function startRealServer(given: Environment | ((port: number) => Environment) = {}): Promise<RealServer> {
	const port = await freePort();
	const env = typeof given === 'function' ? given(port) : given;
	const dataDir = mkdtempSync(join(tmpdir(), 'palpate-real-'));
	let child: ChildProcess | null = null;
	let output = '';

	const server: RealServer = {
		port,
		origin: `${env.HTTPS_CERT ? 'https' : 'http'}://localhost:${port}`,
		dataDir,
		setupCode: () => /Set-up code\s+([0-9A-Z-]{8,})/.exec(plain(output))?.[1] ?? '',
		printed: () => plain(output),
		async start() {
			const started = spawn(process.execPath, [join(ROOT, 'server', 'main.ts')], {
				cwd: ROOT,
				env: { ...process.env, PORT: String(port), DATA_DIR: dataDir, ...env },
				stdio: ['ignore', 'pipe', 'pipe'],
			});
			child = started;
			const from = output.length;
			const ended = once(started, 'exit');
			await new Promise<void>((resolve, reject) => {
				const take = (chunk: Buffer) => {
					output += chunk.toString();
					if (plain(output.slice(from)).includes('is running.')) resolve();
				};
				started.stdout?.on('data', take);
				started.stderr?.on('data', take);
				ended.then(() => reject(new Error(`the server ended at its start:\n${plain(output.slice(from))}`)), reject);
			});
		},
		async stop(signal) {
			const running = child;
			child = null;
			if (!running || running.exitCode !== null) return;
			const gone = once(running, 'exit');
			running.kill(signal);
			await gone;
		},
		pid: () => child?.pid ?? 0,
		async remove() {
			await server.stop('SIGTERM');
			rmSync(dataDir, { recursive: true, force: true });
		},
	};
	await server.start();
	return server;
}

/** A port that nobody listens on just now. */
export async function freePort(): Promise<number> {
	const probe = createServer().listen(0, '127.0.0.1');
	await once(probe, 'listening');
	const address = probe.address();
	probe.close();
	await once(probe, 'close');
	if (address === null || typeof address === 'string') throw new Error('no free port');
	return address.port;
}

/** Without the terminal's colours. */
function plain(text: string): string {
	// biome-ignore lint/suspicious/noControlCharactersInRegex: a colour is a control sequence
	return text.replace(/\u001b\[[0-9;]*m/g, '');
}
