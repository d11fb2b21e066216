import { learnSignal } from '../../client/link/learn-signal.ts';
import type { LinkView, SessionLink } from '../../client/link/link-view.ts';
import { stopsToAnswer, stopsToShow } from '../../client/therapist/alarm-model.ts';
import { targetOf } from '../../client/therapist/phase-model.ts';
import { signalChange } from '../../client/therapist/signal-model.ts';
import { alarmsAt } from '../../shared/alarms.ts';
import { eventKey } from '../../shared/events.ts';
import { isWorking, type Phase, PRESS_TARGET_MS } from '../../shared/phases.ts';
import { NO_SIGNAL_YET } from '../../shared/readings.ts';
import { standingStops } from '../../shared/session-state.ts';
import type { Random } from '../simulator/random.ts';
import type { PlannedPoint, PlannedVisit, TreatmentPlan } from './treatment-plan.ts';

export interface SimulatedTherapistParts {
	readonly link: SessionLink;
	readonly plan: TreatmentPlan;
	readonly random: Random;
	/** The therapist's own clock, ms. */
	readonly now: () => number;
	/** The client has no phone: what is said aloud is entered, the consent in this member's name. */
	readonly spoken?: { readonly member: string; readonly choice: 'recorded' | 'live-only' };
	/** To compare the two words before a phone is let in, ms. */
	readonly admitAfterMs?: number;
	/** From the client's choice to the first point, ms: time for the band and the practice. */
	readonly beginAfterMs?: number;
	/** Written down at the end of the plan. */
	readonly note?: string;
}

/** Somebody at the therapist's page: timers for phases, and what that page does by itself. */
export interface SimulatedTherapist {
	/** Goes on as far as it is by now; to be called about ten times a second. */
	tick(): void;
	/** The session is over and this therapist has said goodbye. */
	hasLeft(): boolean;
}

const ADMIT_AFTER_MS = 2_500;
/** To take the hands off and answer, ms. */
const ANSWER_AFTER_MS: readonly [number, number] = [900, 2_400];
const BEGIN_AFTER_MS = 24_000;
/** From the last phase to the end, from the end to goodbye; how often a spoken rating is asked for, ms. */
const END_AFTER_MS = 8_000;
const GOODBYE_AFTER_MS = 6_000;
const ASK_EVERY_MS = 14_000;

export function createSimulatedTherapist(parts: SimulatedTherapistParts): SimulatedTherapist {
	const { link, plan, random, now } = parts;
	const steps = plan.flatMap(stepsOf);
	const seenAt = new Map<string, number>();
	let signal = NO_SIGNAL_YET;
	let at = -1;
	let until = Number.POSITIVE_INFINITY;
	let chosenAt: number | null = null;
	let wasStopped = false;
	let askedAt = now();
	let goodbyeAt: number | null = null;
	let hasLeft = false;
	let answerAfterMs = random.whole(...ANSWER_AFTER_MS);

	/** When this was first seen, ms; from then on its age counts. */
	const ageOf = (key: string): number => {
		const first = seenAt.get(key) ?? now();
		seenAt.set(key, first);
		return now() - first;
	};

	const admit = ({ asking, state }: LinkView) => {
		for (const { device } of asking) {
			if (ageOf(device) >= (parts.admitAfterMs ?? ADMIT_AFTER_MS) && !state.admittedDevices.includes(device))
				link.append({ kind: 'admitted', device });
		}
	};

	const look = (view: LinkView) => {
		signal = learnSignal(signal, view);
		const change = signalChange(alarmsAt(view.state, signal, link.serverNow()), view.state);
		if (change) link.append(change);
		for (const { stops, practice } of stopsToShow(view.state))
			link.append({ kind: 'shown', stops: [...stops] }, { practice });
		for (const practice of [false, true]) {
			const stops = stopsToAnswer(view.state, practice);
			const [first] = stops;
			if (!first || ageOf(eventKey(first)) < answerAfterMs) continue;
			link.append({ kind: 'answered', stops: [...stops] }, { practice });
			answerAfterMs = random.whole(...ANSWER_AFTER_MS);
		}
	};

	const goTo = (next: number) => {
		const before = steps[at];
		const step = steps[next];
		at = next;
		until = now() + (step?.ms ?? END_AFTER_MS);
		if (!step) {
			if (parts.note !== undefined) link.append({ kind: 'note', text: parts.note });
			return;
		}
		const { muscle, side } = step.of;
		if (step.point !== before?.point) link.append({ kind: 'point', point: step.point, muscle, side });
		enter(step.phase, step.point);
		const { felt } = step.of;
		if (felt && step.phase === 'release') link.append({ kind: 'felt', point: step.point, regions: [...felt] });
	};

	const firstOfNextPoint = (from: number): number => {
		const next = steps.findIndex(({ point }, i) => i > from && point !== steps[from]?.point);
		return next === -1 ? steps.length : next;
	};

	const enter = (phase: Phase, point: number) => {
		const targetMs = targetOf(phase, PRESS_TARGET_MS.default);
		link.append({ kind: 'phase', phase, point, ...(targetMs !== undefined && { targetMs }) });
	};

	const canBegin = ({ state }: LinkView): boolean => {
		if (state.consent === 'undecided') return false;
		chosenAt ??= now();
		return now() - chosenAt >= (parts.beginAfterMs ?? BEGIN_AFTER_MS);
	};

	/** While a STOP stands nothing is done; then the plan goes on as the client said. */
	const mindStops = ({ state }: LinkView): boolean => {
		const standing = standingStops(state).filter(({ practice }) => !practice);
		if (standing.length > 0) {
			wasStopped = true;
			return true;
		}
		if (!wasStopped) return false;
		wasStopped = false;
		const how = state.stops.findLast(({ practice }) => !practice)?.cleared?.how;
		const step = steps[at];
		if (how === 'finish') goTo(steps.length);
		else if (how === 'elsewhere') goTo(firstOfNextPoint(at));
		else if (step && isWorking(step.phase)) {
			enter(step.phase, step.point);
			until = now() + Math.max(8_000, step.ms / 2);
		}
		return false;
	};

	const ask = ({ state }: LinkView) => {
		const { spoken } = parts;
		if (!spoken) return;
		if (state.consent === 'undecided') {
			link.append({ kind: 'spoken-consent', ...spoken });
		} else if (state.phase && isWorking(state.phase.phase) && now() - askedAt >= ASK_EVERY_MS) {
			askedAt = now();
			const value = state.phase.phase === 'press' ? random.whole(8, 13) * 5 : random.whole(1, 5) * 5;
			link.append({ kind: 'spoken-rating', value });
		}
	};

	const work = (view: LinkView) => {
		if (at < 0 && canBegin(view)) goTo(0);
		if (at < 0 || mindStops(view) || now() < until) return;
		if (at < steps.length) goTo(at + 1);
		else link.append({ kind: 'ended' });
	};

	const sayGoodbye = () => {
		goodbyeAt ??= now() + GOODBYE_AFTER_MS;
		if (now() < goodbyeAt) return;
		goodbyeAt = now() + GOODBYE_AFTER_MS;
		hasLeft = true;
		link.leave();
	};

	return {
		tick() {
			const view = link.view();
			if (view.line.is !== 'live' || !view.hasPen) return;
			if (view.state.startedAt === null) link.append({ kind: 'started' });
			look(view);
			if (view.state.ended) {
				sayGoodbye();
				return;
			}
			admit(view);
			ask(view);
			work(view);
		},
		hasLeft: () => hasLeft,
	};
}

interface PlannedStep extends PlannedVisit {
	readonly point: number;
	readonly of: PlannedPoint;
}

function stepsOf(of: PlannedPoint, index: number): readonly PlannedStep[] {
	return of.visits.map((visit) => ({ ...visit, point: index + 1, of }));
}
