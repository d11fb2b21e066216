import type { Code } from '../../shared/codes.ts';
import type { Outcome } from '../link/http-call.ts';

/** Typing is searched for when it has rested this long, ms. */
const REST_MS = 250;

/** A list of the server's as a page holds it, a server's page at a time. */
export interface PagedList<Row> {
	/** `not-possible` carries the reason where one was given. */
	readonly status: 'loading' | 'fine' | 'not-possible';
	readonly code: Code | null;
	readonly rows: readonly Row[];
	readonly text: string;
	readonly hasMore: boolean;
	readonly isLoadingMore: boolean;
	search(text: string): void;
	/** Begins anew, and shows that it does. */
	begin(): Promise<void>;
	/** Reads what is new; what has been read stays on the screen until then. */
	reload(): Promise<void>;
	more(): Promise<void>;
	change(next: (rows: readonly Row[]) => readonly Row[]): void;
	/** Nothing read so far is right any more. */
	forget(): void;
	close(): void;
}

export interface ListParts<Row, Answer extends { readonly cursor: string | null }> {
	readonly ask: (text: string, cursor: string | null) => Promise<Outcome<Answer>>;
	readonly rowsOf: (answer: Answer) => readonly Row[];
	/** Rows of a further page after those before. */
	readonly join: (before: readonly Row[], more: readonly Row[]) => readonly Row[];
	/** The list after its first page was read again, and whether that page is all there is now; else it takes the list's place. */
	readonly refresh?: (
		before: readonly Row[],
		fresh: readonly Row[],
	) => { readonly rows: readonly Row[]; readonly isWhole: boolean };
	/** Hears of every refusal. */
	readonly onRefused: (code: Code) => void;
}

export function openPagedList<Row, Answer extends { readonly cursor: string | null }>(
	parts: ListParts<Row, Answer>,
): PagedList<Row> {
	let status = $state<PagedList<Row>['status']>('loading');
	let code = $state<Code | null>(null);
	let rows = $state.raw<readonly Row[]>([]);
	let text = $state('');
	let cursor = $state<string | null>(null);
	let isLoadingMore = $state(false);
	let asked = 0;
	let rest: ReturnType<typeof setTimeout> | undefined;

	/** The first page for what is searched for now, a further one, or the first again. */
	type Part = 'first' | 'further' | 'again';

	const take = (part: Part, answer: Answer) => {
		const fresh = parts.rowsOf(answer);
		const refreshed = part === 'again' ? parts.refresh?.(rows, fresh) : undefined;
		rows = part === 'further' ? parts.join(rows, fresh) : (refreshed?.rows ?? fresh);
		if (refreshed?.isWhole !== false) cursor = answer.cursor;
		status = 'fine';
	};
	/** Answers to what is no longer asked are left. */
	const load = async (part: Part) => {
		const mine = ++asked;
		const outcome = await parts.ask(text.trim(), part === 'further' ? cursor : null);
		if (mine !== asked) return;
		isLoadingMore = false;
		if (outcome.is === 'ok') return take(part, outcome.answer);
		code = outcome.is === 'refused' ? outcome.code : null;
		status = 'not-possible';
		if (outcome.is === 'refused') parts.onRefused(outcome.code);
	};
	const begin = () => {
		status = 'loading';
		return load('first');
	};

	return {
		get status() {
			return status;
		},
		get code() {
			return code;
		},
		get rows() {
			return rows;
		},
		get text() {
			return text;
		},
		get hasMore() {
			return cursor !== null;
		},
		get isLoadingMore() {
			return isLoadingMore;
		},
		search(next) {
			text = next;
			clearTimeout(rest);
			rest = setTimeout(() => void load('first'), REST_MS);
		},
		begin,
		reload: () => (rows.length === 0 ? begin() : load('again')),
		async more() {
			if (cursor === null || isLoadingMore) return;
			isLoadingMore = true;
			await load('further');
		},
		change(next) {
			rows = next(rows);
		},
		forget() {
			asked += 1;
			rows = [];
			cursor = null;
			status = 'loading';
		},
		close: () => clearTimeout(rest),
	};
}
