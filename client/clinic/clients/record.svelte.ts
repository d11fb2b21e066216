import type { ClientAnswer } from '../../../shared/clients-api.ts';
import type { Code } from '../../../shared/codes.ts';
import type { Outcome } from '../../link/http-call.ts';
import type { CommonWords } from '../../words/common.ts';
import type { ClientsApi } from './clients-api.ts';
import { sayOutcome } from './clients-model.ts';

export type Reading =
	| { readonly is: 'loading' }
	| { readonly is: 'not-possible'; readonly code: Code | null }
	| { readonly is: 'fine'; readonly answer: ClientAnswer };

/** A client's record as this page holds it, and what is done to it. */
export interface ClientRecord {
	readonly id: string;
	readonly api: ClientsApi;
	readonly reading: Reading;
	/** The cautions were seen in this opening. */
	readonly isOpened: boolean;
	read(): Promise<void>;
	/** The cautions that were shown were seen. */
	acknowledge(): Promise<'done' | 'changed' | { readonly trouble: string }>;
	/** Waits for an act and reads the record anew; answers why nothing came of it. */
	act(outcome: Promise<Outcome<unknown>>): Promise<string | null>;
	/** The same for what ends the record: it is not read again. */
	end(outcome: Promise<Outcome<unknown>>): Promise<string | null>;
}

export function openRecord(
	id: string,
	parts: { readonly api: ClientsApi; readonly common: CommonWords; readonly onRefused: (code: Code) => void },
): ClientRecord {
	const { api, common, onRefused } = parts;
	let reading = $state.raw<Reading>({ is: 'loading' });
	let isOpened = $state(false);

	const read = async () => {
		const outcome = await api.read(id);
		if (outcome.is === 'ok') {
			reading = { is: 'fine', answer: outcome.answer };
			isOpened ||= outcome.answer.cautions.length === 0;
			return;
		}
		reading = { is: 'not-possible', code: outcome.is === 'refused' ? outcome.code : null };
		if (outcome.is === 'refused') onRefused(outcome.code);
	};
	const end = async (asked: Promise<Outcome<unknown>>) => {
		const outcome = await asked;
		if (outcome.is === 'ok') return null;
		if (outcome.is === 'refused') onRefused(outcome.code);
		return sayOutcome(common, outcome);
	};

	return {
		id,
		api,
		get reading() {
			return reading;
		},
		get isOpened() {
			return isOpened;
		},
		async read() {
			if (reading.is !== 'fine') reading = { is: 'loading' };
			await read();
		},
		async acknowledge() {
			if (reading.is !== 'fine') return 'done';
			const outcome = await api.acknowledge(
				id,
				reading.answer.cautions.map(({ caution }) => caution),
			);
			if (outcome.is === 'ok') {
				isOpened = true;
				return 'done';
			}
			if (outcome.is === 'refused' && outcome.code === 'conflict') {
				await read();
				return 'changed';
			}
			if (outcome.is === 'refused') onRefused(outcome.code);
			return { trouble: sayOutcome(common, outcome) };
		},
		async act(asked) {
			const trouble = await end(asked);
			if (trouble === null) await read();
			return trouble;
		},
		end,
	};
}
