import type { MailConfig } from './mail-config.ts';

export interface Mail {
	readonly to: string;
	readonly subject: string;
	readonly text: string;
}

/** Sends mail, where the owner of the server said how. */
export interface Mailer {
	/** False: nothing is ever sent. */
	readonly isThere: boolean;
	/** Whether the mail server took it. Nothing of it is logged, neither to whom nor what. */
	send(mail: Mail): Promise<boolean>;
	/** Resolves when nothing is on its way any more. */
	settled(): Promise<void>;
}

/** A mail server that says nothing for so long has not taken it, ms. */
const CONNECT_MS = 5_000;
const SILENT_MS = 8_000;

export function createMailer(config: MailConfig | null, onTrouble: (problem: unknown) => void): Mailer {
	if (config === null) return { isThere: false, send: async () => false, settled: async () => undefined };
	const { host, port, isTls, login, from } = config;
	const options = {
		host,
		port,
		secure: isTls,
		// A link that opens an account crosses no network in the clear.
		requireTLS: !isTls && !isLoopback(host),
		ignoreTLS: !isTls && isLoopback(host),
		...(login && { auth: { user: login.user, pass: login.password } }),
		connectionTimeout: CONNECT_MS,
		greetingTimeout: CONNECT_MS,
		socketTimeout: SILENT_MS,
		disableFileAccess: true,
		disableUrlAccess: true,
	};
	const onWay = new Set<Promise<boolean>>();
	const deliver = async ({ to, subject, text }: Mail): Promise<boolean> => {
		try {
			// Loaded with the first mail: the server starts the sooner.
			const { createTransport } = await import('nodemailer');
			await createTransport(options).sendMail({ from, to: { name: '', address: to }, subject, text });
			return true;
		} catch (problem) {
			onTrouble(problem);
			return false;
		}
	};
	return {
		isThere: true,
		send(mail) {
			const sent = deliver(mail);
			onWay.add(sent);
			return sent.finally(() => onWay.delete(sent));
		},
		async settled() {
			await Promise.all(onWay);
		},
	};
}

const isLoopback = (host: string) => /^(localhost|127\.\d+\.\d+\.\d+|::1)$/.test(host);
