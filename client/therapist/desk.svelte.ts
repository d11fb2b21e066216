import { untrack } from 'svelte';
import { alarmsAt } from '../../shared/alarms.ts';
import type { RegionId } from '../../shared/body-regions.ts';
import { type EventId, eventKey, type KnownBody } from '../../shared/events.ts';
import { isWorking, type Phase } from '../../shared/phases.ts';
import { currentRating, NO_SIGNAL_YET } from '../../shared/readings.ts';
import type { Rating } from '../../shared/scale.ts';
import { stripAt } from '../../shared/strip.ts';
import { learnSignal } from '../link/learn-signal.ts';
import { hasUnrecordedTail, TAIL_SHOWN_MS, tailSince } from '../link/links-model.ts';
import type { LiveSession } from '../link/live-session.svelte.ts';
import {
	alarmKey,
	bannerStops,
	placeAlarm,
	practising,
	ringing,
	stopsToAnswer,
	stopsToShow,
	type Ticks,
	tickStep,
} from './alarm-model.ts';
import { targetOf } from './phase-model.ts';
import type { Settings } from './settings-model.ts';
import { signalChange } from './signal-model.ts';
import type { Sounder } from './sound.ts';

/** The strip is drawn anew this often, ms. */
const STRIP_EVERY_MS = 200;

export interface DeskParts {
	readonly live: LiveSession;
	readonly sounder: Pick<Sounder, 'setRinging' | 'tick'>;
	readonly settings: () => Settings;
	/** The session was started by this page just now. */
	readonly isNew: boolean;
}

/** A session as the therapist's screen needs it: what stands now, and the acts. Made while a component is set up. */
export function createDesk({ live, sounder, settings, isNew }: DeskParts) {
	const { link } = live;
	let seenSignal = NO_SIGNAL_YET;
	let ticks: Ticks = {};
	let tail: number | null = null;
	let setAside = $state.raw<ReadonlySet<string>>(new Set());
	let isVisible = $state(document.visibilityState === 'visible');

	const state = $derived(live.view.state);
	const signal = $derived.by(() => {
		seenSignal = learnSignal(seenSignal, live.view);
		return seenSignal;
	});
	const rating = $derived(currentRating(state, signal, live.now));
	const alarms = $derived(alarmsAt(state, signal, live.now));
	const ring = $derived(ringing(alarms));
	const isRinging = $derived(ring !== null);
	const hasPen = $derived(live.view.hasPen);
	const isLive = $derived(live.view.line.is === 'live');
	const startedAt = $derived(live.view.state.startedAt);
	const stripTick = $derived(Math.floor(live.now / STRIP_EVERY_MS));
	const strip = $derived.by(() => {
		void stripTick;
		return untrack(() => stripAt(state, signal, live.now));
	});
	const hasTail = $derived.by(() => {
		tail = tailSince(tail, hasUnrecordedTail(live.view, link.writer), live.now);
		return tail !== null && live.now - tail >= TAIL_SHOWN_MS;
	});
	const toShow = $derived(
		stopsToShow(state)
			.flatMap(({ stops }) => stops.map(eventKey))
			.join(),
	);

	/** Nothing is written before the server's clock is known. */
	const say = (body: KnownBody, practice = false): EventId | null =>
		live.view.line.is === 'connecting' ? null : link.append(body, practice ? { practice } : {});

	/** Marks as shown what this page has painted: called from the second animation frame after that. */
	function markShown() {
		if (document.visibilityState !== 'visible') return;
		for (const { stops, practice } of stopsToShow(live.view.state)) say({ kind: 'shown', stops: [...stops] }, practice);
	}

	$effect(() => {
		const look = () => {
			isVisible = document.visibilityState === 'visible';
		};
		document.addEventListener('visibilitychange', look);
		return () => document.removeEventListener('visibilitychange', look);
	});
	$effect(() => link.setInView(isVisible));
	$effect(() => {
		if (isNew && isLive && startedAt === null) untrack(() => say({ kind: 'started' }));
	});
	$effect(() => {
		sounder.setRinging(isRinging);
		return () => sounder.setRinging(false);
	});
	$effect(() => {
		const step = tickStep(ticks, alarms, setAside, live.now);
		ticks = step.ticks;
		if (step.isDue) sounder.tick();
	});
	$effect(() => {
		const change = isVisible && hasPen ? signalChange(alarms, state) : null;
		if (change) untrack(() => say(change));
	});
	$effect(() => {
		if (!toShow || !isVisible || !hasPen) return;
		let frame = requestAnimationFrame(() => {
			frame = requestAnimationFrame(markShown);
		});
		return () => cancelAnimationFrame(frame);
	});

	function enterPhase(phase: Phase, point: number) {
		const targetMs = targetOf(phase, settings().pressTargetMs);
		say({ kind: 'phase', phase, point, ...(targetMs !== undefined && { targetMs }) });
	}

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
		get alarms() {
			return alarms;
		},
		get strip() {
			return strip;
		},
		/** The STOPs that sound, as one. */
		get ring() {
			return ring;
		},
		get practice() {
			return practising(alarms);
		},
		get alarm() {
			return placeAlarm(alarms, setAside);
		},
		get banners() {
			return bannerStops(state);
		},
		get hasTail() {
			return hasTail;
		},
		say,
		/** Puts a phase in force at the point worked now; it is named absolutely, and said again changes nothing. */
		phase(phase: Phase): boolean {
			if (state.point === null) return false;
			if (state.phase?.phase === phase && state.phase.point === state.point) return true;
			enterPhase(phase, state.point);
			return true;
		},
		/** Takes a point; what was in force at another one gives way to rest, or to `phase`. */
		takePoint(body: Extract<KnownBody, { kind: 'point' }>, phase: Phase | null) {
			const before = state.phase;
			say(body);
			if (phase) enterPhase(phase, body.point);
			else if (before && isWorking(before.phase) && before.point !== body.point) enterPhase('rest', body.point);
		},
		answer(practice = false) {
			const stops = stopsToAnswer(state, practice);
			if (stops.length > 0) say({ kind: 'answered', stops: [...stops] }, practice);
		},
		saidAloud() {
			const stops = bannerStops(state).map(({ id }) => id);
			if (stops.length > 0) say({ kind: 'cleared', stops: stops.slice(0, 100), how: 'said-aloud' });
		},
		setAside() {
			const alarm = placeAlarm(alarms, setAside);
			if (alarm) setAside = new Set([...setAside, alarmKey(alarm)]);
		},
		admit: (device: string) => say({ kind: 'admitted', device }),
		remove: (device: string) => say({ kind: 'removed', device }),
		spokenRating: (value: Rating) => say({ kind: 'spoken-rating', value }),
		/** Says all places in which a point is felt. */
		felt: (point: number, regions: readonly RegionId[]) => say({ kind: 'felt', point, regions: [...regions] }),
		note: (text: string) => say({ kind: 'note', text }),
		end: () => say({ kind: 'ended' }),
		undoEnd: () => say({ kind: 'end-undone' }),
	};
}

export type Desk = ReturnType<typeof createDesk>;
