/**
 * `npm run backup -- FILE`: everything in the data folder as one file, checked, while the server runs or not. The file
 * holds health data and what opens the clinic's accounts: keep it as carefully as the folder itself.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseConfig } from '../server/config.ts';
import { makeBackup } from '../server/store/backup/make.ts';

const ROOT = join(import.meta.dirname, '..');

async function main(file: string | undefined): Promise<void> {
	process.umask(0o077);
	const parsed = parseConfig(process.env);
	if ('problems' in parsed) throw new Error(parsed.problems.join('\n'));
	const { dataDir } = parsed.config;
	if (file === undefined) throw new Error('Say where to: npm run backup -- FILE');
	if (!existsSync(join(dataDir, 'clinic.db'))) {
		throw new Error(`There is no clinic in ${dataDir}. Set DATA_DIR to the server’s folder.`);
	}
	const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
	const { madeAt, parts } = await makeBackup({ dataDir, file, now: Date.now, version });
	const megabytes = parts.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6;
	console.log(`${file} holds everything up to ${new Date(madeAt).toISOString()} (${megabytes.toFixed(1)} MB).`);
}

try {
	await main(process.argv[2]);
} catch (problem) {
	console.error(problem instanceof Error ? problem.message : String(problem));
	process.exitCode = 1;
}
