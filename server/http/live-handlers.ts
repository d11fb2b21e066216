import type { JoinAnswer, LiveSayAnswer } from '../../shared/http-api.ts';
import type { LiveHub } from '../live/live-hub.ts';
import type { Handlers } from './handler.ts';
import { HttpRefusal } from './refusal.ts';

/** What a phone may ask without a login: to join, and the second road (W9). */
export function createLiveHandlers({ hub }: { readonly hub: LiveHub }): Pick<Handlers, 'health' | 'join' | 'liveSay'> {
	return {
		async health() {
			return { json: { ok: true } };
		},
		async join({ body, address }) {
			const joined = await hub.join('code' in body ? body.code : body.ticket, address);
			if (!joined) throw new HttpRefusal('wrong_code');
			const { session } = joined;
			const clinic = hub.find(session)?.clinic;
			if (clinic === undefined) throw new HttpRefusal('wrong_code');
			return { json: joined satisfies JoinAnswer, about: { clinic, session, as: 'client' } };
		},
		async liveSay({ body }) {
			const frames = await hub.say(body);
			if (!frames) throw new HttpRefusal('no_session');
			if (frames[0]?.t === 'refused' && frames[0].code === 'too_many') throw new HttpRefusal('too_many');
			return { json: { frames } satisfies LiveSayAnswer };
		},
	};
}
