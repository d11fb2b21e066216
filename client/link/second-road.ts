import type { LiveSayAnswer } from '../../shared/http-api.ts';
import type { DownFrame, UpFrameOf } from '../../shared/protocol.ts';

const GIVE_UP_MS = 4_000;

/**
 * Carries every unacknowledged event of *say* by HTTP POST (W9). An answer that is not ours (a captive portal's page, say)
 * is no answer: it rejects.
 */
export function createSecondRoad(token: string, send: typeof fetch) {
	return async (frames: readonly UpFrameOf<'events'>[]): Promise<readonly DownFrame[]> => {
		const response = await send('/api/live/say', {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ token, frames }),
			signal: AbortSignal.timeout(GIVE_UP_MS),
		});
		if (!response.ok) throw new Error(`answered ${response.status}`);
		const answer = (await response.json()) as Partial<LiveSayAnswer>;
		if (!Array.isArray(answer.frames)) throw new Error('answered something else');
		return answer.frames;
	};
}
