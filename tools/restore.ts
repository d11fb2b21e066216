/**
 * `npm run restore -- FILE [ERASED…]`: puts a backup in the place of what is in the data folder, while the server does not
 * run. ERASED: `erased.jsonl` of a folder that was lost otherwise, so that what was erased stays erased.
 */
import { existsSync } from 'node:fs';
import { parseConfig } from '../server/config.ts';
import { restoreBackup } from '../server/store/backup/restore.ts';

async function main(file: string | undefined, erasedFiles: readonly string[]): Promise<void> {
	process.umask(0o077);
	const parsed = parseConfig(process.env);
	if ('problems' in parsed) throw new Error(parsed.problems.join('\n'));
	if (file === undefined) throw new Error('Say which: npm run restore -- FILE');
	if (!existsSync(file)) throw new Error(`There is no file ${file}.`);
	const { dataDir } = parsed.config;
	const { header, erased, aside } = await restoreBackup({ file, dataDir, erasedFiles, now: Date.now });
	const lines = [
		`${dataDir} is as it was at ${new Date(header.madeAt).toISOString()}. Everyone signs in again.`,
		...(erased > 0 ? [`${erased} erased since then ${erased === 1 ? 'was' : 'were'} erased again.`] : []),
		...(aside === null ? [] : [`What was there before lies in ${aside}. Look, then delete it: nothing else does.`]),
	];
	console.log(lines.join('\n'));
}

try {
	await main(process.argv[2], process.argv.slice(3));
} catch (problem) {
	console.error(problem instanceof Error ? problem.message : String(problem));
	process.exitCode = 1;
}
