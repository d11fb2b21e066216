import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, createApp } from '../../server/app.ts';
import { createClock } from '../../server/clock.ts';
import { parseConfig } from '../../server/config.ts';
import { createPasswords } from '../../server/http/passwords.ts';
import type { Journal } from '../../server/journal/journal.ts';
import { openSqliteJournal } from '../../server/journal/sqlite-journal.ts';
import { createLog } from '../../server/log.ts';
import { openClinicStore } from '../../server/store/clinic-store.ts';
import { createFaultControls, type FaultControls } from '../../server/store/faults.ts';
import { createTombstoneFile } from '../../server/store/tombstones.ts';

const SETUP_CODE = 'ABCD-EFGH-JKMN-PQRS';

/** The whole server in this process, so that its disk can be made to fail. */
export interface LocalApp {
	readonly app: App;
	readonly port: number;
	readonly origin: string;
	readonly setupCode: string;
	readonly folder: string;
	readonly journal: Journal;
	/** The journal's disk. */
	readonly faults: FaultControls;
	/** Lines of the log so far. */
	logged(): string;
	close(): Promise<void>;
}

export async function openLocalApp(env: Readonly<Record<string, string>> = {}): Promise<LocalApp> {
	const folder = mkdtempSync(join(tmpdir(), 'palpate-local-'));
	const parsed = parseConfig({ HOST: '127.0.0.1', PORT: '0', ...env });
	if ('problems' in parsed) throw new Error(parsed.problems.join(' '));
	const faults = createFaultControls();
	const journal = await openSqliteJournal({ file: join(folder, 'journal.db'), faults: faults.port });
	const store = await openClinicStore({ file: join(folder, 'clinic.db') });
	const lines: string[] = [];
	const monotonic = () => performance.now();
	const app = await createApp({
		config: parsed.config,
		journal,
		store,
		secret: randomBytes(32).toString('base64url'),
		setupCode: SETUP_CODE,
		tls: null,
		tombstones: createTombstoneFile(join(folder, 'erased.jsonl')),
		clock: createClock({ wall: Date.now, monotonic }),
		monotonic,
		randomBytes,
		pagesFolder: join(folder, 'pages'),
		interfaces: () => [],
		hostname: 'local',
		passwords: createPasswords(),
		version: '0.0.0',
		log: createLog(parsed.config.logLevel, { write: (line) => void lines.push(line) }),
	});
	await new Promise<void>((resolve) => void app.httpServer.listen(0, '127.0.0.1', resolve));
	const { port } = app.httpServer.address() as AddressInfo;
	return {
		app,
		port,
		origin: `http://127.0.0.1:${port}`,
		setupCode: SETUP_CODE,
		folder,
		journal,
		faults,
		logged: () => lines.join(''),
		async close() {
			await app.close();
			await journal.close();
			await store.close();
			faults.close();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}
