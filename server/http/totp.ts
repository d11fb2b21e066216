import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { ClinicDb } from '../store/tables.ts';
import { readTotp, spendRecovery, spendStep } from '../store/totp-rows.ts';

/** One-time passwords of an authenticator: RFC 6238 with its defaults, which is all that authenticators agree on. */
const STEP_S = 30;
const DIGITS = 6;
const SECRET_BYTES = 20;
/** Steps before and after the present one that are taken, since clocks differ. */
const DRIFT = 1;
const RECOVERY_CODES = 10;
const RECOVERY_BYTES = 8;

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

export function newSecret(randomBytes: (length: number) => Uint8Array): string {
	return toBase32(randomBytes(SECRET_BYTES));
}

export function newRecoveryCodes(randomBytes: (length: number) => Uint8Array): readonly string[] {
	return Array.from({ length: RECOVERY_CODES }, () => {
		const letters = toBase32(randomBytes(RECOVERY_BYTES)).slice(0, 12);
		return [0, 4, 8].map((at) => letters.slice(at, at + 4)).join('-');
	});
}

export const hashRecovery = (code: string) => createHash('sha256').update(plain(code)).digest('base64url');

/** As authenticators take it from a QR. */
export function totpUri(
	secret: string,
	{ email, clinic }: { readonly email: string; readonly clinic: string },
): string {
	const label = encodeURIComponent(`Palpate ${clinic}:${email}`);
	const issuer = encodeURIComponent(`Palpate ${clinic}`);
	return `otpauth://totp/${label}?secret=${secret}&issuer=${issuer}&algorithm=SHA1&digits=${DIGITS}&period=${STEP_S}`;
}

/** The code of a step. */
export function codeOf(secret: string, step: number): string {
	const counter = Buffer.alloc(8);
	counter.writeBigUInt64BE(BigInt(step));
	const mac = createHmac('sha1', fromBase32(secret)).update(counter).digest();
	const offset = (mac.at(-1) ?? 0) & 0xf;
	const number = (mac.readUInt32BE(offset) & 0x7fffffff) % 10 ** DIGITS;
	return String(number).padStart(DIGITS, '0');
}

export const stepAt = (now: number) => Math.floor(now / 1_000 / STEP_S);

/** The step whose code this is, around `now`; null for none. */
export function stepOf(secret: string, code: string, now: number): number | null {
	const given = Buffer.from(plain(code).padEnd(DIGITS).slice(0, 32));
	const present = stepAt(now);
	for (let step = present - DRIFT; step <= present + DRIFT; step += 1) {
		const known = Buffer.from(codeOf(secret, step));
		if (known.length === given.length && timingSafeEqual(known, given)) return step;
	}
	return null;
}

/** Spends a code of the authenticator, or a recovery code. A code is taken once. */
export async function spendCode(db: ClinicDb, user: string, code: string, now: number): Promise<boolean> {
	const totp = await readTotp(db, user);
	if (!totp) return false;
	const step = stepOf(totp.secret, code, now);
	if (step !== null) return spendStep(db, user, step);
	return spendRecovery(db, user, hashRecovery(code));
}

const plain = (code: string) =>
	code
		.normalize('NFKC')
		.replaceAll(/[\s\p{Dash}]/gu, '')
		.toUpperCase();

function toBase32(bytes: Uint8Array): string {
	let bits = '';
	for (const byte of bytes) bits += byte.toString(2).padStart(8, '0');
	return (bits.match(/.{1,5}/g) ?? []).map((five) => BASE32[Number.parseInt(five.padEnd(5, '0'), 2)]).join('');
}

function fromBase32(text: string): Buffer {
	const bits = [...text].map((letter) => BASE32.indexOf(letter).toString(2).padStart(5, '0')).join('');
	return Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2)));
}
