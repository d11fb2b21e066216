import type { Rating } from '../../shared/scale.ts';

/** At most 20 samples a second while the rating moves (DESIGN, Flow), ms. */
export const SAMPLE_EVERY_MS = 50;
/** At least one this often while the page lives and is in view, ms. */
export const SAMPLE_AT_LEAST_MS = 2_000;

/** What a page's load knows of its own sampling. Instants are on one clock, whichever the caller keeps to. */
export interface Sampling {
	/** The rating as it stands; null before the first touch: nothing is sampled then. */
	readonly value: Rating | null;
	/** When the last sample left; null before the first. */
	readonly sampledAt: number | null;
	/** A touch since the last sample. */
	readonly hasNews: boolean;
}

export interface FlowSample {
	readonly value: Rating;
	/** By the person's own act, and not merely still so. */
	readonly touched: boolean;
}

export interface SamplingStep {
	readonly sampling: Sampling;
	/** What is to be appended now. */
	readonly sample: FlowSample | null;
}

export const NOT_TOUCHED: Sampling = { value: null, sampledAt: null, hasNews: false };

/** The person sets or confirms a rating. The first leaves at once; what follows too closely waits for its turn. */
export function sampleTouch(sampling: Sampling, value: Rating, now: number): SamplingStep {
	return sampleIfDue({ ...sampling, value, hasNews: true }, now, true);
}

/** Time has passed: what waited leaves, and what stands is said again before it counts as unknown. */
export function sampleTick(sampling: Sampling, now: number, isInView: boolean): SamplingStep {
	return sampleIfDue(sampling, now, isInView);
}

/** The page may be put to sleep at any moment: what waits for its turn leaves at once. */
export function sampleBeforeSleep(sampling: Sampling, now: number): SamplingStep {
	return sampling.hasNews ? leave(sampling, now) : { sampling, sample: null };
}

function sampleIfDue(sampling: Sampling, now: number, isInView: boolean): SamplingStep {
	const dueAt = nextSampleAt(sampling, isInView);
	return dueAt === null || now < dueAt ? { sampling, sample: null } : leave(sampling, now);
}

function leave(sampling: Sampling, now: number): SamplingStep {
	const { value, hasNews: touched } = sampling;
	if (value === null) return { sampling, sample: null };
	return { sampling: { value, sampledAt: now, hasNews: false }, sample: { value, touched } };
}

/** When the next sample is due; null where nothing is. News leaves even while hidden: the last value always arrives. */
export function nextSampleAt({ value, sampledAt, hasNews }: Sampling, isInView: boolean): number | null {
	if (value === null) return null;
	if (sampledAt === null) return hasNews ? 0 : null;
	if (hasNews) return sampledAt + SAMPLE_EVERY_MS;
	return isInView ? sampledAt + SAMPLE_AT_LEAST_MS : null;
}
