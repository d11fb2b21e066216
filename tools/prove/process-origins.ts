import { startRealServer } from '../../tests/harness/real-server.ts';
import { sendBytes } from '../fuzz/requests.ts';
import { openRawLine } from '../wire/raw-line.ts';
import type { Row } from './row.ts';

const TYPES = ['application/json', 'application/x-www-form-urlencoded'];

/** Row 23. */
export const originRow: Row = {
	row: 23,
	promise: 'foreign origins reach nothing',
	async try() {
		const server = await startRealServer({ LOG_LEVEL: 'warn' });
		try {
			const { port } = server;
			const origins = foreignOrigins(port);
			let [accepted, tried] = [0, 0];
			for (const origin of origins) {
				const line = await openRawLine({ port, headers: { Origin: origin } });
				accepted += line.status === 101 ? 1 : 0;
				line.destroy();
				for (const type of TYPES) {
					const head = `POST /api/sign-in HTTP/1.1\r\nHost: localhost:${port}\r\nConnection: close\r\nOrigin: ${origin}`;
					const answer = await sendBytes(
						port,
						Buffer.from(`${head}\r\nContent-Type: ${type}\r\nContent-Length: 2\r\n\r\n{}`),
					);
					accepted += answer.status === 403 ? 0 : 1;
				}
				tried += 1 + TYPES.length;
			}
			return [
				{
					what: `accepted of ${origins.length} origins × WebSocket, POST, form (${tried} tries)`,
					asked: '0',
					seen: `${accepted}`,
					holds: accepted === 0,
				},
			];
		} finally {
			await server.remove();
		}
	},
};

/** Origins that are not the server's own, some of them by a hair. */
export function foreignOrigins(port: number): readonly string[] {
	return [
		'https://evil.example',
		'http://evil.example:80',
		'null',
		'file://',
		`http://localhost.evil.example:${port}`,
		`http://evil.example#localhost:${port}`,
		`https://localhost:${port}`,
		'http://localhost',
		`http://localhost:${port + 1}`,
		`http://192.0.2.21:${port}`,
		`http://user@localhost:${port}`,
		`HTTP://LOCALHOST:${port}/`,
	];
}
