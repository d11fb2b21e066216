/**
 * `npm run demo`: the product with an invented clinic, a dozen past sessions and one under way, whose client is simulated.
 * It lives in a temporary folder that goes when it is stopped. PORT and HOST as for the server; it is served over http,
 * which on the machine itself is as good.
 */
import { join } from 'node:path';
import { styleText } from 'node:util';
import { type Config, parseConfig } from '../server/config.ts';
import { type Demo, openDemo } from './demo/open-demo.ts';

const PAGES = join(import.meta.dirname, '..', 'dist', 'client');
const SEED = 2;

function announce({ origin, networkOrigins, email, password, clientName }: Demo): void {
	const [onNetwork] = networkOrigins;
	const bold = (text: string) => styleText('bold', text);
	const lines = [
		'',
		`  ${bold('Palpate, the demo.')} Everybody in it is invented. Ctrl+C stops it and takes everything away.`,
		'',
		`  Therapist page     ${bold(`${origin}/therapist`)}`,
		`  Clinic page        ${origin}/clinic`,
		`  E-mail             ${bold(email)}`,
		`  Password           ${bold(password)}`,
		'',
		`  1. Sign in on the therapist page and go on with the session of ${clientName}, whose client is simulated.`,
		'  2. Press 1 (locate), then 2 (press), and watch the rating rise, and ease while you wait.',
		'     3 is release, 4 stretch, 0 rest, N the next point. Some presses go over the edge, and some bring a STOP.',
		'  3. Hold “End the session” for a second. It is on the clinic page then, with a dozen of earlier weeks.',
		'  4. To be the client yourself, start a session of your own, and open the address beside its QR in another window.',
		...(onNetwork === undefined ? [] : ['', `  A phone on the same network reaches it at ${onNetwork}/join`]),
		'',
	];
	console.log(lines.join('\n'));
}

/** The configuration of this demo, or sentences about what is wrong with it. */
function configOf(env: NodeJS.ProcessEnv): ReturnType<typeof parseConfig> {
	const { HTTPS_CERT: _cert, HTTPS_KEY: _key, DATA_DIR: _folder, PUBLIC_URL: _url, ...rest } = env;
	return parseConfig({ ...rest, LOG_LEVEL: env.LOG_LEVEL ?? 'error' });
}

async function run(config: Config): Promise<void> {
	process.umask(0o077);
	console.log('One moment: a past is being made up.');
	const mayMove = process.env.PORT === undefined || process.env.PORT === '';
	const opening = openDemo({ config, mayMove, seed: SEED, pagesFolder: PAGES });
	let isStopping = false;
	const stop = async () => {
		if (isStopping) return;
		isStopping = true;
		const demo = await opening.catch(() => null);
		await demo?.close();
		process.exit(0);
	};
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop());
	const demo = await opening;
	if (!isStopping) announce(demo);
}

function sentenceOf(problem: unknown, { port }: Config): string {
	const code = problem instanceof Error && 'code' in problem ? problem.code : '';
	if (code === 'EADDRINUSE') return `Port ${port} is taken by another program. Set PORT.`;
	if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return 'HOST takes an address of this machine.';
	return problem instanceof Error ? problem.message : String(problem);
}

const parsed = configOf(process.env);
if ('problems' in parsed) {
	console.error(parsed.problems.join('\n'));
	process.exitCode = 1;
} else {
	try {
		await run(parsed.config);
	} catch (problem) {
		console.error(sentenceOf(problem, parsed.config));
		process.exit(1);
	}
}
