import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { SEEN_BY } from '../../shared/event-sight.ts';
import { acceptBody, EVENT_KINDS, laneOf, type Seat } from '../../shared/events.ts';
import { PROTOCOL_VERSION, upFrameSchema } from '../../shared/protocol.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const document = read('docs/PROTOCOL.md');

const blocks = (language: string) =>
	[...document.matchAll(new RegExp(`^\`\`\`json ${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].flatMap(([, text]) =>
		(text ?? '')
			.trim()
			.split('\n')
			.map((line) => JSON.parse(line) as Record<string, unknown>),
	);

/** A schema as plain data: what it is and what it takes, whatever its code looks like. */
function outline(schema: unknown): unknown {
	if (typeof schema === 'function') return 'function';
	if (schema instanceof RegExp) return schema.source;
	if (Array.isArray(schema)) return schema.map(outline);
	if (schema === null || typeof schema !== 'object') return schema;
	const kept = Object.entries(schema).filter(
		([key]) => !['~standard', '~run', 'message', 'reference', 'async'].includes(key),
	);
	return Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => [key, outline(value)]));
}

const withoutComments = (code: string) => code.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\s+/g, ' ');
const downTypes = () => {
	const code = read('shared/protocol.ts');
	return withoutComments(code.slice(code.indexOf('export const RECORDINGS'), code.indexOf('export type DownFrameOf')));
};
const hash = () =>
	createHash('sha256')
		.update(JSON.stringify([outline(upFrameSchema), outline(EVENT_KINDS), SEEN_BY, downTypes()]))
		.digest('hex')
		.slice(0, 16);

/** Changed together with PROTOCOL_VERSION when a frame or an event changes its meaning; an additive change keeps the version. */
const KNOWN = { version: 1, hash: 'c3c744022c0d6161' };

describe('the protocol', () => {
	test('PROTO1 a frame or event that changes is noticed, and asks for a look at the version', () => {
		expect({ version: PROTOCOL_VERSION, hash: hash() }).toEqual(KNOWN);
	});

	test('PROTO2 every example of a frame up in the document is one, and every frame has an example', () => {
		const examples = blocks('up');
		for (const example of examples) expect(v.safeParse(upFrameSchema, example).issues).toBeUndefined();
		expect(new Set(examples.map(({ t }) => t))).toEqual(
			new Set(upFrameSchema.options.map(({ entries }) => entries.t.literal)),
		);
	});

	test('PROTO2 every frame down has an example', () => {
		const tags = [...downTypes().matchAll(/readonly t: ([^;]+);/g)].flatMap(([, union]) =>
			[...(union ?? '').matchAll(/'([a-z]+)'/g)].map(([, tag]) => tag),
		);
		expect(tags.length).toBeGreaterThan(8);
		expect(new Set(blocks('down').map(({ t }) => t))).toEqual(new Set(tags));
	});

	test.each(['client', 'therapist'] as const)(
		'PROTO2 every event a %s may write has an example that is accepted',
		(seat: Seat) => {
			const examples = blocks(`event ${seat}`) as { kind: string }[];
			for (const body of examples) expect(acceptBody(seat, laneOf(body), body)).toEqual(body);
			const writable = Object.entries(EVENT_KINDS).filter(([, rule]) =>
				(rule.writtenBy as readonly Seat[]).includes(seat),
			);
			expect(new Set(examples.map(({ kind }) => kind))).toEqual(new Set(writable.map(([kind]) => kind)));
		},
	);
});
