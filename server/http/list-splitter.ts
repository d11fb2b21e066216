/** An item, and all that stands around the list, characters. */
const MOST_ITEM = 64 * 1024;
const MOST_AROUND = 64 * 1024;
/** How much before a bracket is looked at for the list's key, characters. */
const LOOK_BACK = 64;
/** Depth at which the list may stand. */
const MOST_DEPTH = 3;

/** Takes a long JSON text in pieces and gives the items of one of its lists one by one. */
export interface ListSplitter {
	/** The texts of the items that this piece brought to their end. Throws a RangeError on what no such list would hold. */
	push(text: string): readonly string[];
	/** The text around the items, with an empty list in their place; null while the text has not come to its end. */
	rest(): string | null;
	/** Puts the items where the list was. */
	fill(whole: unknown, items: readonly unknown[]): unknown;
}

/** What a character does outside quotes. */
type Mark = 'opens' | 'closes' | 'parts' | null;

/** What is between quotes is passed over, so that brackets in a note count for nothing. */
function createGrammar() {
	let depth = 0;
	let isQuoted = false;
	let isEscaped = false;
	const stepQuoted = (char: string) => {
		if (isEscaped) isEscaped = false;
		else if (char === '\\') isEscaped = true;
		else if (char === '"') isQuoted = false;
	};
	return {
		step(char: string): Mark {
			if (isQuoted) stepQuoted(char);
			else if (char === '"') isQuoted = true;
			else if (char === '{' || char === '[') {
				depth += 1;
				return 'opens';
			} else if (char === '}' || char === ']') {
				depth -= 1;
				return 'closes';
			} else if (char === ',') return 'parts';
			return null;
		},
		depth: () => depth,
		isQuoted: () => isQuoted,
	};
}

/**
 * The list is the first that stands under `key`, at any depth. Whether the rest is JSON is for whoever parses it.
 */
export function createListSplitter(key: string): ListSplitter {
	const opensList = new RegExp(`"${key}"\\s*:\\s*$`);
	const grammar = createGrammar();
	let around = '';
	let item = '';
	let place: 'around' | 'list' | 'after' = 'around';
	let listDepth = 0;

	const keep = (text: string) => {
		if (place === 'list') item += text;
		else around += text;
		if (item.length > MOST_ITEM || around.length > MOST_AROUND) throw new RangeError('no such list');
	};
	const beginsList = (mark: Mark, before: string): boolean =>
		mark === 'opens' && opensList.test(before.length < LOOK_BACK ? around.slice(-LOOK_BACK) + before : before);
	const endsItem = (mark: Mark): boolean =>
		(mark === 'parts' && grammar.depth() === listDepth) || (mark === 'closes' && grammar.depth() < listDepth);
	/** What a mark in this place is the bound of. */
	const boundAt = (mark: Mark, before: string): 'list' | 'item' | 'last' | null => {
		if (place === 'around') return beginsList(mark, before) ? 'list' : null;
		if (place === 'after' || !endsItem(mark)) return null;
		return mark === 'closes' ? 'last' : 'item';
	};
	const beginList = () => {
		place = 'list';
		listDepth = grammar.depth();
		return [];
	};
	/** What was kept since the last comma; an empty list has no item. */
	const takeItem = (isLast: boolean): readonly string[] => {
		const taken = isLast && item.trim() === '' ? [] : [item];
		item = '';
		if (isLast) place = 'after';
		return taken;
	};

	return {
		push(text) {
			const items: string[] = [];
			let from = 0;
			for (let i = 0; i < text.length; i++) {
				const mark = grammar.step(text[i] as string);
				const bound = mark && boundAt(mark, text.slice(Math.max(from, i - LOOK_BACK), i));
				if (!bound) continue;
				keep(text.slice(from, bound === 'list' ? i + 1 : i));
				from = bound === 'last' ? i : i + 1;
				items.push(...(bound === 'list' ? beginList() : takeItem(bound === 'last')));
			}
			keep(text.slice(from));
			return items;
		},
		rest: () => (around.trim() !== '' && grammar.depth() === 0 && !grammar.isQuoted() ? around : null),
		fill: (whole, items) => filled(whole, key, items),
	};
}

function filled(value: unknown, key: string, items: readonly unknown[], depth = 0): unknown {
	if (typeof value !== 'object' || value === null || Array.isArray(value) || depth > MOST_DEPTH) return value;
	const entries = Object.entries(value);
	if (entries.some(([name]) => name === key)) return { ...value, [key]: items };
	return Object.fromEntries(entries.map(([name, inner]) => [name, filled(inner, key, items, depth + 1)]));
}
