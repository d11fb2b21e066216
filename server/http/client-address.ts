import type { IncomingMessage } from 'node:http';

/** Whether the address, so many hops away, is a proxy whose word counts: as express compiles it from `trust proxy`. */
export type IsTrustedProxy = (address: string, hop: number) => boolean;

/** The caller's address: the first, from here outwards, that is no trusted proxy. A forged header changes nothing. */
export function createClientAddress(isTrusted: IsTrustedProxy): (request: IncomingMessage) => string {
	return (request) => {
		const forwarded = String(request.headers['x-forwarded-for'] ?? '')
			.split(',')
			.map((address) => address.trim())
			.filter((address) => address !== '');
		const hops = [request.socket.remoteAddress ?? '', ...forwarded.reverse()];
		return hops.find((address, hop) => !isTrusted(address, hop)) ?? hops.at(-1) ?? '';
	};
}
