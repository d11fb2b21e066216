/**
 * `npm run https -- setup [NAME…]`: a local authority and a certificate for every address of this machine (and further
 * names or addresses), in DATA_DIR/https. `npm run https -- trust [--port N]`: a page on the network, with its QR, by
 * which a phone comes to trust the authority. In a terminal, setup goes on with trust.
 */
import { X509Certificate } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';
import { parseArgs, styleText } from 'node:util';
import { networkOrigins } from '../server/addresses.ts';
import { type Config, parseConfig } from '../server/config.ts';
import { certificateNames } from './https/certificate-names.ts';
import { certificateFiles, readAuthority, setUpHttps } from './https/certificates.ts';
import { terminalQr } from './https/terminal-qr.ts';
import { authorityName, createTrustServer } from './https/trust-page.ts';

const TRUST_PORT = 3_080;
const USAGE = [
	'npm run https -- setup [NAME…]     makes the certificate; NAME: a further host name or address',
	'npm run https -- trust [--port N]  shows a phone how to trust it',
].join('\n');

const interfaces = () => Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
const dayOf = (date: Date) => date.toISOString().slice(0, 10);
const bold = (text: string) => styleText('bold', text);

async function setUp(config: Config, further: readonly string[]): Promise<void> {
	const files = certificateFiles(config.dataDir);
	const publicHost = config.publicUrl ? [new URL(config.publicUrl).hostname.replace(/^\[|\]$/g, '')] : [];
	const names = certificateNames({
		interfaces: interfaces(),
		hostname: hostname(),
		further: [...publicHost, ...further],
	});
	const { authority, certificate, isNewAuthority } = await setUpHttps(files, {
		names,
		hostname: hostname(),
		now: Date.now(),
	});
	const lines = [
		'',
		isNewAuthority
			? `  Made the authority “${authorityName(authority)}”, which each phone is to trust once.`
			: `  “${authorityName(authority)}” goes on: phones that trust it need do nothing.`,
		`  Made a certificate until ${dayOf(certificate.validToDate)} for`,
		...names.map((name) => `    ${name}`),
		'  Make it again by the same command then, or when an address of this machine changes.',
		'',
		'  Start the server with',
		`    ${bold(`HTTPS_CERT=${files.cert} HTTPS_KEY=${files.key} npm start`)}`,
		'',
	];
	console.log(lines.join('\n'));
}

/** Serves the page until it is stopped; resolves once it listens. */
async function showTrust(config: Config, port: number): Promise<void> {
	const pair = readAuthority(certificateFiles(config.dataDir));
	if (!pair) throw new Error('There is no authority yet: npm run https -- setup');
	const authority = new X509Certificate(pair.cert);
	const origins = (scheme: 'http' | 'https', at: number) => {
		const https = scheme === 'https' ? { certFile: '', keyFile: '' } : null;
		const own = { config: { host: undefined, https, publicUrl: null, origins: [] }, port: at };
		return networkOrigins({ ...own, interfaces: interfaces(), hostname: hostname() });
	};
	const served = createTrustServer(() => ({
		authority,
		servedAt: origins('https', config.port).map((origin) => `${origin}/join`),
	}));
	await new Promise<void>((resolve, reject) => served.once('error', reject).listen(port, resolve));
	const [best, ...others] = origins('http', (served.address() as AddressInfo).port);
	for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(0));
	if (best === undefined) throw new Error('This machine is on no network that a phone could reach.');
	const lines = [
		'',
		'  On the phone, in the same network, read this QR or open',
		...[best, ...others].map((origin) => `    ${origin}`),
		'',
		terminalQr(best),
		'',
		`  SHA-256 fingerprint of “${authorityName(authority)}”, to compare:`,
		`    ${authority.fingerprint256}`,
		'',
		'  Ctrl+C when every phone has it.',
		'',
	];
	console.log(lines.join('\n'));
}

async function run(args: readonly string[]): Promise<void> {
	const { positionals, values } = parseArgs({
		args: [...args],
		allowPositionals: true,
		options: { port: { type: 'string', default: String(TRUST_PORT) } },
	});
	const [command, ...further] = positionals;
	const parsed = parseConfig(process.env);
	if ('problems' in parsed) throw new Error(parsed.problems.join('\n'));
	const port = Number(values.port);
	if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error('--port takes a port from 0 to 65535.');
	if (command !== 'setup' && command !== 'trust') throw new Error(USAGE);
	if (command === 'setup') await setUp(parsed.config, further);
	if (command === 'trust' || process.stdout.isTTY) await showTrust(parsed.config, port);
	else console.log('  Then, for each phone\n    npm run https -- trust\n');
}

function sentenceOf(problem: unknown): string {
	const code = problem instanceof Error && 'code' in problem ? problem.code : '';
	if (code === 'EADDRINUSE') return 'That port is taken by another program: npm run https -- trust --port 0';
	return problem instanceof Error ? problem.message : String(problem);
}

try {
	await run(process.argv.slice(2));
} catch (problem) {
	console.error(sentenceOf(problem));
	process.exit(1);
}
