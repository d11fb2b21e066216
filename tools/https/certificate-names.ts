import { isIP } from 'node:net';
import type { NetworkAddress } from '../../server/addresses.ts';

const LOOPBACK = ['localhost', '127.0.0.1', '::1'];
/** Of one host name, and of one that a certificate may carry, characters. */
const HOST_NAME = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;

export interface MachineNames {
	readonly interfaces: readonly NetworkAddress[];
	readonly hostname: string;
	/** Further names or addresses, as somebody typed them. */
	readonly further: readonly string[];
}

/**
 * Every name and address under which a browser may reach this machine, each once: itself, its addresses on the network
 * (none that hold on one cable only), its host name, and what was asked for. Throws a sentence for what is neither.
 */
export function certificateNames({ interfaces, hostname, further }: MachineNames): readonly string[] {
	const addresses = interfaces
		.filter(({ internal, address }) => !internal && !/^(169\.254\.|fe80:)/i.test(address))
		.map(({ address }) => address.replace(/%.*$/, ''));
	const host = hostname.toLowerCase();
	const ownNames = isHostName(host) ? [host, ...(host.includes('.') ? [] : [`${host}.local`])] : [];
	return [...new Set([...LOOPBACK, ...addresses, ...ownNames, ...further.map(readName)])];
}

function readName(typed: string): string {
	const name = typed.trim().toLowerCase();
	if (isIP(name) !== 0 || isHostName(name)) return name;
	throw new Error(`${typed} is neither an address nor a host name.`);
}

function isHostName(text: string): boolean {
	return HOST_NAME.test(text) && isIP(text) === 0;
}
