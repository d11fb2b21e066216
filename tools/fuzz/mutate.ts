import type { Random } from '../simulator/random.ts';

/** Values that programs stumble over. */
const ODD: readonly unknown[] = [
	null,
	true,
	false,
	0,
	-0,
	-1,
	1.5,
	101,
	2 ** 31,
	2 ** 53,
	-(2 ** 53),
	1e308,
	'',
	' ',
	'0',
	'null',
	'__proto__',
	'constructor',
	'toString',
	'../../etc/passwd',
	"'; drop table event; --",
	'=HYPERLINK("x")',
	'<img src=x onerror=alert(1)>',
	'\u0000',
	'\ud800',
	'\u202e\u2066x',
	'é'.repeat(50),
	'👩‍⚕️'.repeat(20),
	'x'.repeat(300),
	[],
	{},
	[[]],
	[null],
	{ __proto__: null },
	{ kind: 'stop' },
	{ t: 'hello' },
];
/** Pieces of text that no value is written as. */
const BROKEN = [
	'NaN',
	'Infinity',
	'1e999',
	'-1e999',
	'{"__proto__":{"x":1}}',
	'[[[[[[[[',
	'"\\ud800"',
	'\\u0000',
	',',
	'}',
];

/** One to four changes of a copy of the value, at places drawn at random. */
export function mutateValue(random: Random, value: unknown): unknown {
	let mutated = structuredClone(value);
	for (let left = random.whole(1, 4); left > 0; left -= 1) mutated = mutateOnce(random, mutated);
	return mutated;
}

function mutateOnce(random: Random, value: unknown): unknown {
	if (typeof value !== 'object' || value === null || random.chance(0.1)) return oddValue(random, value);
	const keys = Object.keys(value);
	const record = value as Record<string, unknown>;
	const key = keys.length === 0 ? 'x' : random.pick(keys);
	const act = random.whole(0, 9);
	if (act === 0) delete record[key];
	else if (act === 1)
		put(record, String(random.pick(ODD.filter((each) => typeof each === 'string'))), oddValue(random, null));
	else if (act === 2 && Array.isArray(value)) for (let i = random.whole(1, 80); i > 0; i -= 1) value.push(value[0]);
	else put(record, key, mutateOnce(random, record[key]));
	return value;
}

/** A member of its own whatever it is called: setting `__proto__` would change the fuzzer's object, and send nothing. */
function put(record: Record<string, unknown>, key: string, value: unknown): void {
	Object.defineProperty(record, key, { value, writable: true, enumerable: true, configurable: true });
}

function oddValue(random: Random, before: unknown): unknown {
	if (typeof before === 'number' && random.chance(0.4)) return before + random.whole(-3, 3);
	if (typeof before === 'string' && random.chance(0.3)) return before.slice(random.whole(0, before.length));
	if (random.chance(0.05)) return nested(random.whole(2, 400));
	if (random.chance(0.03)) return 'x'.repeat(random.whole(1_000, 17_000));
	return structuredClone(random.pick(ODD));
}

function nested(depth: number): unknown {
	let value: unknown = 1;
	for (let i = 0; i < depth; i += 1) value = i % 2 === 0 ? [value] : { a: value };
	return value;
}

/** The text with some of its characters changed, cut, doubled or replaced. */
export function mutateText(random: Random, text: string): string {
	let mutated = text;
	for (let left = random.whole(1, 3); left > 0; left -= 1) {
		const at = random.whole(0, mutated.length);
		const to = Math.min(mutated.length, at + random.whole(0, 6));
		const act = random.whole(0, 3);
		const middle =
			act === 0
				? ''
				: act === 1
					? random.pick(BROKEN)
					: act === 2
						? mutated.slice(at, to).repeat(2)
						: oddCharacter(random);
		mutated = mutated.slice(0, at) + middle + mutated.slice(to);
	}
	return mutated;
}

function oddCharacter(random: Random): string {
	return String.fromCharCode(random.chance(0.7) ? random.whole(0, 127) : random.whole(0, 65_535));
}

/** JSON that is nobody's: any value, so deep and so wide. */
export function randomJson(random: Random, depth = 4): unknown {
	const act = random.whole(0, depth <= 0 ? 2 : 5);
	if (act <= 1) return structuredClone(random.pick(ODD));
	if (act === 2) return random.whole(-1_000, 1_000) / random.pick([1, 1, 10, 3]);
	const length = random.whole(0, 5);
	const items = Array.from({ length }, () => randomJson(random, depth - 1));
	if (act === 3) return items;
	return Object.fromEntries(
		items.map((item, i) => [random.pick(['t', 'v', 'token', 'events', 'n', 'body', 'kind', `${i}`]), item]),
	);
}
