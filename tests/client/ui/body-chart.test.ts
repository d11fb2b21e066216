import { describe, expect, test } from 'vitest';
import {
	cornersOf,
	directionOf,
	FIGURE,
	regionMiddle,
	regionPath,
	SHAPES,
} from '../../../client/ui/body/body-shapes.ts';
import { spotOf, spread } from '../../../client/ui/body/body-spots.ts';
import { MUSCLES } from '../../../shared/body.ts';
import { partsOf, REGION_IDS, REGIONS, type RegionId, regionOfMuscle } from '../../../shared/body-regions.ts';

interface At {
	readonly x: number;
	readonly y: number;
}

/** The outline as many short lines: an independent reading of the path that is drawn. */
function outlineOf(path: string): readonly At[] {
	const points: At[] = [];
	for (const [, command = '', rest = ''] of path.matchAll(/([MLC])([^MLCZ]+)/g)) {
		const n = rest.trim().split(/\s+/).map(Number);
		const from = points.at(-1) ?? { x: 0, y: 0 };
		if (command !== 'C') points.push({ x: n[0] ?? 0, y: n[1] ?? 0 });
		for (let step = 1; command === 'C' && step <= 24; step++) {
			const [t, u] = [step / 24, 1 - step / 24];
			const along = (a: number, b: number, c: number, d: number) =>
				u ** 3 * a + 3 * u * u * t * b + 3 * u * t * t * c + t ** 3 * d;
			points.push({
				x: along(from.x, n[0] ?? 0, n[2] ?? 0, n[4] ?? 0),
				y: along(from.y, n[1] ?? 0, n[3] ?? 0, n[5] ?? 0),
			});
		}
	}
	return points;
}

function isInside(outline: readonly At[], { x, y }: At): boolean {
	let inside = false;
	outline.forEach((a, i) => {
		const b = outline[(i + 1) % outline.length] ?? a;
		if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) inside = !inside;
	});
	return inside;
}

const sided = REGION_IDS.filter((id) => partsOf(id).side !== 'middle');

describe('left and right', () => {
	test('BODY1 in front the person’s left is at the viewer’s right, at the back it is not', () => {
		expect([directionOf('front', 'left'), directionOf('front', 'right')]).toEqual([1, -1]);
		expect([directionOf('back', 'left'), directionOf('back', 'right')]).toEqual([-1, 1]);
	});

	test.each(sided)('BODY1 all of %s lies on its own half', (id) => {
		const { kind, side } = partsOf(id);
		const isAtRight = (side === 'left') === (REGIONS[kind].view === 'front');
		for (const { x } of outlineOf(regionPath(id))) {
			if (isAtRight) expect(x).toBeGreaterThanOrEqual(FIGURE.middle);
			else expect(x).toBeLessThanOrEqual(FIGURE.middle);
		}
		expect(regionMiddle(id).x > FIGURE.middle).toBe(isAtRight);
	});

	test('BODY1 the two sides of a region mirror each other, and what lies across the middle mirrors itself', () => {
		for (const id of REGION_IDS) {
			const { kind, side } = partsOf(id);
			const other = (side === 'middle' ? id : id.replace(side, side === 'left' ? 'right' : 'left')) as RegionId;
			const mirrored = outlineOf(regionPath(other)).map(({ x, y }) => ({ x: 2 * FIGURE.middle - x, y }));
			for (const corner of cornersOf(SHAPES[kind]).slice(0, -1)) {
				const { x, y } = { x: FIGURE.middle + (directionOf(REGIONS[kind].view, side) || 1) * corner.x, y: corner.y };
				const near = Math.min(...mirrored.map((at) => Math.hypot(at.x - x, at.y - y)));
				expect([id, near < 0.01]).toEqual([id, true]);
			}
		}
	});

	test.each(MUSCLES)('BODY1 a mark on the $id lies on the person’s own side', ({ id }) => {
		const [left, right] = [spotOf({ muscle: id, side: 'left' }), spotOf({ muscle: id, side: 'right' })];
		const isLeftAtRight = left?.view === 'front';
		expect((left?.x ?? 0) > FIGURE.middle).toBe(isLeftAtRight);
		expect((right?.x ?? 0) > FIGURE.middle).toBe(!isLeftAtRight);
		expect(spotOf({ muscle: id, side: 'middle' })?.x).toBe(FIGURE.middle);
	});
});

describe('the figure', () => {
	test.each(MUSCLES)('BODY2 the mark of the $id lies inside its region, on both sides', ({ id }) => {
		const kind = regionOfMuscle(id);
		for (const side of ['left', 'right'] as const) {
			const spot = spotOf({ muscle: id, side });
			expect(spot && isInside(outlineOf(regionPath(`${kind}-${side}` as RegionId)), spot)).toBe(true);
		}
	});

	test.each(REGION_IDS)('BODY2 the middle of %s is inside it, and all of it inside the picture', (id) => {
		const outline = outlineOf(regionPath(id));
		expect(isInside(outline, regionMiddle(id))).toBe(true);
		for (const { x, y } of outline) {
			expect([x >= 0, x <= FIGURE.width, y >= 0, y <= FIGURE.height]).toEqual([true, true, true, true]);
		}
	});

	test('BODY2 no two regions of a view cover each other', () => {
		for (const a of REGION_IDS) {
			for (const b of REGION_IDS) {
				const isSameView = REGIONS[partsOf(a).kind].view === REGIONS[partsOf(b).kind].view;
				if (a === b || !isSameView) continue;
				expect([a, b, isInside(outlineOf(regionPath(b)), regionMiddle(a))]).toEqual([a, b, false]);
			}
		}
	});

	test('BODY2 a point in own words has no place on the figure', () => {
		expect([spotOf({ muscle: 'old scar', side: 'left' }), spotOf({ muscle: '', side: 'left' })]).toEqual([null, null]);
	});

	test('BODY4 marks that would lie on each other are moved apart, the first one not', () => {
		const spots = [
			{ x: 50, y: 50 },
			{ x: 50, y: 50 },
			{ x: 52, y: 49 },
			{ x: 90, y: 50 },
		];
		const placed = spread(spots, 16);
		expect([placed[0], placed[3]]).toEqual([spots[0], spots[3]]);
		placed.forEach((a, i) => {
			for (const b of placed.slice(i + 1)) expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThanOrEqual(15);
		});
	});
});
