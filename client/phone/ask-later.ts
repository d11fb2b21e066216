import { isLineCode } from '../../shared/line-codes.ts';
import type { FollowUpLinkAnswer } from '../../shared/notes-api.ts';
import { createCall } from '../link/http-call.ts';
import type { FollowUp } from './sheets.ts';

/** Says that the client wants to be asked how it was; answers the link, or that it was not possible just now. */
export async function askLater(send: typeof fetch, token: string): Promise<FollowUp> {
	const asked = await createCall(send, isLineCode)<FollowUpLinkAnswer>('POST', '/api/live/follow-up', 'link', {
		token,
	});
	return asked.is === 'ok' ? asked.answer : 'not-possible';
}
