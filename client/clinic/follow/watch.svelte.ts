import { untrack } from 'svelte';
import { alarmsAt } from '../../../shared/alarms.ts';
import { cueOfNow } from '../../../shared/cue-of-now.ts';
import { currentRating, NO_SIGNAL_YET } from '../../../shared/readings.ts';
import { learnSignal } from '../../link/learn-signal.ts';
import type { LiveSession } from '../../link/live-session.svelte.ts';
import { isOfNow, isTried, stopsOf } from './follow-model.ts';
import { courseAfter, courseOf, type LiveCourse } from './live-course.ts';

/** A session as whoever follows it sees it: read by the functions of the therapist's page, and nothing is written. */
export function createWatch(live: LiveSession) {
	let seen = NO_SIGNAL_YET;
	const state = $derived(live.view.state);
	const signal = $derived.by(() => {
		seen = learnSignal(seen, live.view);
		return seen;
	});
	const rating = $derived(currentRating(state, signal, live.now));
	const alarms = $derived(alarmsAt(state, signal, live.now).filter(isOfNow));
	const stops = $derived(stopsOf(state));
	let course = $state.raw<LiveCourse | null>(null);
	let dueAt = Number.NEGATIVE_INFINITY;
	let drawn = '';

	/** Not at every rating: an hour and a half has up to a hundred thousand. After the end only what still comes changes it. */
	$effect(() => {
		const { now } = live;
		const end = state.ended ? `${state.ended.at} ${live.view.log.size()}` : '';
		const startsAt = performance.now();
		if (end === drawn && (end !== '' || startsAt < dueAt)) return;
		drawn = end;
		course = untrack(() => courseOf(live.view.log, now));
		dueAt = performance.now() + courseAfter(performance.now() - startsAt);
	});

	return {
		get view() {
			return live.view;
		},
		get now() {
			return live.now;
		},
		get state() {
			return state;
		},
		get rating() {
			return rating;
		},
		/** What is alarming now, without STOPs. */
		get alarms() {
			return alarms;
		},
		get stops() {
			return stops;
		},
		get isTried() {
			return isTried(state);
		},
		get cue() {
			return cueOfNow(state, live.now);
		},
		get course() {
			return course;
		},
	};
}

export type Watch = ReturnType<typeof createWatch>;
