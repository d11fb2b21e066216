import type { Code } from '../../../shared/codes.ts';
import type { SessionListAnswer, SessionRow } from '../../../shared/http-api.ts';
import type { ClinicApi } from '../api.ts';
import { joinRows, refreshRows } from './diary-model.ts';

/** Typing is searched for when it has rested this long, ms. */
const REST_MS = 250;

export interface Diary {
	/** `not-possible` carries the reason where one was given. */
	readonly status: 'loading' | 'fine' | 'not-possible';
	readonly code: Code | null;
	readonly rows: readonly SessionRow[];
	readonly text: string;
	readonly hasMore: boolean;
	readonly isLoadingMore: boolean;
	search(text: string): void;
	/** Reads what is new; what has been read of earlier sessions stays. */
	reload(): Promise<void>;
	more(): Promise<void>;
	put(row: SessionRow): void;
	drop(session: string): void;
	/** Nothing read so far is right any more. */
	forget(): void;
	close(): void;
}

/** The list of sessions as this page holds it. `onRefused` hears of every refusal. */
export function openDiary(api: Pick<ClinicApi, 'listSessions'>, onRefused: (code: Code) => void): Diary {
	let status = $state<Diary['status']>('loading');
	let code = $state<Code | null>(null);
	let rows = $state.raw<readonly SessionRow[]>([]);
	let text = $state('');
	let cursor = $state<string | null>(null);
	let isLoadingMore = $state(false);
	let asked = 0;
	let rest: ReturnType<typeof setTimeout> | undefined;

	/** The first page for what is searched for now, a further one, or the first again with the rest kept. */
	type Part = 'first' | 'further' | 'again';

	const take = (part: Part, { sessions, cursor: next }: SessionListAnswer) => {
		const refreshed = refreshRows(rows, sessions);
		if (part === 'first') rows = sessions;
		if (part === 'further') rows = joinRows(rows, sessions);
		if (part === 'again') rows = refreshed.rows;
		if (part !== 'again' || refreshed.isWhole) cursor = next;
		status = 'fine';
	};

	/** Answers to what is no longer asked are left. */
	const load = async (part: Part) => {
		const mine = ++asked;
		const outcome = await api.listSessions(text.trim(), part === 'further' ? cursor : null);
		if (mine !== asked) return;
		isLoadingMore = false;
		if (outcome.is === 'ok') return take(part, outcome.answer);
		code = outcome.is === 'refused' ? outcome.code : null;
		status = 'not-possible';
		if (outcome.is === 'refused') onRefused(outcome.code);
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
		async reload() {
			if (rows.length === 0) status = 'loading';
			await load(rows.length === 0 ? 'first' : 'again');
		},
		async more() {
			if (cursor === null || isLoadingMore) return;
			isLoadingMore = true;
			await load('further');
		},
		put(row) {
			rows = rows.map((each) => (each.session === row.session ? row : each));
		},
		drop(session) {
			rows = rows.filter((each) => each.session !== session);
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
