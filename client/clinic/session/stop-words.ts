import type { StopMark } from '../../../shared/timeline-tracks.ts';
import type { ClinicSpeech } from '../clinic-parts.ts';
import type { PlaceNames } from '../place-names.ts';

export interface StopFact {
	readonly text: string;
	/** Something that should have come and did not. */
	readonly isMissing: boolean;
}

/** What became of a STOP, fact by fact. A mark that is absent is said to be absent; practice and late ones say so first. */
export function stopFacts({ clinic, common }: ClinicSpeech, stop: StopMark, names: PlaceNames): readonly StopFact[] {
	const words = clinic.stops;
	const after = (t: number) => words.seconds((Math.max(0, t - stop.t) / 1000).toFixed(1));
	const fact = (text: string, isMissing = false): StopFact => ({ text, isMissing });
	const mark = (t: number | null, has: (after: string) => string, lacks: string) =>
		t === null ? fact(lacks, true) : fact(has(after(t)));
	const where = stop.point === null ? undefined : names.get(stop.point);
	const phase = stop.phase === null ? words.outside : words.inPhase(common.phases[stop.phase]);
	const how = stop.clearedHow === null ? '' : words.clearings[stop.clearedHow];
	return [
		...(stop.standing === 'session' ? [] : [fact(words[stop.standing])]),
		fact(where === undefined ? phase : clinic.list([phase, where])),
		fact(words.recorded(after(stop.arrivedAt))),
		mark(stop.shownAt, words.shown, words.notShown),
		mark(stop.answeredAt, words.answered, words.notAnswered),
		mark(stop.clearedAt, (time) => words.cleared(time, how), words.notCleared),
	];
}
