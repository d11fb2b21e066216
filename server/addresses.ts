import { isIP } from 'node:net';
import type { Config } from './config.ts';

/** One address of one of this machine's network interfaces. */
export interface NetworkAddress {
	readonly address: string;
	readonly family: 'IPv4' | 'IPv6';
	readonly internal: boolean;
}

export interface OwnAddresses {
	readonly config: Pick<Config, 'host' | 'https' | 'publicUrl' | 'origins'>;
	readonly port: number;
	readonly interfaces: readonly NetworkAddress[];
	readonly hostname: string;
}

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

function originAt(host: string, { config, port }: OwnAddresses): string {
	return new URL(`${config.https ? 'https' : 'http'}://${host}:${port}`).origin;
}

/** Host names under which other machines on the same network reach this one, the likeliest first. */
function networkHosts({ config, interfaces, hostname }: OwnAddresses): readonly string[] {
	const { host } = config;
	if (host !== undefined && !isEverywhere(host)) return isLoopback(host) ? [] : [asHost(host)];
	const reachable = interfaces.filter(({ internal, address }) => !internal && !/^(169\.254\.|fe80:)/i.test(address));
	const inOrder = [...reachable].sort((a, b) => rank(a) - rank(b)).map(({ address }) => asHost(address));
	return isIP(hostname) === 0 && /^[A-Za-z0-9.-]+$/.test(hostname)
		? [...inOrder, hostname, `${hostname}.local`]
		: inOrder;
}

/** Private IPv4 first: what a phone on the clinic's own network reaches. */
function rank({ address, family }: NetworkAddress): number {
	if (family === 'IPv6') return 2;
	return /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/.test(address) ? 0 : 1;
}

function isEverywhere(host: string): boolean {
	return host === '0.0.0.0' || host === '::';
}

function isLoopback(host: string): boolean {
	return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

function asHost(address: string): string {
	return isIP(address) === 6 ? `[${address}]` : address;
}

/** Addresses to open on another machine of the network, the best first. */
export function networkOrigins(own: OwnAddresses): readonly string[] {
	const { publicUrl } = own.config;
	const found = networkHosts(own)
		.filter((host) => isIP(host.replace(/^\[|\]$/g, '')) !== 0 || host === own.config.host)
		.map((host) => originAt(host, own));
	return publicUrl ? [publicUrl, ...found] : found;
}

/** Every origin whose pages are this server's own. */
export function ownOrigins(own: OwnAddresses): ReadonlySet<string> {
	const { host, publicUrl, origins } = own.config;
	const mine = [...LOOPBACK, ...(host && !isEverywhere(host) ? [asHost(host)] : []), ...networkHosts(own)];
	return new Set([...mine.map((name) => originAt(name, own)), ...(publicUrl ? [publicUrl] : []), ...origins]);
}

/**
 * Addresses to put before a phone, the best first. What the caller used comes first where it is the server's own and
 * another machine reaches it; this machine's own loopback last, and only where the caller came by it.
 */
export function joinOrigins(own: OwnAddresses, host: string | undefined): readonly string[] {
	const scheme = own.config.https ? 'https' : 'http';
	const used = host === undefined ? null : (URL.parse(`${scheme}://${host}`)?.origin ?? null);
	const reachable = networkOrigins(own);
	if (used === null || !ownOrigins(own).has(used))
		return reachable.length > 0 ? reachable : [originAt('localhost', own)];
	if (LOOPBACK.some((name) => originAt(name, own) === used)) return [...reachable, used];
	const { publicUrl } = own.config;
	return [...new Set([...(publicUrl ? [publicUrl] : []), used, ...reachable])];
}
