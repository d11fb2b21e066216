import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { waitFor } from './wait-for.ts';

export interface SunkMail {
	readonly to: string;
	/** Header fields and text, transfer encoding undone. */
	readonly raw: string;
	readonly text: string;
}

/** A mail server on a loopback socket: takes every mail and delivers none. */
export interface SmtpSink {
	readonly port: number;
	readonly mails: readonly SunkMail[];
	/** Resolves with the first `count` mails. */
	until(count: number): Promise<readonly SunkMail[]>;
	/** Refuses what comes from now on. */
	refuse(): void;
}

/** `onEnd` is told how to close it; after the test where nothing else is said. */
export async function openSmtpSink(
	onEnd: (close: () => void) => void = (close) => void onTestFinished(close),
): Promise<SmtpSink> {
	const mails: SunkMail[] = [];
	let isRefusing = false;
	const server = createServer((socket) =>
		serve(socket, { take: (mail) => mails.push(mail), isRefusing: () => isRefusing }),
	);
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	onEnd(() => void server.close());
	return {
		port: (server.address() as AddressInfo).port,
		mails,
		until: (count) =>
			waitFor(() => {
				if (mails.length < count) throw new Error(`${mails.length} mails of ${count}`);
				return mails.slice(0, count);
			}),
		refuse: () => {
			isRefusing = true;
		},
	};
}

interface Hands {
	readonly take: (mail: SunkMail) => void;
	readonly isRefusing: () => boolean;
}

/** As much of RFC 5321 as a client needs to hand over a mail. */
function serve(socket: Socket, { take, isRefusing }: Hands): void {
	let held = '';
	let to = '';
	let isData = false;
	const say = (line: string) => socket.write(`${line}\r\n`);
	const handleLine = (line: string) => {
		const [verb = ''] = line.toUpperCase().split(/[ :]/);
		if (verb === 'EHLO') return say('250 sink');
		if (verb === 'RCPT') {
			to = /<(.*)>/.exec(line)?.[1] ?? '';
			return say(isRefusing() ? `550 <${to}> is not known here` : '250 taken');
		}
		if (verb === 'DATA') {
			isData = true;
			return say('354 go on');
		}
		if (verb === 'QUIT') return socket.end('221 bye\r\n');
		return say('250 fine');
	};
	socket.on('error', () => undefined);
	socket.on('data', (bytes) => {
		held += bytes.toString('utf8');
		for (;;) {
			const end = held.indexOf(isData ? '\r\n.\r\n' : '\r\n');
			if (end < 0) return;
			const part = held.slice(0, end);
			held = held.slice(end + (isData ? 5 : 2));
			if (!isData) {
				handleLine(part);
				continue;
			}
			isData = false;
			take({ to, ...readMail(part) });
			say('250 kept');
		}
	});
	say('220 sink');
}

function readMail(source: string): { readonly raw: string; readonly text: string } {
	const [head = '', ...rest] = source.split('\r\n\r\n');
	const body = rest.join('\r\n\r\n');
	const isQuoted = /content-transfer-encoding: quoted-printable/i.test(head);
	const isBase64 = /content-transfer-encoding: base64/i.test(head);
	const text = isBase64 ? Buffer.from(body, 'base64').toString('utf8') : isQuoted ? unquote(body) : body;
	return { raw: source, text };
}

function unquote(body: string): string {
	const joined = body.replaceAll('=\r\n', '');
	const bytes = joined.replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
	return Buffer.from(bytes, 'latin1').toString('utf8');
}
