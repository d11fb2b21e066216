/**
 * A real Chromium for tests and pictures. On Linux x64 it comes out of the npm registry (@sparticuz/chromium) and
 * needs nothing of the system; elsewhere the installed Chrome is used.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type LaunchOptions } from 'playwright';

const MODULES = join(import.meta.dirname, '..', 'node_modules');
const PACKAGE = join(MODULES, '@sparticuz', 'chromium');

function packageVersion(): string {
	const json: unknown = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8'));
	if (json && typeof json === 'object' && 'version' in json) return String(json.version);
	throw new Error('@sparticuz/chromium has no version');
}

/** The package unpacks to $TMPDIR without looking at versions: give it a folder of its own for the time of the call. */
async function withTmpdir<T>(folder: string, run: () => Promise<T>): Promise<T> {
	const before = process.env.TMPDIR;
	process.env.TMPDIR = folder;
	try {
		return await run();
	} finally {
		if (before === undefined) delete process.env.TMPDIR;
		else process.env.TMPDIR = before;
	}
}

/** The package's own fonts beside the system's, so that pages have letters on a machine without fonts. */
function fontsConf(fonts: string, cache: string): string {
	return [
		'<?xml version="1.0"?>',
		'<!DOCTYPE fontconfig SYSTEM "fonts.dtd">',
		'<fontconfig>',
		'<include ignore_missing="yes">/etc/fonts/fonts.conf</include>',
		`<dir>${fonts}</dir>`,
		`<cachedir>${cache}</cachedir>`,
		'</fontconfig>',
		'',
	].join('\n');
}

async function unpackInto(folder: string): Promise<void> {
	const { default: packed, inflate } = await import('@sparticuz/chromium');
	await withTmpdir(folder, async () => {
		await packed.executablePath();
		await inflate(join(PACKAGE, 'bin', 'al2023.tar.br'));
	});
}

/**
 * The folder with the unpacked browser: unpacked once per version (about 2 s, 211 MB), under a name of its own and then
 * renamed, so that neither two processes nor a killed one leave half a browser.
 */
async function unpacked(): Promise<string> {
	const cache = join(MODULES, '.cache');
	const folder = join(cache, `chromium-${packageVersion()}`);
	if (existsSync(folder)) return folder;
	mkdirSync(cache, { recursive: true });
	const fresh = mkdtempSync(`${folder}-`);
	try {
		await unpackInto(fresh);
		writeFileSync(join(fresh, 'fonts', 'fonts.conf'), fontsConf(join(folder, 'fonts'), join(folder, 'fonts-cache')));
		renameSync(fresh, folder);
	} catch (error) {
		if (!existsSync(folder)) throw error;
	} finally {
		rmSync(fresh, { recursive: true, force: true });
	}
	return folder;
}

/** The packed libraries only when the browser does not start with the system's own, which are newer. */
function environmentFor(executablePath: string, folder: string): Record<string, string> {
	const env: Record<string, string> = { FONTCONFIG_FILE: join(folder, 'fonts', 'fonts.conf') };
	for (const [name, value] of Object.entries(process.env)) if (value !== undefined) env[name] = value;
	if (starts(executablePath, env)) return env;
	const libraries = join(folder, 'al2023', 'lib');
	const helped = { ...env, LD_LIBRARY_PATH: [libraries, env.LD_LIBRARY_PATH].filter(Boolean).join(':') };
	if (starts(executablePath, helped)) return helped;
	throw new Error(
		`Chromium does not start here: ${spawnSync(executablePath, ['--version'], { env: helped, encoding: 'utf8' }).stderr}`,
	);
}

function starts(executablePath: string, env: Record<string, string>): boolean {
	return spawnSync(executablePath, ['--version'], { env, stdio: 'ignore' }).status === 0;
}

/** What Playwright's `launch`, `launchServer` and `launchPersistentContext` need to find this browser. */
export async function chromiumOptions(): Promise<LaunchOptions> {
	if (process.platform !== 'linux' || process.arch !== 'x64') return { channel: 'chrome' };
	const folder = await unpacked();
	const executablePath = join(folder, 'chromium');
	return {
		executablePath,
		env: environmentFor(executablePath, folder),
		args: ['--font-render-hinting=none'],
	};
}

/** A headless Chromium; `options.args` are added to the ones it needs. The caller closes it. */
export async function launchChromium(options: LaunchOptions = {}): Promise<Browser> {
	const own = await chromiumOptions();
	return chromium.launch({ ...own, ...options, args: [...(own.args ?? []), ...(options.args ?? [])] });
}
