import type { AccessListAnswer, AccessRow } from '../../../shared/access-api.ts';
import type { Code } from '../../../shared/codes.ts';
import type { AccessApi } from './access-api.ts';
import type { AccessFilter } from './access-model.ts';

export interface AccessList {
	/** `not-possible` carries the reason where one was given. */
	readonly status: 'loading' | 'fine' | 'not-possible';
	readonly code: Code | null;
	readonly rows: readonly AccessRow[];
	readonly hasMore: boolean;
	readonly isLoadingMore: boolean;
	/** The newest entries that the filter leaves. */
	read(filter: AccessFilter): Promise<void>;
	more(): Promise<void>;
}

/** The log as this page holds it. `onRefused` hears of every refusal. */
export function openAccessList(api: Pick<AccessApi, 'listAccess'>, onRefused: (code: Code) => void): AccessList {
	let status = $state<AccessList['status']>('loading');
	let code = $state<Code | null>(null);
	let rows = $state.raw<readonly AccessRow[]>([]);
	let cursor = $state<string | null>(null);
	let isLoadingMore = $state(false);
	let filter: AccessFilter = {};
	let asked = 0;

	const take = (before: readonly AccessRow[], { entries, cursor: next }: AccessListAnswer) => {
		rows = [...before, ...entries];
		cursor = next;
		status = 'fine';
	};
	/** Answers to what is no longer asked are left. */
	const load = async (before: readonly AccessRow[], from: string | null) => {
		const mine = ++asked;
		const outcome = await api.listAccess(filter, from);
		if (mine !== asked) return;
		isLoadingMore = false;
		if (outcome.is === 'ok') return take(before, outcome.answer);
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
		get hasMore() {
			return cursor !== null;
		},
		get isLoadingMore() {
			return isLoadingMore;
		},
		async read(next) {
			filter = next;
			status = 'loading';
			await load([], null);
		},
		async more() {
			if (cursor === null || isLoadingMore) return;
			isLoadingMore = true;
			await load(rows, cursor);
		},
	};
}
