import { MUSCLES, type Muscle, muscleById, pointName, type Side } from '../../shared/body.ts';
import type { BodyOf } from '../../shared/events.ts';
import type { PointState, SessionState } from '../../shared/session-state.ts';
import { cleanText } from '../../shared/text.ts';

/** What stands in the form for a point. */
export interface PointDraft {
	/** What was typed or chosen: a muscle's name, or free text. */
	readonly text: string;
	readonly side: Side | null;
	readonly place: string;
}

export const EMPTY_DRAFT: PointDraft = { text: '', side: null, place: '' };

const fold = (text: string) =>
	text
		.normalize('NFKD')
		.replace(/\p{M}/gu, '')
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]+/gu, ' ')
		.trim();

/** The muscle whose name this is; undefined for free text. */
export function muscleOfText(text: string): Muscle | undefined {
	const folded = fold(text);
	return MUSCLES.find(({ name }) => fold(name) === folded);
}

/** Muscles in whose name every typed word begins a word: names that begin with the text come first. All for no text. */
export function matchMuscles(text: string): readonly Muscle[] {
	const words = fold(text).split(' ').filter(Boolean);
	const matches = MUSCLES.filter(({ name }) => {
		const parts = fold(name).split(' ');
		return words.every((word) => parts.some((part) => part.startsWith(word)));
	});
	const begins = ({ name }: Muscle) => fold(name).startsWith(fold(text));
	return [...matches.filter(begins), ...matches.filter((muscle) => !begins(muscle))];
}

/** The number of the next new point: one above the highest. */
export function nextPointNumber({ points }: Pick<SessionState, 'points'>): number {
	return Math.max(0, ...points.map(({ point }) => point)) + 1;
}

/** The event for a draft; null while the muscle or its side is not said. */
export function pointBody(point: number, { text, side, place }: PointDraft): BodyOf<'point'> | null {
	const muscle = muscleOfText(text)?.id ?? cleanText(text, 60);
	const where = cleanText(place, 120);
	if (!muscle || !side) return null;
	return { kind: 'point', point, muscle, side, ...(where && { place: where }) };
}

/** A point as its form, to be changed. */
export function draftOfPoint({ muscle, side, place }: PointState): PointDraft {
	return { text: muscleById(muscle)?.name ?? muscle, side, place: place ?? '' };
}

export function currentPoint({ points, point }: Pick<SessionState, 'points' | 'point'>): PointState | undefined {
	return points.find((each) => each.point === point);
}

/** "Right infraspinatus", as a heading. */
export function pointHeading(point: PointState): string {
	const name = pointName(point);
	return name.charAt(0).toUpperCase() + name.slice(1);
}
