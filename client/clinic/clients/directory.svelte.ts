import type { DirectoryRow } from '../../../shared/clients-api.ts';
import type { Code } from '../../../shared/codes.ts';
import type { ClientsApi } from './clients-api.ts';
import { joinClients } from './clients-model.ts';

/** Typing is searched for when it has rested this long, ms. */
const REST_MS = 250;

export interface Directory {
	/** `not-possible` carries the reason where one was given. */
	readonly status: 'loading' | 'fine' | 'not-possible';
	readonly code: Code | null;
	readonly rows: readonly DirectoryRow[];
	readonly text: string;
	readonly hasMore: boolean;
	readonly isLoadingMore: boolean;
	search(text: string): void;
	reload(): Promise<void>;
	more(): Promise<void>;
	close(): void;
}

/** The clients by name as this page holds them, a server's page at a time. `onRefused` hears of every refusal. */
export function openDirectory(api: Pick<ClientsApi, 'list'>, onRefused: (code: Code) => void): Directory {
	let status = $state<Directory['status']>('loading');
	let code = $state<Code | null>(null);
	let rows = $state.raw<readonly DirectoryRow[]>([]);
	let text = $state('');
	let cursor = $state<string | null>(null);
	let isLoadingMore = $state(false);
	let asked = 0;
	let rest: ReturnType<typeof setTimeout> | undefined;

	/** Answers to what is no longer asked are left. */
	const load = async (isFurther: boolean) => {
		const mine = ++asked;
		const outcome = await api.list(text.trim(), isFurther ? cursor : null);
		if (mine !== asked) return;
		isLoadingMore = false;
		if (outcome.is === 'ok') {
			rows = isFurther ? joinClients(rows, outcome.answer.clients) : outcome.answer.clients;
			cursor = outcome.answer.cursor;
			status = 'fine';
			return;
		}
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
			rest = setTimeout(() => void load(false), REST_MS);
		},
		async reload() {
			if (rows.length === 0) status = 'loading';
			await load(false);
		},
		async more() {
			if (cursor === null || isLoadingMore) return;
			isLoadingMore = true;
			await load(true);
		},
		close: () => clearTimeout(rest),
	};
}
