import type { OpenSessionsAnswer, SeatAnswer } from '../../../shared/http-api.ts';
import type { Call } from '../../link/http-call.ts';

export type FollowApi = ReturnType<typeof createFollowApi>;

export const createFollowApi = (call: Call) => ({
	/** Sessions under way that this member may see. */
	listOpen: () => call<OpenSessionsAnswer>('POST', '/api/sessions/open', 'sessions'),
	/** The right to ask the client of a session of somebody else's. */
	ask: (session: string) => call<SeatAnswer>('POST', `/api/sessions/${encodeURIComponent(session)}/seat`, 'token'),
});
