import type { IncomingMessage } from 'node:http';
import * as v from 'valibot';
import { createListSplitter } from './list-splitter.ts';
import { HttpRefusal } from './refusal.ts';
import type { Route } from './routes.ts';

const JSON_TYPE = /^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;

/** Refuses by its headers what is not JSON in UTF-8 or too large, before anything of it is read. */
export function checkBodyHeaders({ headers }: IncomingMessage, route: Route): void {
	if (route.body === null) return;
	const isPlain = (headers['content-encoding'] ?? 'identity') === 'identity';
	if (!isPlain || !JSON_TYPE.test(headers['content-type'] ?? '')) throw new HttpRefusal('unsupported_media_type');
	if (Number(headers['content-length'] ?? 0) > route.bodyBytes) throw tooLarge(route);
}

/**
 * Reads and parses a body. It is UTF-8 and one JSON object; of a key given twice the last counts; every number is
 * finite, which JSON alone does not promise (1e999).
 */
export async function readBody(request: IncomingMessage, route: Route): Promise<unknown> {
	if (route.body === null) return null;
	const raw =
		route.list === null ? parseJson(await readBytes(request, route)) : await readLong(request, route, route.list);
	const parsed = v.safeParse(route.body, raw);
	if (!parsed.success) throw new HttpRefusal('bad_request');
	return parsed.output;
}

async function readBytes(request: IncomingMessage, route: Route): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of chunksOf(request, route)) chunks.push(chunk);
	return Buffer.concat(chunks);
}

/** Reads a long body as it comes, its list item by item: no step of it is long, and its text is never whole in memory. */
async function readLong(request: IncomingMessage, route: Route, list: string): Promise<unknown> {
	const decoder = new TextDecoder('utf-8', { fatal: true });
	const splitter = createListSplitter(list);
	const items: unknown[] = [];
	const take = (text: string) => {
		for (const item of split(() => splitter.push(text))) items.push(parseText(item));
	};
	for await (const chunk of chunksOf(request, route)) take(readable(() => decoder.decode(chunk, { stream: true })));
	take(readable(() => decoder.decode()));
	const rest = splitter.rest();
	if (rest === null) throw new HttpRefusal('not_whole');
	const whole = parseText(rest);
	return splitter.fill(whole, items);
}

function split(push: () => readonly string[]): readonly string[] {
	try {
		return push();
	} catch {
		throw new HttpRefusal('not_ours');
	}
}

async function* chunksOf(request: IncomingMessage, route: Route): AsyncIterable<Buffer> {
	let bytes = 0;
	// The rest of a body that is too large is left unread, and the connection open for the answer.
	for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
		bytes += chunk.length;
		if (bytes > route.bodyBytes) throw tooLarge(route);
		yield chunk;
	}
}

function tooLarge({ tooLarge: status }: Route): HttpRefusal {
	return status === 400 ? new HttpRefusal('bad_request') : new HttpRefusal('too_large');
}

export function parseJson(bytes: Uint8Array): unknown {
	return parseText(readable(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
}

function parseText(text: string): unknown {
	const value = readable(() => JSON.parse(text, finiteOnly) as unknown);
	if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
	throw new HttpRefusal('bad_json');
}

/** Not UTF-8, not JSON, too deep, or a number that is none. */
function readable<T>(read: () => T): T {
	try {
		return read();
	} catch {
		throw new HttpRefusal('bad_json');
	}
}

function finiteOnly(_key: string, value: unknown): unknown {
	if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError('not a finite number');
	return value;
}
