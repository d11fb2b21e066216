import type { Alarm } from '../../../shared/alarms.ts';
import type { Code } from '../../../shared/codes.ts';
import { eventKey, idOf } from '../../../shared/events.ts';
import { type SessionState, type StopState, standingStops } from '../../../shared/session-state.ts';
import { stopStatus } from '../../../shared/stop-status.ts';
import { headOf } from '../../../shared/stream.ts';
import type { LinkView } from '../../link/link-view.ts';

/**
 * Where following stands: `asking` the client has not answered; `live`; `ended` the session has; `refused` the client said
 * no; `taken-back` the client, or whoever may, ended the following; `closed` the line takes nothing more for another reason.
 */
export type Stage =
	| { readonly is: 'asking' | 'live' | 'ended' | 'refused' | 'taken-back' }
	| { readonly is: 'closed'; readonly code: Code };

/** After these the session itself is over. */
const SESSION_OVER: readonly Code[] = ['session_sealed', 'session_erased', 'no_session'];

/** @param wasIn whether the client has ever said yes to this place */
export function followStage({ line, state }: Pick<LinkView, 'line' | 'state'>, wasIn: boolean): Stage {
	if (line.is === 'over') {
		if (line.code === 'removed') return { is: wasIn ? 'taken-back' : 'refused' };
		return SESSION_OVER.includes(line.code) ? { is: 'ended' } : { is: 'closed', code: line.code };
	}
	if (!wasIn && line.is !== 'live' && line.is !== 'weak') return { is: 'asking' };
	return { is: state.ended ? 'ended' : 'live' };
}

/** Whether a STOP is in the record: only what the server said is called recorded. */
export type Kept = 'recorded' | 'not-yet' | 'not-kept';

/** Of what the client said, only these are ever recorded. */
const IS_KEPT: readonly LinkView['recording'][] = ['recorded', 'not-recording'];

export function keptOf({ log, recordedHeads, recording }: LinkView, stop: StopState): Kept {
	if (!IS_KEPT.includes(recording)) return 'not-kept';
	const key = eventKey(stop.id);
	const tellings = log
		.streams()
		.filter(({ lane }) => lane === 'say')
		.flatMap((stream) => log.after(stream, 0))
		.filter((event) => eventKey(event.of ?? idOf(event)) === key);
	return tellings.some((event) => headOf(recordedHeads, event) >= event.n) ? 'recorded' : 'not-yet';
}

/** The real STOPs that stand, and whether any of them still waits for its answer. */
export interface StandingStops {
	readonly stops: readonly StopState[];
	readonly isRinging: boolean;
	/** Tells these from others: what was put aside comes back with a further STOP. */
	readonly key: string;
}

export function stopsOf(state: SessionState): StandingStops {
	const stops = standingStops(state).filter(({ practice }) => !practice);
	const ringing = stops.filter(({ answeredAt }) => answeredAt === undefined);
	return { stops, isRinging: ringing.length > 0, key: ringing.map(({ id }) => eventKey(id)).join() };
}

/** By the phone's own rule, and only while this page would hear that the STOP was shown. */
export function isNotDelivered(view: Pick<LinkView, 'line' | 'others'>, stop: StopState, now: number): boolean {
	return view.line.is === 'live' && stopStatus(stop, now, therapistPage(view) === 'in-view') === 'not-delivered';
}

/** An alarm that is of now: a STOP stands until it is answered, and is shown by itself. */
export type AlarmOfNow = Extract<Alarm, { kind: 'no-signal' | 'over-edge' | 'rise' }>;

export const isOfNow = (alarm: Alarm): alarm is AlarmOfNow => alarm.kind !== 'stop' && alarm.kind !== 'practice-stop';

/** Whether a STOP of practice waits for its answer. */
export function isTried(state: SessionState): boolean {
	return standingStops(state).some(({ practice, answeredAt }) => practice && answeredAt === undefined);
}

/** How the therapist's page is, as the server last told. */
export type TherapistPage = 'in-view' | 'hidden' | 'away';

export function therapistPage({ others }: Pick<LinkView, 'others'>): TherapistPage {
	const page = others.therapist;
	if (!page?.isConnected) return 'away';
	return page.inView ? 'in-view' : 'hidden';
}
