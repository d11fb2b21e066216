import type { Clearing, EventId } from '../../shared/events.ts';
import { NO_SIGNAL_MS } from '../../shared/protocol.ts';
import { ringingStops, type SessionState, type StopState, standingStops } from '../../shared/session-state.ts';
import { type StopStatus, stopStatus } from '../../shared/stop-status.ts';
import type { Line, LinkView, SessionLink } from '../link/link-view.ts';

export type StandingStatus = Exclude<StopStatus, 'cleared'>;
/** What the client may say of a STOP; "said aloud" is the therapist's word. */
export type OwnClearing = Exclude<Clearing, 'said-aloud'>;

/** How long ago this page's own load pressed a STOP: its own clock, which no correction of the estimate can move. */
export type PressedAgo = SessionLink['pressedAgoMs'];

/** `no-answer`: a therapist's page is in view and has not shown it; `closed`: nothing leaves this phone any more. */
export type NotDeliveredReason = 'no-answer' | 'not-in-view' | 'not-connected' | 'closed';

/** What the phone says of the STOPs that stand, taken together: as the one that is worst off. */
export interface StopPanel {
	readonly status: StandingStatus;
	/** The STOPs it speaks of. */
	readonly stops: readonly EventId[];
	/** When the first of them was pressed. */
	readonly since: number;
	/** Why it is not delivered, as far as this page knows. */
	readonly reason: NotDeliveredReason;
	/** How the client may put an end to it. */
	readonly clearings: readonly OwnClearing[];
}

const FROM_WORST: readonly StandingStatus[] = ['not-delivered', 'sending', 'shown', 'answered'];
const BEFORE_ANSWER: readonly OwnClearing[] = ['mistake'];
const REASONS: Readonly<Record<Line['is'], NotDeliveredReason>> = {
	connecting: 'not-connected',
	waiting: 'not-connected',
	weak: 'not-connected',
	live: 'not-in-view',
	over: 'closed',
};
const AFTER_ANSWER: readonly OwnClearing[] = ['lighter', 'elsewhere', 'finish'];

function clearingsFor(status: StandingStatus, { line }: LinkView): readonly OwnClearing[] {
	if (line.is === 'over') return [];
	return status === 'answered' ? AFTER_ANSWER : BEFORE_ANSWER;
}

/** Whether this page knows of a therapist's page that is connected and in view: word of it must be fresh. */
export function isTherapistInView({ line, others }: Pick<LinkView, 'line' | 'others'>, now: number): boolean {
	const therapist = others.therapist;
	if (line.is !== 'live' || !therapist?.isConnected || !therapist.inView) return false;
	return now - therapist.heardAt < NO_SIGNAL_MS;
}

function panelOf(stops: readonly StopState[], view: LinkView, now: number, pressedAgo: PressedAgo): StopPanel | null {
	const [first] = stops;
	if (!first) return null;
	const inView = isTherapistInView(view, now);
	const statuses = stops.map((stop) => {
		const ago = pressedAgo(stop.id);
		return stopStatus(ago === null ? stop : { ...stop, t: now - ago }, now, inView);
	});
	const status = FROM_WORST.find((each) => statuses.includes(each));
	if (!status) return null;
	return {
		status,
		stops: stops.map(({ id }) => id),
		since: Math.min(...stops.map(({ t }) => t)),
		reason: inView ? 'no-answer' : REASONS[view.line.is],
		clearings: clearingsFor(status, view),
	};
}

/** The STOPs that stand; those of practice have a quiet place of their own. */
export function stopPanel(view: LinkView, now: number, pressedAgo: PressedAgo): StopPanel | null {
	return panelOf(
		standingStops(view.state).filter(({ practice }) => !practice),
		view,
		now,
		pressedAgo,
	);
}

/** The practice STOPs pressed since this practice began, answered ones too: what trying it out has come to. */
export function practicePanel(
	view: LinkView,
	now: number,
	pressedAgo: PressedAgo,
	practiceSince: number,
): StopPanel | null {
	const tried = standingStops(view.state).filter(({ practice, t }) => practice && t >= practiceSince);
	return panelOf(tried.slice(-1), view, now, pressedAgo);
}

/** Practice STOPs nobody has answered: leaving practice takes them back, so that no banner stays behind. */
export function unansweredPractice(state: SessionState): readonly EventId[] {
	return standingStops(state)
		.filter(({ practice, answeredAt }) => practice && answeredAt === undefined)
		.map(({ id }) => id);
}

/** Whether this phone sounds: from the press until the therapist's answer or the clearing. */
export function isRinging(view: LinkView): boolean {
	return view.line.is !== 'over' && ringingStops(view.state).length > 0;
}
