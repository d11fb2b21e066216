import * as v from 'valibot';

/** How mail leaves this server. */
export interface MailConfig {
	readonly host: string;
	readonly port: number;
	/** TLS from the first byte; otherwise the connection is raised to it (STARTTLS). */
	readonly isTls: boolean;
	readonly login: { readonly user: string; readonly password: string } | null;
	/** As it stands in the mail: an address, or a name with one. */
	readonly from: string;
}

const PORT_TLS = 465;
const PORT_SUBMISSION = 587;

/** A sentence per variable: what it takes. */
export const MAIL_TAKES: Record<string, string> = {
	SMTP_URL: 'an address like smtps://user:password@mail.example.org:465, in the place of the other SMTP variables',
	SMTP_HOST: 'the name of a mail server, where SMTP_URL is not set',
	SMTP_PORT: 'a port from 1 to 65535, together with SMTP_HOST',
	SMTP_USER: 'a name, together with SMTP_HOST and SMTP_PASSWORD',
	SMTP_PASSWORD: 'a password, together with SMTP_HOST and SMTP_USER',
	MAIL_FROM: 'an address like clinic@example.org or Clinic <clinic@example.org>, together with SMTP_URL or SMTP_HOST',
};

const ADDRESS = /^[^\s@<>"]+@[^\s@<>"]+$/;
const FROM = /^(?:[^<>"\p{Cc}]{1,80}<([^<>]+)>|([^<>]+))$/u;
const host = v.pipe(v.string(), v.regex(/^[A-Za-z0-9.:_-]{1,253}$/));
const port = v.pipe(v.string(), v.regex(/^\d{1,5}$/), v.transform(Number), v.minValue(1), v.maxValue(65_535));
const text = v.pipe(v.string(), v.maxLength(1_024));

export const mailEnvironment = {
	SMTP_URL: v.optional(v.pipe(text, v.check(isSmtpUrl))),
	SMTP_HOST: v.optional(host),
	SMTP_PORT: v.optional(port),
	SMTP_USER: v.optional(text),
	SMTP_PASSWORD: v.optional(text),
	MAIL_FROM: v.optional(v.pipe(text, v.check(isFrom))),
};
type MailVariables = v.InferOutput<v.ObjectSchema<typeof mailEnvironment, undefined>>;

/** Variables that contradict each other, or miss one. */
export function mailTroubles(set: Readonly<Record<string, unknown>>): readonly string[] {
	const has = (name: string) => name in set;
	if (has('SMTP_URL')) {
		const further = ['SMTP_HOST', 'SMTP_PORT', 'SMTP_USER', 'SMTP_PASSWORD'].filter(has);
		return has('MAIL_FROM') ? further : [...further, 'MAIL_FROM'];
	}
	if (!has('SMTP_HOST')) return ['SMTP_PORT', 'SMTP_USER', 'SMTP_PASSWORD', 'MAIL_FROM'].filter(has);
	const missing = has('SMTP_USER') === has('SMTP_PASSWORD') ? [] : [has('SMTP_USER') ? 'SMTP_PASSWORD' : 'SMTP_USER'];
	return has('MAIL_FROM') ? missing : [...missing, 'MAIL_FROM'];
}

export function mailOf(set: MailVariables): MailConfig | null {
	const { SMTP_URL, SMTP_HOST, SMTP_USER, SMTP_PASSWORD, MAIL_FROM } = set;
	if (MAIL_FROM === undefined) return null;
	if (SMTP_URL !== undefined) return { ...ofUrl(new URL(SMTP_URL)), from: MAIL_FROM };
	if (SMTP_HOST === undefined) return null;
	const port = set.SMTP_PORT ?? PORT_SUBMISSION;
	const login = SMTP_USER !== undefined && SMTP_PASSWORD !== undefined;
	return {
		host: SMTP_HOST,
		port,
		isTls: port === PORT_TLS,
		login: login ? { user: SMTP_USER, password: SMTP_PASSWORD } : null,
		from: MAIL_FROM,
	};
}

function ofUrl({ protocol, hostname, port, username, password }: URL): Omit<MailConfig, 'from'> {
	const isTls = protocol === 'smtps:';
	return {
		host: hostname.replace(/^\[(.*)\]$/, '$1'),
		port: port === '' ? (isTls ? PORT_TLS : PORT_SUBMISSION) : Number(port),
		isTls,
		login: username === '' ? null : { user: decodeURIComponent(username), password: decodeURIComponent(password) },
	};
}

function isSmtpUrl(given: string): boolean {
	const url = URL.parse(given);
	if (url === null || !/^smtps?:$/.test(url.protocol) || url.hostname === '') return false;
	return /^\/?$/.test(url.pathname) && url.search === '' && url.hash === '' && canDecode(url.username + url.password);
}

function canDecode(text: string): boolean {
	try {
		return decodeURIComponent(text) !== '\0';
	} catch {
		return false;
	}
}

function isFrom(given: string): boolean {
	const found = FROM.exec(given.trim());
	return found !== null && ADDRESS.test((found[1] ?? found[2] ?? '').trim());
}
