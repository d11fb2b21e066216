import { createHash } from 'node:crypto';
import { closeSync, createReadStream, fsyncSync, openSync, readSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';

/** The first line of every backup. */
const MAGIC = 'palpate backup 1\n';
/** Bytes copied at a time. */
const CHUNK = 1024 * 1024;
const MOST_HEADER = 64 * 1024;
/** What a backup may hold; a name from a file never becomes a path by itself. */
const NAMES = ['clinic.db', 'journal.db', 'auth-secret'] as const;
export type BackupPart = (typeof NAMES)[number];

const header = v.object({
	/** ms since epoch. */
	madeAt: v.pipe(v.number(), v.safeInteger()),
	/** Of the program that made it. */
	version: v.string(),
	parts: v.array(
		v.object({
			name: v.picklist(NAMES),
			bytes: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
			sha256: v.string(),
		}),
	),
});
export type BackupHeader = v.InferOutput<typeof header>;

export class NotABackup extends Error {
	constructor(file: string, why: string) {
		super(`${file} is not a whole backup of Palpate: ${why}. Nothing was changed.`);
	}
}

/**
 * Writes files of `folder` into one file, each with its length and SHA-256, and returns when it is on the disk.
 * Form: a line with the name of the form; one line of JSON; one line with the SHA-256 of that; the files, one after the other.
 */
export async function packBackup(
	file: string,
	folder: string,
	about: { readonly madeAt: number; readonly version: string; readonly names: readonly BackupPart[] },
): Promise<BackupHeader> {
	const { madeAt, version, names } = about;
	const parts: BackupHeader['parts'] = [];
	for (const name of names) {
		const path = join(folder, name);
		parts.push({ name, bytes: statSync(path).size, sha256: await hashOf(path) });
	}
	const text = JSON.stringify({ madeAt, version, parts });
	const descriptor = openSync(file, 'wx', 0o600);
	try {
		writeSync(descriptor, `${MAGIC}${text}\n${sha256(text)}\n`);
		for (const name of names) {
			for await (const chunk of createReadStream(join(folder, name), { highWaterMark: CHUNK })) {
				writeSync(descriptor, chunk as Buffer);
			}
		}
		fsyncSync(descriptor);
	} finally {
		closeSync(descriptor);
	}
	return { madeAt, version, parts };
}

/** Puts a backup's files into `folder`. Throws NotABackup, before or after writing there, unless every byte is as it was packed. */
export function unpackBackup(file: string, folder: string): BackupHeader {
	const descriptor = openSync(file, 'r');
	try {
		const { about, bytes } = readHeader(file, descriptor);
		let at = bytes;
		for (const part of about.parts) {
			copyPart(file, descriptor, at, part, join(folder, part.name));
			at += part.bytes;
		}
		if (statSync(file).size !== at) throw new NotABackup(file, 'its length is wrong');
		return about;
	} finally {
		closeSync(descriptor);
	}
}

function readHeader(file: string, descriptor: number): { readonly about: BackupHeader; readonly bytes: number } {
	const buffer = Buffer.alloc(MOST_HEADER);
	const text = buffer.toString('utf8', 0, readSync(descriptor, buffer, 0, MOST_HEADER, 0));
	if (!text.startsWith(MAGIC)) throw new NotABackup(file, 'it begins with something else');
	const [json = '', hash = ''] = text.slice(MAGIC.length).split('\n', 2);
	if (sha256(json) !== hash) throw new NotABackup(file, 'its first lines are damaged');
	const about = v.parse(header, JSON.parse(json));
	return { about, bytes: Buffer.byteLength(`${MAGIC}${json}\n${hash}\n`) };
}

function copyPart(file: string, from: number, at: number, part: BackupHeader['parts'][number], target: string): void {
	const hash = createHash('sha256');
	const buffer = Buffer.alloc(CHUNK);
	const to = openSync(target, 'wx', 0o600);
	try {
		for (let done = 0; done < part.bytes; ) {
			const length = readSync(from, buffer, 0, Math.min(CHUNK, part.bytes - done), at + done);
			if (length === 0) throw new NotABackup(file, 'it ends too early');
			hash.update(buffer.subarray(0, length));
			writeSync(to, buffer, 0, length);
			done += length;
		}
		fsyncSync(to);
	} finally {
		closeSync(to);
	}
	if (hash.digest('hex') !== part.sha256) throw new NotABackup(file, `${part.name} in it is damaged`);
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

async function hashOf(path: string): Promise<string> {
	const hash = createHash('sha256');
	for await (const chunk of createReadStream(path, { highWaterMark: CHUNK })) hash.update(chunk as Buffer);
	return hash.digest('hex');
}
