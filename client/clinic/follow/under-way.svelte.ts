import type { Code } from '../../../shared/codes.ts';
import type { OpenSessionsAnswer } from '../../../shared/http-api.ts';
import type { FollowApi } from './follow-api.ts';

export type OpenSession = OpenSessionsAnswer['sessions'][number];

/** The list is looked at again this often while it is in view, ms. */
const LOOK_EVERY_MS = 10_000;

/** The sessions under way that this member may see, as last told. */
export interface UnderWay {
	/** Null until they are known. */
	readonly sessions: readonly OpenSession[] | null;
	look(): Promise<void>;
	/** Looks now, and quietly again for as long as it is not called off. */
	keepLooking(): () => void;
}

/** What was known stays where no answer comes: a list that is only looked at is no place for trouble. */
export function createUnderWay(api: Pick<FollowApi, 'listOpen'>, onRefused: (code: Code) => void): UnderWay {
	let sessions = $state.raw<readonly OpenSession[] | null>(null);

	const look = async () => {
		const outcome = await api.listOpen();
		if (outcome.is === 'ok') sessions = outcome.answer.sessions;
		if (outcome.is === 'refused') onRefused(outcome.code);
	};
	const lookIfSeen = () => {
		if (document.visibilityState === 'visible') void look();
	};

	return {
		get sessions() {
			return sessions;
		},
		look,
		keepLooking() {
			lookIfSeen();
			const timer = setInterval(lookIfSeen, LOOK_EVERY_MS);
			document.addEventListener('visibilitychange', lookIfSeen);
			return () => {
				clearInterval(timer);
				document.removeEventListener('visibilitychange', lookIfSeen);
			};
		},
	};
}
