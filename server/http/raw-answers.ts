import { type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Code } from '../../shared/codes.ts';

/** Writes a whole refusal where there is no request to answer, and closes. */
export function refuseRaw(socket: Duplex, status: number, error: Code): void {
	if (!socket.writable) {
		socket.destroy();
		return;
	}
	const body = JSON.stringify({ error });
	const head = [
		`HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
		'Connection: close',
		'Content-Type: application/json; charset=utf-8',
		`Content-Length: ${Buffer.byteLength(body)}`,
		'Cache-Control: no-store',
	];
	socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

/** Answers what Node could not read as a request. */
export function answerUnreadable(error: Error & { readonly code?: string }, socket: Duplex): void {
	if (error.code === 'ECONNRESET') socket.destroy();
	else if (error.code === 'HPE_HEADER_OVERFLOW') refuseRaw(socket, 431, 'too_large');
	else if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') refuseRaw(socket, 408, 'too_slow');
	else refuseRaw(socket, 400, 'bad_request');
}

/** Whether the page speaks the wire that this server speaks: version 4, by WebSocket from the start. */
function isOurWire(query: string): boolean {
	const asked = new URLSearchParams(query);
	return asked.get('EIO') === '4' && asked.get('transport') === 'websocket' && !asked.has('sid');
}

/** Answers a plain request to the live line: there is no polling. What follows of its body is not read. */
export function refuseWithoutUpgrade(response: ServerResponse): void {
	const body = JSON.stringify({ error: 'upgrade_required' satisfies Code });
	const headers = { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' };
	response.writeHead(426, { ...headers, Connection: 'close', Upgrade: 'websocket' }).end(body);
}

/** Only the live line may be upgraded, and only by the server's own pages; anything else is told so at once. */
export function refuseForeignUpgrades(
	server: Server,
	parts: { readonly path: string; readonly isOwnOrigin: (origin: string | undefined) => boolean },
): void {
	server.on('upgrade', (request, socket: Duplex) => {
		const [asked = '', query = ''] = (request.url ?? '').split('?');
		if (asked !== parts.path && asked !== `${parts.path}/`) refuseRaw(socket, 404, 'not_found');
		else if (!parts.isOwnOrigin(request.headers.origin)) refuseRaw(socket, 403, 'foreign_origin');
		else if (!isOurWire(query)) refuseRaw(socket, 426, 'upgrade_required');
	});
}
