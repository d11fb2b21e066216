import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SeatAnswer } from '../../shared/http-api.ts';
import { type RealServer, startRealServer } from '../../tests/harness/real-server.ts';
import { runTool } from '../../tests/harness/run-tool.ts';
import { filesHolding } from '../../tests/harness/store-bytes.ts';
import { type ClinicCalls, setUpClinic, signInToClinic } from '../wire/clinic-calls.ts';
import { helloOf, type LiveLine, openLiveLine } from '../wire/live-line.ts';
import { figures } from './quantiles.ts';
import type { Finding, Row } from './row.ts';

const SIZES = { small: { clients: 2, others: 2 }, full: { clients: 12, others: 10 } } as const;
/** A session under way writes a note so often, ms. */
const NOTE_MS = 10;
const TRIES = 20;
const PAUSE_MS = 250;

/** What only the client to be erased has; the count keeps one round's words out of the next one's. */
const wordsOf = (round: number) => ({
	name: `Canary Quince ${round} Sedge`,
	reason: `canaryreason${round}sedge`,
	goal: `canarygoal${round}sedge`,
	place: `canaryplace${round}sedge`,
	note: `canarynote${round}sedge`,
});
type Words = ReturnType<typeof wordsOf>;

interface Tally {
	/** Canaries found, each with where. */
	readonly hits: string[];
	/** Times the search found a canary before the erasing: the search can see. */
	seenBefore: number;
	readonly ms: number[];
	/** Erasings that had to be asked for again, because the disk was busy. */
	again: number;
	readonly all: string[];
}

/** Row 26. */
export const eraseRow: Row = {
	row: 26,
	promise: 'erasing is real',
	async try(size) {
		const { clients, others } = SIZES[size];
		const server = await startRealServer({ LOG_LEVEL: 'debug', MAX_CONNECTIONS_PER_ADDRESS: '1000' });
		const shelf = mkdtempSync(join(tmpdir(), 'palpate-older-'));
		const tally: Tally = { hits: [], seenBefore: 0, ms: [], again: 0, all: [] };
		try {
			const calls = await setUpClinic(server.origin, server.setupCode());
			const rest: Talk[] = [];
			for (let i = 0; i < others; i += 1)
				rest.push(await talk(server.port, calls, { name: `Other ${i}` }, 'kept note'));
			for (let round = 0; round < clients; round += 1) await eraseOne(server, calls, wordsOf(round), shelf, tally);
			for (const each of rest) each.stop();
			await server.stop('SIGTERM');
			const backups = await restoreOlder(server, shelf, clients, tally);
			return findingsOf(tally, clients, backups);
		} finally {
			await server.remove();
			rmSync(shelf, { recursive: true, force: true });
		}
	},
};

/** A therapist's page that writes a note every few moments, until it is stopped. */
interface Talk {
	readonly session: string;
	readonly token: string;
	readonly line: LiveLine;
	stop(): void;
}

async function talk(port: number, calls: ClinicCalls, client: object, note: string): Promise<Talk> {
	const answer = await calls.ask('POST', '/api/sessions', { client });
	const { session, token } = (await answer.json()) as SeatAnswer;
	const line = await openLiveLine({ port });
	const writer = `desk-${session}`.slice(0, 22);
	line.up(helloOf(token, writer));
	await line.untilTold('welcome');
	let n = 0;
	const say = (body: object) => {
		n += 1;
		line.up({ t: 'events', writer, lane: 'say', events: [{ n, at: Date.now(), body }] });
	};
	say({ kind: 'started' });
	say({ kind: 'spoken-consent', choice: 'recorded', member: 'Owner Example' });
	say({ kind: 'point', point: 1, muscle: 'soleus', side: 'left', place: `${note} place` });
	say({ kind: 'note', text: note });
	await line.until((frame) => frame.t === 'recorded' && Object.values(frame.heads).some(([say]) => say >= 4));
	const timer = setInterval(() => say({ kind: 'note', text: `${note} ${n}` }), NOTE_MS);
	return {
		session,
		token,
		line,
		stop() {
			clearInterval(timer);
			line.destroy();
		},
	};
}

/** A client with everything there can be, erased while sessions run and write; then searched for in all that is left. */
async function eraseOne(
	server: RealServer,
	calls: ClinicCalls,
	words: Words,
	shelf: string,
	tally: Tally,
): Promise<void> {
	const registered = await calls.ask('POST', '/api/clients', { name: words.name, reason: words.reason });
	const { client } = (await registered.json()) as { readonly client: { readonly id: string } };
	await calls.ask('POST', `/api/clients/${client.id}/plan`, { goal: words.goal, reviewOn: '2030-01-31' });
	const own = [
		await talk(server.port, calls, { id: client.id }, words.note),
		await talk(server.port, calls, { id: client.id }, words.place),
	];
	const canaries = Object.values(words);
	tally.all.push(...canaries);
	tally.seenBefore += canaries.filter((canary) => filesHolding(server.dataDir, canary).length > 0).length;
	const made = await runTool('backup', server.dataDir, [join(shelf, `${tally.ms.length}.backup`)]);
	if (made.code !== 0) throw new Error(made.text);
	const from = performance.now();
	await erase(calls, client.id, tally);
	tally.ms.push(performance.now() - from);
	await comeAgain(server.port, own, words);
	for (const each of own) each.stop();
	search(server.dataDir, canaries, 'the folder', tally);
	const printed = server.printed().toLowerCase();
	for (const canary of canaries) if (printed.includes(canary.toLowerCase())) tally.hits.push(`${canary} in the log`);
	await searchExports(calls, canaries, tally);
}

/** A disk that is busy with a backup is told as such, and asked again. */
async function erase(calls: ClinicCalls, client: string, tally: Tally): Promise<void> {
	for (let i = 0; i < TRIES; i += 1) {
		const answer = await calls.ask('POST', `/api/clients/${client}/erase`);
		if (answer.ok) return;
		if (answer.status === 404) return;
		tally.again += 1;
		await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
	}
	throw new Error('the client could not be erased');
}

/** What comes back with an old right and old words finds nothing to write to. */
async function comeAgain(port: number, own: readonly Talk[], words: Words): Promise<void> {
	for (const { token, session } of own) {
		const line = await openLiveLine({ port });
		const writer = `again-${session}`.slice(0, 22);
		line.up(helloOf(token, writer));
		const at = Date.now();
		line.up({ t: 'events', writer, lane: 'say', events: [{ n: 1, at, body: { kind: 'note', text: words.note } }] });
		await line.closed;
	}
}

function search(folder: string, canaries: readonly string[], where: string, tally: Tally): void {
	for (const canary of canaries) {
		for (const file of filesHolding(folder, canary)) tally.hits.push(`${canary} in ${where}: ${file}`);
	}
}

/** Everything that can be taken out of the clinic afterwards. */
async function searchExports(calls: ClinicCalls, canaries: readonly string[], tally: Tally): Promise<void> {
	const list = (await (await calls.ask('POST', '/api/sessions/list', {})).json()) as {
		readonly sessions: readonly { readonly session: string; readonly client: { readonly id: string } | null }[];
	};
	const paths = list.sessions.flatMap(({ session, client }) => [
		`/api/sessions/${session}/csv`,
		...(client ? [`/api/clients/${client.id}/export`] : []),
	]);
	const asked: readonly (readonly [string, string, object?])[] = [
		['GET', '/api/access/csv'],
		['POST', '/api/access/list', {}],
		['POST', '/api/clients/list', {}],
		['POST', '/api/sessions/list', {}],
		...paths.map((path) => ['GET', path] as const),
	];
	for (const [method, path, body] of asked) {
		const text = (await (await calls.ask(method, path, body)).text()).toLowerCase();
		for (const canary of canaries) if (text.includes(canary.toLowerCase())) tally.hits.push(`${canary} in ${path}`);
	}
}

/** The backups made before each erasing, restored: once over the folder itself, and each into a fresh one. Answers how many. */
async function restoreOlder(server: RealServer, shelf: string, count: number, tally: Tally): Promise<number> {
	const erased = join(server.dataDir, 'erased.jsonl');
	for (let i = 0; i < count; i += 1) {
		const fresh = join(shelf, `fresh-${i}`);
		const { code, text } = await runTool('restore', fresh, [join(shelf, `${i}.backup`), erased]);
		if (code !== 0) throw new Error(text);
		search(fresh, tally.all, `backup ${i}, restored`, tally);
		rmSync(fresh, { recursive: true });
	}
	const { code, text } = await runTool('restore', server.dataDir, [join(shelf, '0.backup')]);
	if (code !== 0) throw new Error(text);
	await server.start();
	search(server.dataDir, tally.all, 'the folder, restored and started', tally);
	await searchExports(await signInToClinic(server.origin), tally.all, tally);
	return count + 1;
}

function findingsOf(tally: Tally, clients: number, backups: number): readonly Finding[] {
	const words = clients * Object.keys(wordsOf(0)).length;
	return [
		{
			what: 'words of clients that the search found before they were erased',
			asked: `${words}`,
			seen: `${tally.seenBefore}`,
			holds: tally.seenBefore === words,
		},
		{
			what: `found in the store, the log and every export after ${clients} erasings under load, and in ${backups} restored older backups`,
			asked: '0',
			seen: tally.hits.length === 0 ? '0' : `${tally.hits.length}: ${tally.hits[0]}`,
			holds: tally.hits.length === 0,
		},
		{ what: 'one erasing', asked: '', seen: `${figures(tally.ms)}; asked again ${tally.again} times`, holds: null },
	];
}
