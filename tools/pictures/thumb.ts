import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright';

/** Seconds, and the rating in tenths to be reached by then. */
export type Course = readonly (readonly [at: number, rating: number])[];

/** A thumb that stays on the slider. */
export interface Thumb {
	/** Moves along the course in real time, straight from each of its points to the next. */
	follow(course: Course): Promise<void>;
	letGo(): Promise<void>;
}

const STEP_MS = 200;

/**
 * Puts the thumb on the phone's slider. The first touch of a page sets by height; later ones move from where it stands.
 *
 * @param first the rating of the first touch, tenths; null where the slider was touched before
 */
export async function holdThumb(phone: Page, first: number | null): Promise<Thumb> {
	const field = phone.locator('[role="presentation"]').first();
	const box = await field.boundingBox();
	if (!box) throw new Error('the slider is not on the screen');
	const standing =
		Number(
			await phone
				.locator('input[type="range"]')
				.inputValue()
				.catch(() => '0'),
		) * 10;
	const x = box.x + box.width / 2;
	const downAt = first === null ? box.y + box.height * 0.6 : box.y + box.height * (1 - first / 100);
	const from = first ?? standing;
	await phone.mouse.move(x, downAt);
	await phone.mouse.down();
	return {
		async follow(course) {
			const startedAt = performance.now();
			const moveTo = (at: number) => phone.mouse.move(x, downAt - ((ratingIn(course, at) - from) / 100) * box.height);
			const last = course.at(-1)?.[0] ?? 0;
			for (let at = 0; at < last; at = (performance.now() - startedAt) / 1_000) {
				await moveTo(at);
				await pause(STEP_MS);
			}
			await moveTo(last);
		},
		letGo: () => phone.mouse.up(),
	};
}

/** The rating of a course at this time, s; before its first point and after its last it stands. */
export function ratingIn(course: Course, at: number): number {
	const next = course.findIndex(([time]) => time > at);
	const before = course[next === -1 ? course.length - 1 : next - 1];
	const after = course[next === -1 ? course.length - 1 : next];
	if (!before || !after || before === after) return (before ?? after)?.[1] ?? 0;
	const share = (at - before[0]) / (after[0] - before[0]);
	return before[1] + (after[1] - before[1]) * share;
}
