import type { Side } from '../../../shared/body.ts';
import { type BodyView, partsOf, REGIONS, type RegionId, type RegionKind } from '../../../shared/body-regions.ts';

/**
 * The figure, drawn for this project. A path stands once, as pairs (distance from the middle line, distance from the top):
 * sided ones for the half at the viewer's right, the others across. Absolute M, L, C and Z only, so that a path is
 * mirrored by its numbers and words stay readable.
 */
export const FIGURE = { width: 200, height: 424, middle: 100 } as const;

const UPPER_ARM = 'M44 119C50 121 57 121 64 118C68 131 70 145 72 160C67 165 61 166 56 164C53 149 48 134 44 119Z';
const FOREARM = 'M56 165C61 167 67 166 72 161C77 177 81 196 83 216C80 219 76 221 72 220C66 202 58 184 56 165Z';
const KNEE = 'M14 294C20 289 28 289 36 293C36.5 300 36 308 34 315C27 319 20 319 14 315C13 308 13 301 14 294Z';

export const SHAPES: Readonly<Record<RegionKind, string>> = {
	forehead: 'M-19.5 28C-21 12 -12 4 0 4C12 4 21 12 19.5 28C13 25.5 7 25 0 25C-7 25 -13 25.5 -19.5 28Z',
	temple: 'M0 25C7 25 13 25.5 19.5 28C20.5 34 20 39 18.5 44C12 42.5 6 42 0 42Z',
	jaw: 'M0 42C6 42 12 42.5 18.5 44C17 54 10 62 0 63Z',
	'neck-front': 'M0 63C5 62.5 9 60 12 56C11.5 63 12 69 16 74C12 77 6 80 0 82Z',
	'shoulder-front':
		'M0 82C6 80 12 77 16 74C26 79 36 80 45 83C58 88 64 101 64 117C57 120 50 120 44 118C44 107 39 97 30 92C21 87 10 84 0 82Z',
	chest: 'M0 82C10 84 21 87 30 92C39 97 44 107 44 118C44 125 42 130 40 135C28 140 12 139 0 134Z',
	abdomen:
		'M-40 135C-28 140 -12 139 0 134C12 139 28 140 40 135C37 147 34 160 35 174C36 184 38 192 41 201C28 205 14 207 0 207C-14 207 -28 205 -41 201C-38 192 -36 184 -35 174C-34 160 -37 147 -40 135Z',
	hip: 'M0 207C14 207 28 205 41 201C44 209 46 217 46 227C33 233 19 234 3 232L0 229Z',
	'arm-front': UPPER_ARM,
	'forearm-front': FOREARM,
	hand: 'M72 220C76 221 80 219 83 216C88 224 92 235 91 246C90 254 86 262 81 263C78 263 78 255 77 248C74 248 71 244 70.5 238C71 232 71.5 226 72 220Z',
	'thigh-front': 'M3 232C19 234 33 233 46 227C47 248 43 272 36 293C28 289 20 289 14 294C10 273 5 253 3 232Z',
	'knee-front': KNEE,
	shin: 'M14 315C20 319 27 319 34 315C39 328 38 344 33 359C30 371 27 381 26 391C22 393 18 393 14 391C14 377 11.5 362 11 346C10.5 335 12 324 14 315Z',
	foot: 'M14 391C18 393 22 393 26 391C28 398 33 405 37 411C38 416 34 418 28 418L15 418C11 418 10 414 11 409C12 403 14 397 14 391Z',
	'head-back': 'M0 4C13 4 21 12 21 27C21 40 18 50 12 56C6 53.5 -6 53.5 -12 56C-18 50 -21 40 -21 27C-21 12 -13 4 0 4Z',
	'neck-back': 'M0 54C4 54 8 54.5 12 56C11.5 63 12 69 16 74C11 78 5 82 0 85Z',
	'shoulder-top': 'M0 85C5 82 11 78 16 74C26 79 36 80 45 83C50 85 54 88 57 92C45 96 31 98 18 98C12 94 6 89 0 85Z',
	'shoulder-blade':
		'M18 98C31 98 45 96 57 92C62 99 64 108 64 117C57 120 50 120 44 119C43 127 41 133 39 139C32 141 24 139 17 135C15 123 16 110 18 98Z',
	'between-blades': 'M0 85C6 89 12 94 18 98C16 110 15 123 17 135C12 137 6 138 0 138Z',
	'mid-back': 'M0 138C6 138 12 137 17 135C24 139 32 141 39 139C36.5 150 34.5 160 35 171C24 174 12 175 0 175Z',
	'low-back': 'M0 175C12 175 24 174 35 171C35.5 181 38 190 41 199C32 202 22 201 14 197C9 199 4 199.5 0 199.500Z',
	sacrum: 'M-14 197C-9 199 -4 199.5 0 199.500C4 199.5 9 199 14 197C12 208 7 217 0 224C-7 217 -12 208 -14 197Z',
	buttock: 'M14 197C22 201 32 202 41 199C45 207 47 217 47 229C40 242 22 246 4 240L0 234L0 224C7 217 12 208 14 197Z',
	'arm-back': UPPER_ARM,
	'forearm-back': FOREARM,
	'thigh-back': 'M4 240C22 246 40 242 47 229C47 250 43 273 36 293C28 289 20 289 14 294C10 275 6 258 4 240Z',
	'knee-back': KNEE,
	calf: 'M14 315C20 319 27 319 34 315C40 329 39 346 33 361C27 369 18 369 13.5 363C11 356 10.5 350 11 342C11 332 12 323 14 315Z',
	heel: 'M13.5 363C18 369 27 369 33 361C29 373 27 382 26 392C30 399 31 407 30 414C26 419 16 419 12 414C11.5 407 13 399 14 392C14.5 382 14 372 13.5 363Z',
};

/** Hands belong to the figure seen from behind too, though no region does. */
export const BACK_HAND = SHAPES.hand;

/** How far along the x axis the person's left lies: their own left is at the viewer's right in front, and not at the back. */
export function directionOf(view: BodyView, side: Side): 1 | 0 | -1 {
	if (side === 'middle') return 0;
	return (side === 'left') === (view === 'front') ? 1 : -1;
}

/** A path of the figure in its box, mirrored where that side lies at the viewer's left. */
export function placePath(path: string, direction: 1 | 0 | -1): string {
	let isX = false;
	const sign = direction === -1 ? -1 : 1;
	return path.replaceAll(/-?\d+(\.\d+)?/g, (number) => {
		isX = !isX;
		const value = Number(number);
		return ` ${isX ? FIGURE.middle + sign * value : value}`;
	});
}

export function regionPath(id: RegionId): string {
	const { kind, side } = partsOf(id);
	return placePath(SHAPES[kind], directionOf(REGIONS[kind].view, side));
}

export interface Spot {
	readonly x: number;
	readonly y: number;
}

/** Where the middle of the corners is not inside. */
const MIDDLES: Partial<Record<RegionKind, Spot>> = { 'shoulder-front': { x: 50, y: 101 } };

/** A place well inside a region. */
export function regionMiddle(id: RegionId): Spot {
	const { kind, side } = partsOf(id);
	const { x, y } = MIDDLES[kind] ?? cornerMiddle(SHAPES[kind]);
	return { x: FIGURE.middle + directionOf(REGIONS[kind].view, side) * x, y };
}

/** Corners are where M, L and C end. */
export function cornersOf(path: string): readonly Spot[] {
	return [...path.matchAll(/[MLC]([^MLCZ]+)/g)].map(([, numbers = '']) => {
		const [x = 0, y = 0] = [...numbers.matchAll(/-?\d+(\.\d+)?/g)].map(([number]) => Number(number)).slice(-2);
		return { x, y };
	});
}

function cornerMiddle(path: string): Spot {
	const corners = cornersOf(path);
	const [xs, ys] = [corners.map(({ x }) => x), corners.map(({ y }) => y)];
	const mid = (all: readonly number[]) => (Math.min(...all) + Math.max(...all)) / 2;
	return { x: mid(xs), y: mid(ys) };
}
