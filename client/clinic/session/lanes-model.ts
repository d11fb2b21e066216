import type { AlarmRecord } from '../../../shared/alarm-record.ts';
import type { Timeline } from '../../../shared/timeline.ts';
import type { Span, Standing } from '../../../shared/timeline-segments.ts';
import type { MilestoneKind, NoteMark, PhaseVisit, StopMark } from '../../../shared/timeline-tracks.ts';
import { type Frame, xOf } from './curve-model.ts';

/** A stay at one point: visits one after another, rest among them. */
export interface PointBlock extends Span {
	readonly point: number;
	readonly standing: Standing;
}

export function pointBlocks(visits: readonly PhaseVisit[]): readonly PointBlock[] {
	const blocks: PointBlock[] = [];
	for (const { point, from, to, standing } of visits) {
		const last = blocks.at(-1);
		if (last?.point === point && last.standing === standing) blocks[blocks.length - 1] = { ...last, to };
		else blocks.push({ point, from, to, standing });
	}
	return blocks;
}

export interface Placed<T> {
	readonly item: T;
	readonly x: number;
	readonly width: number;
}

/** Spans that are in view, cut to it, in px. */
export function placeSpans<T extends Span>(spans: readonly T[], frame: Frame): readonly Placed<T>[] {
	return spans
		.filter(({ from, to }) => to >= frame.view.from && from <= frame.view.to)
		.map((item) => {
			const x = Math.max(0, xOf(frame, item.from));
			return { item, x, width: Math.max(0, Math.min(frame.width, xOf(frame, item.to)) - x) };
		});
}

/** Many spans as one shape: a long session has hundreds of phases, and one path is painted sooner than as many elements. */
export function blockPath(placed: readonly Placed<unknown>[], top: number, height: number): string {
	return placed.map(({ x, width }) => `M${x} ${top}h${width}v${height}h${-width}Z`).join('');
}

/** As much of `text` as has room, with an ellipsis where that is not all; empty where it would say nothing. */
export function fitted(text: string, width: number, fontPx: number): string {
	if (fits(text, width, fontPx)) return text;
	const letters = Math.floor((width - 10) / (fontPx * 0.58)) - 1;
	return letters >= 5 ? `${text.slice(0, letters).trimEnd()}…` : '';
}

/** Room for `text` at about 0.58 of its size in px for each letter, with a margin. */
export function fits(text: string, width: number, fontPx: number): boolean {
	return text.length * fontPx * 0.58 + 10 <= width;
}

export type SmallMark =
	| {
			readonly is: 'cue';
			readonly t: number;
			readonly cue: Timeline['cues'][number]['cue'];
			readonly standing: Standing;
	  }
	| {
			readonly is: 'alarm';
			readonly t: number;
			readonly kind: Exclude<AlarmRecord['kind'], 'stop'>;
			readonly standing: Standing;
	  }
	| { readonly is: 'milestone'; readonly t: number; readonly what: MilestoneKind; readonly standing: Standing };

/** Turning points that are drawn; the others stand in the table. */
const DRAWN: readonly MilestoneKind[] = ['withdrawn', 'left', 'ended', 'end-undone'];

/** Cues, alarms and turning points in order of time. STOPs and notes have a lane of their own. */
export function smallMarks({ cues, milestones }: Timeline, alarms: readonly AlarmRecord[] = []): readonly SmallMark[] {
	const marks: readonly SmallMark[] = [
		...cues.map((cue) => ({ is: 'cue', ...cue }) as const),
		...alarms.flatMap(({ kind, t, standing }) =>
			kind === 'stop' ? [] : [{ is: 'alarm', t, kind, standing } as const],
		),
		...milestones
			.filter(({ is }) => DRAWN.includes(is))
			.map(({ t, is, standing }) => ({ is: 'milestone', t, what: is, standing }) as const),
	];
	return marks.toSorted((a, b) => a.t - b.t);
}

export interface Cluster<T> {
	readonly x: number;
	readonly items: readonly T[];
}

/** Marks in view, those closer than `leastPx` to the first of their group together. */
export function clusterMarks<T extends { readonly t: number }>(
	marks: readonly T[],
	frame: Frame,
	leastPx: number,
): readonly Cluster<T>[] {
	const clusters: { readonly x: number; readonly items: T[] }[] = [];
	for (const mark of marks) {
		const x = xOf(frame, mark.t);
		if (x < -leastPx || x > frame.width + leastPx) continue;
		const last = clusters.at(-1);
		if (last && x - last.x < leastPx) last.items.push(mark);
		else clusters.push({ x, items: [mark] });
	}
	return clusters;
}

export interface PlacedNote {
	readonly x: number;
	/** Until the next note, or to the end of the picture, px. */
	readonly width: number;
	readonly texts: readonly string[];
}

/** Notes where they were written, each with the room it has; those closer than `leastPx` stand together. */
export function placeNotes(notes: readonly NoteMark[], frame: Frame, leastPx: number): readonly PlacedNote[] {
	const clusters = clusterMarks(notes, frame, leastPx);
	return clusters.map(({ x, items }, i) => ({
		x,
		width: (clusters[i + 1]?.x ?? frame.width) - x,
		texts: items.map(({ text }) => text),
	}));
}

/** From pressing to the last mark there is. */
export function stopSpan({ t, shownAt, answeredAt, clearedAt }: StopMark): Span {
	return { from: t, to: Math.max(t, shownAt ?? t, answeredAt ?? t, clearedAt ?? t) };
}
