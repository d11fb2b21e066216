import type { CautionKey, MaskingKey } from '../../shared/cautions.ts';
import type { ClientAnswer } from '../../shared/clients-api.ts';
import type { Recording } from '../../shared/protocol.ts';
import type { TherapistApi } from './api.ts';

/** What a known client took today, where it differs from what the record says. */
export interface TodayNote {
	readonly client: string;
	readonly masking: readonly MaskingKey[];
}

export const cautionKeys = (cautions: ClientAnswer['cautions']): readonly CautionKey[] =>
	cautions.map(({ caution }) => caution);

export function todayNote({ client, today }: ClientAnswer, taken: readonly MaskingKey[]): TodayNote | null {
	const isSame = taken.length === today.masking.length && taken.every((key) => today.masking.includes(key));
	return isSame ? null : { client: client.id, masking: taken };
}

/** How long before a note that found no answer is sent again, ms. */
const AGAIN_MS = 5_000;

export interface TodayKeeper {
	/** Told how the session is kept, again and again. */
	follow(recording: Recording, now: number): void;
}

/** Brings what was taken today into the record when the session is recorded; of any other session it leaves nothing. */
export function createTodayKeeper(note: TodayNote, api: Pick<TherapistApi, 'setToday'>): TodayKeeper {
	let isDone = false;
	let askedAt = Number.NEGATIVE_INFINITY;
	return {
		follow(recording, now) {
			if (recording === 'live-only' || recording === 'withdrawn') isDone = true;
			if (isDone || recording !== 'recorded' || now - askedAt < AGAIN_MS) return;
			askedAt = now;
			void api.setToday(note.client, note.masking).then(({ is }) => {
				isDone ||= is !== 'no-answer';
			});
		},
	};
}
