import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createListSplitter } from '../../../server/http/list-splitter.ts';

/** The text in pieces that end at the given places. */
function pieces(text: string, cuts: readonly number[]): readonly string[] {
	const places = [0, ...cuts.map((cut) => cut % (text.length + 1)), text.length].toSorted((a, b) => a - b);
	return places.slice(1).map((to, i) => text.slice(places[i], to));
}

function read(text: string, cuts: readonly number[] = []): unknown {
	const splitter = createListSplitter('events');
	const items = pieces(text, cuts).flatMap((piece) => splitter.push(piece));
	const rest = splitter.rest();
	if (rest === null) return null;
	const whole: unknown = JSON.parse(rest);
	return splitter.fill(
		whole,
		items.map((item) => JSON.parse(item) as unknown),
	);
}

test('IN5 a list is read item by item as JSON reads it, however the text is written and cut', () => {
	const item = fc.dictionary(fc.string({ maxLength: 5 }), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 });
	const before = fc.dictionary(
		fc.string({ maxLength: 5 }).filter((key) => key !== 'events' && key !== '__proto__'),
		fc.jsonValue({ maxDepth: 1 }),
		{ maxKeys: 3 },
	);
	fc.assert(
		fc.property(
			before,
			fc.array(item, { maxLength: 6 }),
			fc.array(fc.nat(), { maxLength: 8 }),
			fc.constantFrom('', ' ', '\t', '  '),
			(around, events, cuts, indent) => {
				const text = JSON.stringify({ client: around, export: { ...around, events, count: 2 } }, null, indent);
				expect(read(text, cuts)).toEqual(JSON.parse(text));
			},
		),
		{ numRuns: 500, seed: 5 },
	);
});

test('IN5 a list with nothing in it is empty, and a text without one is as it is', () => {
	expect(read('{"events":[]}')).toEqual({ events: [] });
	expect(read('{"events" : [ {} ,{"a":"]"}\n] }')).toEqual({ events: [{}, { a: ']' }] });
	expect(read('{"a":[1,2]}')).toEqual({ a: [1, 2] });
});

test('IN5 a text that was cut short is not whole, wherever it was cut', () => {
	const text = JSON.stringify({ export: { events: [{ a: '"[' }, { b: [1] }], count: 2 } });
	for (let to = 0; to < text.length; to++) expect([to, read(text.slice(0, to))]).toEqual([to, null]);
	expect(read(text)).not.toBeNull();
});

test('IN5 an item, or what stands around the list, of no end is given up', () => {
	const push = (text: string) => createListSplitter('events').push(text);
	expect(() => push(`{"events":[{"a":"${'x'.repeat(70_000)}`)).toThrow(RangeError);
	expect(() => push(`{"a":"${'x'.repeat(70_000)}`)).toThrow(RangeError);
});
