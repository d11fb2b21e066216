import type { Cue } from '../../shared/events.ts';
import type { Phase } from '../../shared/phases.ts';
import { type Band, type Comfort, comfortOf } from '../../shared/scale.ts';
import type { Random } from '../simulator/random.ts';

export type Wish = Cue | 'stop';

/** Over the edge this long before STOP; outside the band this long, and in it, before it is said, ms. */
const STOP_AFTER_MS = 1_200;
const SAID_AFTER_MS = 2_000;
const SETTLED_MS = 12_000;

/** What a client says beside the slider, each at most once in a phase. */
export interface Voice {
	enterPhase(phase: Phase | null, now: number, willStop: boolean): void;
	/** Weighs what is felt now, tenths. */
	weigh(value: number, now: number): void;
	/** What was wished since the last taking. */
	take(): readonly Wish[];
}

export function createVoice(random: Random, band: Band, cueChance: number): Voice {
	let phase: Phase | null = null;
	let since = 0;
	let mayStop = false;
	let zone: { readonly is: Comfort; readonly since: number } | null = null;
	let weighed = new Set<Wish>();
	let wishes: Wish[] = [];

	const once = (wish: Wish, chance: number) => {
		if (weighed.has(wish)) return;
		weighed.add(wish);
		if (random.chance(chance)) wishes.push(wish);
	};

	const weighPress = (is: Comfort, lasted: number, now: number) => {
		if (is === 'over' && mayStop && lasted >= STOP_AFTER_MS) once('stop', 1);
		if ((is === 'strong' || is === 'over') && lasted >= SAID_AFTER_MS) once('ease', cueChance);
		if (is === 'good' && lasted >= SETTLED_MS) once('hold', cueChance);
		if (is === 'light' && now - since >= SETTLED_MS) once('more', cueChance);
	};

	return {
		enterPhase(next, now, willStop) {
			phase = next;
			since = now;
			mayStop = willStop;
			zone = null;
			weighed = new Set();
		},
		weigh(value, now) {
			const is = comfortOf(Math.round(value), band);
			if (zone?.is !== is) zone = { is, since: now };
			if (phase === 'press') weighPress(is, now - zone.since, now);
			else if (phase === 'stretch' && now - since >= SETTLED_MS) once('ok', cueChance);
		},
		take() {
			const taken = wishes;
			wishes = [];
			return taken;
		},
	};
}
