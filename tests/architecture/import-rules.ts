/** Which file may import what. A pure function of paths, so that a wrong import can be invented to prove it. */

/** Packages with one home each: what uses them elsewhere goes round the part that guards them. */
const HOMES: Record<string, readonly string[]> = {
	'socket.io': ['server/live/gateway.ts'],
	// The pages speak its wire themselves (client/link/socket.ts): the general client alone is a quarter of the phone page.
	'socket.io-client': [],
	idb: ['client/link/stored-outbox.ts'],
	nodemailer: ['server/mailer.ts'],
	'better-sqlite3': ['server/journal/', 'server/store/'],
};

/** A file may import files of its own layer and of lower ones. */
const SERVER_LAYERS: Record<string, number> = {
	journal: 1,
	store: 1,
	live: 2,
	http: 2,
	export: 2,
	keeping: 2,
	'app.ts': 3,
	'run.ts': 4,
	'main.ts': 4,
};

const PAGE_PACKAGES: Record<string, readonly string[]> = {
	phone: ['svelte'],
	home: ['svelte'],
	'follow-up': ['svelte'],
	therapist: ['svelte', 'bits-ui', 'uplot', 'uqr', 'better-auth'],
	clinic: ['svelte', 'bits-ui', 'uplot', 'uqr', 'better-auth'],
};

const FREE = ['tools', 'tests'];

/** `@scope/name/sub` and `name/sub` without what follows the name. */
function packageName(specifier: string): string {
	return specifier
		.split('/')
		.slice(0, specifier.startsWith('@') ? 2 : 1)
		.join('/');
}

const isUnder = (path: string, homes: readonly string[]): boolean =>
	homes.some((home) => (home.endsWith('/') ? path.startsWith(home) : path === home));

function pageOf(path: string): string | undefined {
	const part = path.split('/')[1] ?? '';
	return part in PAGE_PACKAGES ? part : undefined;
}

/** Files directly in server/ that are neither app, run nor main (config, log) are below all layers. */
function serverLayer(path: string): number | undefined {
	const [, part = '', deeper] = path.split('/');
	return SERVER_LAYERS[part] ?? (deeper === undefined ? 0 : undefined);
}

function serverComplaint(path: string, target: string): string | undefined {
	if (target.startsWith('shared/')) return undefined;
	if (!target.startsWith('server/')) return 'the server imports itself and shared';
	const from = serverLayer(path);
	const to = serverLayer(target);
	if (from === undefined || to === undefined)
		return 'a folder of server/ without a layer: give it one in import-rules.ts';
	return to > from ? 'server layers point one way: journal, store ← live, http, export ← app ← main' : undefined;
}

const isIn = (path: string, ...folders: readonly string[]): boolean =>
	folders.some((folder) => path.startsWith(`client/${folder}/`));

/** The page whose words stand in a file of client/words, if it is one page's: a page never loads another one's. */
function ownerOfWords(path: string): string | undefined {
	const name = path.split('/').pop()?.replace(/\.ts$/, '') ?? '';
	return isIn(path, 'words') && name in PAGE_PACKAGES ? name : undefined;
}

function wordsComplaint(path: string, target: string): string | undefined {
	const owner = ownerOfWords(target);
	if (owner === undefined || owner === pageOf(path) || owner === ownerOfWords(path)) return undefined;
	return `these are the words of the page ${owner}`;
}

function clientComplaint(path: string, target: string): string | undefined {
	if (target.startsWith('shared/')) return undefined;
	if (!target.startsWith('client/')) return 'the pages import client and shared';
	if (isIn(target, 'words') && !isIn(path, 'link')) return wordsComplaint(path, target);
	if (isIn(path, 'link')) return isIn(target, 'link') ? undefined : 'link imports itself and shared';
	if (isIn(path, 'words')) return 'words import words and shared';
	if (isIn(target, 'link', 'ui')) return undefined;
	if (isIn(path, 'ui')) return 'ui imports no page';
	const page = pageOf(path);
	return page !== undefined && page === pageOf(target) ? undefined : 'a page never imports another page';
}

function ownFileComplaint(path: string, target: string): string | undefined {
	const zone = path.split('/')[0] ?? '';
	if (FREE.includes(zone)) return undefined;
	if (zone === 'shared') return target.startsWith('shared/') ? undefined : 'shared imports itself';
	return zone === 'server' ? serverComplaint(path, target) : clientComplaint(path, target);
}

const packagesOf = (names: readonly string[], name: string): string | undefined =>
	names.includes(name) ? undefined : `here only ${names.join(', ')}`;

function clientPackageComplaint(path: string, name: string): string | undefined {
	if (isIn(path, 'words')) return 'words import no package';
	if (isIn(path, 'link')) return packagesOf(['svelte', 'valibot'], name);
	if (isIn(path, 'ui')) return packagesOf(['svelte', 'bits-ui', 'uqr'], name);
	const allowed = PAGE_PACKAGES[pageOf(path) ?? ''];
	return allowed ? packagesOf(allowed, name) : 'a folder of client/ without a rule: give it one in import-rules.ts';
}

function packageComplaint(path: string, specifier: string): string | undefined {
	const zone = path.split('/')[0] ?? '';
	if (FREE.includes(zone)) return undefined;
	const name = packageName(specifier);
	const homes = HOMES[name];
	if (homes) return isUnder(path, homes) ? undefined : `${name} belongs to ${homes.join(' and ')}`;
	if (zone === 'shared') return packagesOf(['valibot'], name);
	return zone === 'client' ? clientPackageComplaint(path, name) : undefined;
}

/** Why `path` may not import `target` (as importsOf gives it: own files from the root with `./`), or undefined when it may. */
export function importComplaint(path: string, target: string): string | undefined {
	if (target === '(computed)') return FREE.includes(path.split('/')[0] ?? '') ? undefined : 'imports are written out';
	return target.startsWith('./') ? ownFileComplaint(path, target.slice(2)) : packageComplaint(path, target);
}

/** The packages that loading `entry` brings with it, by the given imports of every file. */
export function packagesReachedFrom(
	entries: readonly string[],
	imports: ReadonlyMap<string, readonly string[]>,
): Set<string> {
	const packages = new Set<string>();
	const seen = new Set<string>();
	const queue = [...entries];
	for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
		if (seen.has(path)) continue;
		seen.add(path);
		for (const target of imports.get(path) ?? []) {
			if (target.startsWith('./')) queue.push(target.slice(2));
			else packages.add(packageName(target));
		}
	}
	return packages;
}
