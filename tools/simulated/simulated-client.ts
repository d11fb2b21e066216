import type { LinkView, SessionLink } from '../../client/link/link-view.ts';
import { NOT_TOUCHED, type Sampling, type SamplingStep, sampleTick, sampleTouch } from '../../client/link/sampler.ts';
import { stepAfter } from '../../client/phone/phone-model.ts';
import type { Step } from '../../client/phone/seat-store.ts';
import { unansweredPractice } from '../../client/phone/stop-panel.ts';
import type { Clearing } from '../../shared/events.ts';
import type { Band, Rating } from '../../shared/scale.ts';
import { standingStops } from '../../shared/session-state.ts';
import type { Random } from '../simulator/random.ts';
import type { ComfortModel } from './comfort-model.ts';

export interface SimulatedClientParts {
	readonly link: SessionLink;
	readonly model: ComfortModel;
	readonly random: Random;
	/** The client's own clock, ms. */
	readonly now: () => number;
	readonly band: Band;
	readonly choice: 'recorded' | 'live-only';
	/** How long such a client reads before a choice, and practises, ms. */
	readonly readMs: number;
	readonly practiceMs: number;
}

/** Somebody with a phone: does on a link what the phone page does for its person, by the same rules. */
export interface SimulatedClient {
	/** Goes on as far as it is by now; to be called about twenty times a second. */
	tick(): void;
	step(): Step | null;
	/** The session is over and this client has said goodbye. */
	hasLeft(): boolean;
}

/** From the therapist's answer to the clearing of a STOP, ms. */
const CLEAR_AFTER_MS: readonly [number, number] = [2_500, 6_000];
/** Once the session has ended, before the client puts the phone away; and before saying goodbye again, ms. */
const GOODBYE_AFTER_MS = 4_000;
const CLEARINGS: readonly Exclude<Clearing, 'mistake' | 'said-aloud'>[] = [
	'lighter',
	'lighter',
	'lighter',
	'elsewhere',
];

export function createSimulatedClient(parts: SimulatedClientParts): SimulatedClient {
	const { link, model, random, now } = parts;
	let step: Step | null = null;
	let stepSince = now();
	let sampling: Sampling = NOT_TOUCHED;
	let rating: Rating | null = null;
	let touchedAt: number | null = null;
	let hasTriedStop = false;
	let clearAt: number | null = null;
	let goodbyeAt: number | null = null;
	let hasLeft = false;

	const goTo = (next: Step | null) => {
		if (next === step) return;
		if (step === 'practice') leavePractice();
		step = next;
		stepSince = now();
	};

	const leavePractice = () => {
		const stops = unansweredPractice(link.view().state);
		if (stops.length > 0) link.append({ kind: 'cleared', stops: [...stops], how: 'mistake' }, { practice: true });
		sampling = NOT_TOUCHED;
		rating = null;
		link.setPicture({ rating: null, at: link.serverNow(), touchedAt: null });
	};

	const take = ({ sampling: next, sample }: SamplingStep) => {
		sampling = next;
		if (sample) link.append({ kind: 'rating', ...sample }, { practice: step === 'practice' });
	};

	const touch = (value: Rating) => {
		rating = value;
		touchedAt = link.serverNow();
		link.setPicture({ rating: value, at: touchedAt, touchedAt });
		take(sampleTouch(sampling, value, now()));
	};

	const goThroughSteps = (view: LinkView) => {
		const inStep = now() - stepSince;
		const hasRead = inStep >= parts.readMs;
		if (step === 'choice' && hasRead && view.state.consent === 'undecided') {
			link.append({ kind: 'consent', choice: parts.choice });
		} else if (step === 'band' && hasRead) {
			link.append({ kind: 'band', ...parts.band });
			goTo('practice');
		} else if (step === 'practice') practise(view, inStep);
	};

	/** Slides up and down, tries STOP once, and begins when it was answered or half a minute is over. */
	const practise = (view: LinkView, inStep: number) => {
		const height = Math.round(45 * Math.sin(Math.PI * Math.min(1, inStep / parts.practiceMs)));
		if (height !== rating) touch(height);
		if (inStep >= parts.practiceMs / 2 && !hasTriedStop) {
			hasTriedStop = true;
			link.append({ kind: 'stop' }, { practice: true });
		}
		const isWaiting = unansweredPractice(view.state).length > 0 && inStep < 3 * parts.practiceMs;
		if (inStep >= parts.practiceMs && !isWaiting) goTo('live');
	};

	const liveThrough = (view: LinkView) => {
		const phase = view.state.phase?.phase ?? null;
		const feeling = model.feel(now(), { phase, point: view.state.phase?.point ?? null });
		if (feeling.rating !== null && feeling.rating !== rating) touch(feeling.rating);
		for (const wish of feeling.wishes) link.append(wish === 'stop' ? { kind: 'stop' } : { kind: 'cue', cue: wish });
	};

	const clearAnswered = (view: LinkView) => {
		const stops = standingStops(view.state).filter(({ practice }) => !practice);
		if (stops.length === 0 || stops.some(({ answeredAt }) => answeredAt === undefined)) {
			clearAt = null;
			return;
		}
		clearAt ??= now() + random.whole(...CLEAR_AFTER_MS);
		if (now() < clearAt) return;
		clearAt = null;
		const how = random.pick(CLEARINGS);
		link.append({ kind: 'cleared', stops: stops.map(({ id }) => id).slice(0, 100), how });
	};

	const sayGoodbye = (view: LinkView) => {
		goodbyeAt ??= now() + GOODBYE_AFTER_MS;
		if (view.line.is !== 'live' || now() < goodbyeAt) return;
		goodbyeAt = now() + GOODBYE_AFTER_MS;
		hasLeft = true;
		link.leave();
	};

	return {
		tick() {
			const view = link.view();
			// Another phone that was let in has taken this place: it is not fought over.
			if (view.line.is === 'over' || !view.hasPen) return;
			if (view.state.ended) {
				sayGoodbye(view);
				return;
			}
			goodbyeAt = null;
			goTo(stepAfter(view, step));
			if (view.line.is === 'live') goThroughSteps(view);
			if (step === 'live') liveThrough(view);
			clearAnswered(view);
			take(sampleTick(sampling, now(), true));
		},
		step: () => step,
		hasLeft: () => hasLeft,
	};
}
