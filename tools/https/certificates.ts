import { createPrivateKey, X509Certificate } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCA, createCert } from 'mkcert';

/** A certificate and its key, PEM. */
export interface Pair {
	readonly cert: string;
	readonly key: string;
}

/** What lies in the folder `https` of a DATA_DIR. */
export interface CertificateFiles {
	readonly folder: string;
	readonly authority: string;
	readonly authorityKey: string;
	readonly cert: string;
	readonly key: string;
}

/** Phones take no certificate of a server that lasts longer than 825 days, some browsers 398. */
export const CERTIFICATE_DAYS = 397;
const AUTHORITY_DAYS = 3_650;
/** An authority that would end before its next certificate is replaced. */
const DAY_MS = 24 * 60 * 60 * 1_000;
const MOST_TRIES = 5;

export function certificateFiles(dataDir: string): CertificateFiles {
	const folder = join(dataDir, 'https');
	const inFolder = (name: string) => join(folder, name);
	return {
		folder,
		authority: inFolder('authority.pem'),
		authorityKey: inFolder('authority-key.pem'),
		cert: inFolder('cert.pem'),
		key: inFolder('key.pem'),
	};
}

/** The authority that is there; null where there is none. Throws a sentence where what is there is something else. */
export function readAuthority({ authority, authorityKey }: CertificateFiles): Pair | null {
	if (!existsSync(authority) && !existsSync(authorityKey)) return null;
	const pair = readPair(authority, authorityKey);
	if (pair) return pair;
	throw new Error(
		`${authority} and ${authorityKey} are not what this program wrote. Move both away for a new authority; every phone then trusts that one anew.`,
	);
}

function readPair(certFile: string, keyFile: string): Pair | null {
	try {
		const pair = { cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8') };
		const certificate = new X509Certificate(pair.cert);
		return certificate.ca && certificate.checkPrivateKey(createPrivateKey(pair.key)) ? pair : null;
	} catch {
		return null;
	}
}

export interface SetUp {
	readonly authority: X509Certificate;
	readonly certificate: X509Certificate;
	/** False: phones that trust the authority already go on doing so. */
	readonly isNewAuthority: boolean;
}

/**
 * Makes a certificate for these names, by the authority of the folder, which is made where it is missing or would end
 * too soon. Whatever holds a key is for its owner alone.
 */
export async function setUpHttps(
	files: CertificateFiles,
	parts: { readonly names: readonly string[]; readonly hostname: string; readonly now: number },
): Promise<SetUp> {
	const known = readAuthority(files);
	const lasts = known && new X509Certificate(known.cert).validToDate.getTime() - parts.now >= CERTIFICATE_DAYS * DAY_MS;
	const authority = known && lasts ? known : await createAuthority(parts.hostname);
	const pair = await createCertificate(authority, parts.names, files);

	mkdirSync(files.folder, { recursive: true, mode: 0o700 });
	chmodSync(files.folder, 0o700);
	if (authority !== known) {
		writePrivately(files.authorityKey, authority.key);
		writePrivately(files.authority, authority.cert);
	}
	writePrivately(files.key, pair.key);
	writePrivately(files.cert, pair.cert);
	return {
		authority: new X509Certificate(authority.cert),
		certificate: new X509Certificate(pair.cert),
		isNewAuthority: authority !== known,
	};
}

function createAuthority(hostname: string): Promise<Pair> {
	return createCA({
		organization: `Palpate on ${hostname}`.slice(0, 64),
		countryCode: 'ZZ',
		state: 'Local',
		locality: 'Local',
		validity: AUTHORITY_DAYS,
	});
}

/** The library draws serial numbers from a small range, and browsers refuse one that its authority has used before. */
async function createCertificate(ca: Pair, names: readonly string[], files: CertificateFiles): Promise<Pair> {
	const used = [ca.cert, ...(existsSync(files.cert) ? [readFileSync(files.cert, 'utf8')] : [])].map(serialOf);
	for (let tries = 0; tries < MOST_TRIES; tries += 1) {
		const pair = await createCert({ ca, domains: [...names], organization: 'Palpate', validity: CERTIFICATE_DAYS });
		if (!used.includes(serialOf(pair.cert))) return pair;
	}
	throw new Error('No certificate could be made. Try again.');
}

function serialOf(pem: string): string {
	try {
		return new X509Certificate(pem).serialNumber;
	} catch {
		return '';
	}
}

/** In one piece, so that a program that starts meanwhile never reads half of it. */
function writePrivately(file: string, text: string): void {
	const fresh = `${file}.new`;
	writeFileSync(fresh, text, { mode: 0o600 });
	chmodSync(fresh, 0o600);
	renameSync(fresh, file);
}
