import { expect, test } from 'vitest';
import { join, takeTicket } from '../../../client/phone/join.ts';
import { foldCode, isWholeCode } from '../../../client/phone/join-code.ts';
import { createSeatStore, parseSeat } from '../../../client/phone/seat-store.ts';

const ID = 'A'.repeat(22);

test.each([
	['abcd efgh', 'ABCDEFGH'],
	['AB-CD-EF-GH', 'ABCDEFGH'],
	['o1il0ooo', '01110000'],
	['ａｂｃｄ１２３４', 'ABCD1234'],
	[' 7k 3m–9x 2p ', '7K3M9X2P'],
	['7K3M9X2PZZ', '7K3M9X2P'],
])('JOIN10 a typed code %j is read as %s', (typed, code) => {
	expect(foldCode(typed)).toBe(code);
	expect(isWholeCode(typed)).toBe(true);
});

test('JOIN10 a code that is too short is not sent', () => {
	expect(isWholeCode('7K3M-9X2')).toBe(false);
	expect(isWholeCode('uuuuuuuu')).toBe(false);
});

test('JOIN11 the ticket is taken out of the address at once, whatever stands there', () => {
	const replaced: unknown[] = [];
	const history = {
		replaceState: (_data: unknown, _title: string, url: string) => replaced.push(url),
	} as unknown as History;
	const at = (hash: string) => ({ hash, pathname: '/join', search: '' }) as Location;
	expect(takeTicket(at(`#${ID}`), history)).toBe(ID);
	expect(takeTicket(at('#<script>'), history)).toBeNull();
	expect(takeTicket(at(''), history)).toBeNull();
	expect(replaced).toEqual(['/join', '/join']);
});

const answering = (body: string, status = 200) => (async () => new Response(body, { status })) as typeof fetch;

test('JOIN12 only an answer of our own server joins', async () => {
	const answer = { session: ID, token: ID, words: 'amber harbour' };
	expect(await join({ code: '7K3M9X2P' }, answering(JSON.stringify(answer)))).toEqual({ is: 'joined', answer });
	expect(await join({ code: '7K3M9X2P' }, answering('<html>Sign in to the network</html>'))).toEqual({
		is: 'no-answer',
	});
	expect(await join({ code: '7K3M9X2P' }, answering('{}'))).toEqual({ is: 'no-answer' });
	expect(await join({ code: '7K3M9X2P' }, answering('null'))).toEqual({ is: 'no-answer' });
	expect(await join({ code: '7K3M9X2P' }, answering('{"error":"wrong_code"}', 404))).toEqual({
		is: 'refused',
		code: 'wrong_code',
	});
	expect(await join({ code: '7K3M9X2P' }, answering('{"error":"toString"}', 404))).toEqual({ is: 'no-answer' });
	const unreachable = (async () => {
		throw new TypeError('no network');
	}) as typeof fetch;
	expect(await join({ ticket: ID }, unreachable)).toEqual({ is: 'no-answer' });
});

test.each([null, '', 'null', '[]', '{"session":1}', '{"session":"x","token":"y"}', 'not json', '"text"'])(
	'PHONE6 what a phone did not write itself is not a seat: %j',
	(text) => {
		expect(parseSeat(text)).toBeNull();
	},
);

test('PHONE6 a seat comes back as it was kept, and a step that is unknown is none', () => {
	const seat = { session: ID, token: ID, step: 'live', hasAnsweredErase: true } as const;
	expect(parseSeat(JSON.stringify(seat))).toEqual(seat);
	expect(parseSeat(JSON.stringify({ ...seat, step: 'later' }))).toEqual({ ...seat, step: null });
});

/** Enough of the browser's storage; `isFull` refuses to keep. */
function fakeStorage(kept: Map<string, string>, isFull = false): Storage {
	return {
		get length() {
			return kept.size;
		},
		key: (i: number) => [...kept.keys()][i] ?? null,
		getItem: (key: string) => kept.get(key) ?? null,
		setItem(key: string, value: string) {
			if (isFull) throw new DOMException('full', 'QuotaExceededError');
			kept.set(key, value);
		},
		removeItem: (key: string) => void kept.delete(key),
		clear: () => kept.clear(),
	};
}

test('PHONE7 ready for the next client leaves nothing of ours on the phone, and nothing else is touched', () => {
	const kept = new Map([['other.app', 'x']]);
	const store = createSeatStore(fakeStorage(kept));
	expect(store.keep({ session: ID, token: ID, step: 'live', hasAnsweredErase: false })).toBe(true);
	kept.set('palpate.theme.phone', 'light');
	expect(store.read()?.token).toBe(ID);
	store.wipe();
	expect([...kept]).toEqual([['other.app', 'x']]);
	expect(store.read()).toBeNull();
});

test('PHONE8 a browser that keeps nothing is no obstacle, and it is known', () => {
	const seat = { session: ID, token: ID, step: null, hasAnsweredErase: false };
	expect(createSeatStore(fakeStorage(new Map(), true)).keep(seat)).toBe(false);
	expect(createSeatStore(null).keep(seat)).toBe(false);
	expect(createSeatStore(null).read()).toBeNull();
	expect(() => createSeatStore(null).wipe()).not.toThrow();
});
