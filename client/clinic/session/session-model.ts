import type { SessionRow } from '../../../shared/http-api.ts';
import type { ClinicWords } from '../../words/clinic.ts';

/** Why there is nothing to see of a session. */
export function nothingWords(words: ClinicWords['session'], { recording, endedAt }: SessionRow): string {
	if (recording === 'live-only') return words.nothingLiveOnly;
	if (recording === 'withdrawn') return words.nothingWithdrawn;
	return endedAt === null ? words.nothingLive : words.nothing;
}
