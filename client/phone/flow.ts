import type { Rating } from '../../shared/scale.ts';
import type { SessionLink } from '../link/link-view.ts';
import {
	NOT_TOUCHED,
	nextSampleAt,
	type Sampling,
	type SamplingStep,
	sampleBeforeSleep,
	sampleTick,
	sampleTouch,
} from '../link/sampler.ts';

export interface FlowParts {
	readonly link: Pick<SessionLink, 'append' | 'setPicture' | 'serverNow' | 'touch'>;
	/** The page's monotonic clock, ms. */
	readonly now: () => number;
	/** Calls back once after `ms`; answers what cancels it. */
	readonly after: (ms: number, act: () => void) => () => void;
	readonly isPractice: () => boolean;
}

/** Moves a rating from the thumb into the log and into the pictures of now. */
export interface Flow {
	touch(value: Rating): void;
	setInView(isInView: boolean): void;
	/** Forgets the rating: nothing is sampled until the next touch. */
	reset(): void;
	close(): void;
}

export function createFlow({ link, now, after, isPractice }: FlowParts): Flow {
	let sampling: Sampling = NOT_TOUCHED;
	let isInView = true;
	let cancel = () => {};

	const take = (step: SamplingStep) => {
		sampling = step.sampling;
		if (step.sample) link.append({ kind: 'rating', ...step.sample }, { practice: isPractice() });
		cancel();
		const dueAt = nextSampleAt(sampling, isInView);
		cancel = dueAt === null ? () => {} : after(Math.max(0, dueAt - now()), tick);
	};
	const tick = () => take(sampleTick(sampling, now(), isInView));

	return {
		touch(value) {
			link.touch();
			const at = link.serverNow();
			link.setPicture({ rating: value, at, touchedAt: at });
			take(sampleTouch(sampling, value, now()));
		},
		setInView(next) {
			isInView = next;
			take(next ? sampleTick(sampling, now(), true) : sampleBeforeSleep(sampling, now()));
		},
		reset() {
			cancel();
			sampling = NOT_TOUCHED;
			link.setPicture({ rating: null, at: link.serverNow(), touchedAt: null });
		},
		close: () => cancel(),
	};
}
