import { muscleById } from '../../../shared/body.ts';
import { cautionOfFelt, type RegionId } from '../../../shared/body-regions.ts';
import { type Place, placeCourses } from '../../../shared/course.ts';
import type { CourseSession } from '../../../shared/course-api.ts';

/** A place worked, as the body chart shows it. Its number stays the same whichever visit is looked at. */
export interface BodyMark extends Place {
	readonly number: number;
	readonly sessions: number;
	/** Where it was felt, and in how many of the sessions looked at. */
	readonly felt: readonly { readonly region: RegionId; readonly sessions: number }[];
	readonly oftenFeltIn: readonly string[];
	readonly caution: string | null;
}

/** What was worked and felt over these sessions, or in one of them. */
export function bodyMarks(sessions: readonly CourseSession[], only: string | null): readonly BodyMark[] {
	return placeCourses(sessions).flatMap(({ muscle, side, visits }, i) => {
		const seen = visits.filter(({ session }) => only === null || session.session === only);
		if (seen.length === 0) return [];
		const regions = [...new Set(seen.flatMap(({ felt }) => felt))];
		const count = (region: RegionId) => seen.filter(({ felt }) => felt.includes(region)).length;
		const felt = regions.map((region) => ({ region, sessions: count(region) }));
		return [
			{
				number: i + 1,
				muscle,
				side,
				sessions: seen.length,
				felt: felt.toSorted((a, b) => b.sessions - a.sessions),
				oftenFeltIn: muscleById(muscle)?.oftenFeltIn ?? [],
				caution: cautionOfFelt(muscle, regions) ?? null,
			},
		];
	});
}

/** For each region felt, the numbers of the places it was felt from. */
export function feltNumbers(marks: readonly BodyMark[]): ReadonlyMap<RegionId, readonly number[]> {
	const numbers = new Map<RegionId, number[]>();
	for (const { number, felt } of marks) {
		for (const { region } of felt) numbers.set(region, [...(numbers.get(region) ?? []), number]);
	}
	return numbers;
}
