import { isIP } from 'node:net';
import * as v from 'valibot';
import { MAIL_TAKES, type MailConfig, mailEnvironment, mailOf, mailTroubles } from './mail-config.ts';

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const;

export interface Config {
	readonly port: number;
	/** Address to listen on; all when undefined. */
	readonly host: string | undefined;
	readonly dataDir: string;
	/** Files of the certificate and its key; both or none. */
	readonly https: { readonly certFile: string; readonly keyFile: string } | null;
	/** The address people type, where it differs from the machine's own: scheme, host, port. */
	readonly publicUrl: string | null;
	/** Proxies whose X-Forwarded-For counts: a number of hops, or addresses. False: none. */
	readonly trustProxy: false | number | readonly string[];
	/** Further origins whose pages may use this server. */
	readonly origins: readonly string[];
	readonly logLevel: (typeof LOG_LEVELS)[number];
	readonly maxConnections: number;
	readonly maxConnectionsPerAddress: number;
	/** Where mail leaves; null: none is sent. */
	readonly mail: MailConfig | null;
}

/** A sentence per variable: what it takes, said when it is something else. */
const TAKES: Record<string, string> = {
	PORT: 'a port from 0 to 65535',
	HOST: 'an address or host name of this machine',
	DATA_DIR: 'a folder',
	HTTPS_CERT: 'a certificate file, together with HTTPS_KEY',
	HTTPS_KEY: 'a key file, together with HTTPS_CERT',
	PUBLIC_URL: 'an address like https://palpate.example.org, without a path',
	TRUST_PROXY: 'a number of proxies from 1 to 10, or their addresses with commas between',
	ORIGINS: 'addresses like https://palpate.example.org, with commas between',
	LOG_LEVEL: `one of ${LOG_LEVELS.join(', ')}`,
	MAX_CONNECTIONS: 'a number from 10 to 1000000',
	MAX_CONNECTIONS_PER_ADDRESS: 'a number from 1 to 1000000',
	...MAIL_TAKES,
};

const wholeNumber = (least: number, most: number) =>
	v.pipe(v.string(), v.regex(/^\d{1,7}$/), v.transform(Number), v.minValue(least), v.maxValue(most));
const filled = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(4_096));
const origin = v.pipe(
	v.string(),
	v.trim(),
	v.check(isOrigin),
	v.transform((text) => new URL(text).origin),
);
const listOf = <S extends v.GenericSchema<string, string>>(item: S) =>
	v.pipe(
		v.string(),
		v.transform((text) => text.split(',')),
		v.array(item),
	);
const address = v.pipe(v.string(), v.trim(), v.check(isProxyAddress));

const environment = v.object({
	PORT: v.optional(wholeNumber(0, 65_535), '3000'),
	HOST: v.optional(v.pipe(filled, v.regex(/^[A-Za-z0-9.:_-]+$/))),
	DATA_DIR: v.optional(filled, './data'),
	HTTPS_CERT: v.optional(filled),
	HTTPS_KEY: v.optional(filled),
	PUBLIC_URL: v.optional(origin),
	TRUST_PROXY: v.optional(v.union([wholeNumber(1, 10), listOf(address)])),
	ORIGINS: v.optional(listOf(origin)),
	LOG_LEVEL: v.optional(v.picklist(LOG_LEVELS), 'info'),
	MAX_CONNECTIONS: v.optional(wholeNumber(10, 1_000_000), '2000'),
	MAX_CONNECTIONS_PER_ADDRESS: v.optional(wholeNumber(1, 1_000_000), '50'),
	...mailEnvironment,
});

/** The configuration, or sentences naming each variable that is wrong and what it takes. An empty one counts as not set. */
export function parseConfig(
	env: Readonly<Record<string, string | undefined>>,
): { readonly config: Config } | { readonly problems: readonly string[] } {
	const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
	const parsed = v.safeParse(environment, set);
	const wrong = new Set(parsed.success ? [] : parsed.issues.map((issue) => String(issue.path?.[0]?.key)));
	if ('HTTPS_CERT' in set !== 'HTTPS_KEY' in set) wrong.add('HTTPS_CERT' in set ? 'HTTPS_KEY' : 'HTTPS_CERT');
	for (const name of mailTroubles(set)) wrong.add(name);
	if (!parsed.success || wrong.size > 0) return { problems: [...wrong].map((name) => `${name} takes ${TAKES[name]}.`) };
	const { HTTPS_CERT, HTTPS_KEY, ...rest } = parsed.output;
	return {
		config: {
			port: rest.PORT,
			host: rest.HOST,
			dataDir: rest.DATA_DIR,
			https: HTTPS_CERT && HTTPS_KEY ? { certFile: HTTPS_CERT, keyFile: HTTPS_KEY } : null,
			publicUrl: rest.PUBLIC_URL ?? null,
			trustProxy: rest.TRUST_PROXY ?? false,
			origins: rest.ORIGINS ?? [],
			logLevel: rest.LOG_LEVEL,
			maxConnections: rest.MAX_CONNECTIONS,
			maxConnectionsPerAddress: rest.MAX_CONNECTIONS_PER_ADDRESS,
			mail: mailOf(rest),
		},
	};
}

function isOrigin(text: string): boolean {
	const url = URL.parse(text);
	return url !== null && /^https?:$/.test(url.protocol) && `${url.origin}/` === url.href;
}

/** An address, a network like 10.0.0.0/8, or a name that express knows. */
function isProxyAddress(text: string): boolean {
	if (['loopback', 'linklocal', 'uniquelocal'].includes(text)) return true;
	const [address = '', prefix = '0', ...more] = text.split('/');
	const family = isIP(address);
	return family > 0 && more.length === 0 && /^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128);
}
