import * as v from 'valibot';
import { idSchema } from '../../shared/http-api.ts';
import type { DirectoryPlace } from '../store/directory.ts';
import type { SessionPlace } from '../store/sessions.ts';
import { HttpRefusal } from './refusal.ts';

const place = v.pipe(
	v.string(),
	v.regex(/^\d{1,15}\.[A-Za-z0-9_-]{22}$/),
	v.transform((text) => ({ startedAt: Number(text.split('.')[0]), id: text.split('.')[1] })),
	v.object({ startedAt: v.number(), id: idSchema }),
);

/** Where a list goes on, in a form that callers hand back and never read. */
export function formatCursor({ startedAt, id }: SessionPlace): string {
	return Buffer.from(`${startedAt}.${id}`).toString('base64url');
}

const named = v.strictObject({ name: v.pipe(v.string(), v.maxLength(500)), id: idSchema });

/** The same for a directory in the order of names. A name is no secret of whoever was shown it. */
export function formatNameCursor({ name, id }: DirectoryPlace): string {
	return Buffer.from(JSON.stringify({ name, id })).toString('base64url');
}

export function parseNameCursor(cursor: string | undefined): DirectoryPlace | null {
	if (cursor === undefined) return null;
	try {
		return v.parse(named, JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
	} catch {
		throw new HttpRefusal('bad_request');
	}
}

const number = v.pipe(v.string(), v.regex(/^\d{1,15}$/), v.transform(Number));

/** The same for a list in the order of a number. */
export function formatNumberCursor(n: number): string {
	return Buffer.from(String(n)).toString('base64url');
}

export function parseNumberCursor(cursor: string | undefined): number | null {
	if (cursor === undefined) return null;
	const parsed = v.safeParse(number, Buffer.from(cursor, 'base64url').toString('utf8'));
	if (!parsed.success) throw new HttpRefusal('bad_request');
	return parsed.output;
}

/** Null without a cursor; refuses one that was not made here. */
export function parseCursor(cursor: string | undefined): SessionPlace | null {
	if (cursor === undefined) return null;
	const parsed = v.safeParse(place, Buffer.from(cursor, 'base64url').toString('utf8'));
	if (!parsed.success) throw new HttpRefusal('bad_request');
	return parsed.output;
}
