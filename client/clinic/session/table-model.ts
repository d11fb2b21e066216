import type { Rating } from '../../../shared/scale.ts';
import { stopKey, type Timeline, visitAt } from '../../../shared/timeline.ts';
import type { Segment, Standing } from '../../../shared/timeline-segments.ts';
import type { BandSpan, OverEdge } from '../../../shared/timeline-steps.ts';
import type {
	CueMark,
	FeltMark,
	Milestone,
	NoteMark,
	PhaseVisit,
	SignalLoss,
	SpokenDot,
	StopMark,
} from '../../../shared/timeline-tracks.ts';

/** The curve is told in pieces of this length, ms. */
export const PIECE_MS = 10_000;

/** One line of the table that says what the picture shows. */
export interface TableRow {
	readonly key: string;
	readonly t: number;
	readonly standing: Standing;
	/** The visit in force. */
	readonly visit: PhaseVisit | null;
	readonly what: RowContent;
}

export type RowContent =
	| { readonly is: 'curve'; readonly low: Rating; readonly high: Rating; readonly ms: number }
	| { readonly is: 'gap'; readonly ms: number }
	| { readonly is: 'phase'; readonly visit: PhaseVisit }
	| { readonly is: 'over'; readonly run: OverEdge }
	| { readonly is: 'band'; readonly span: BandSpan }
	| { readonly is: 'cue'; readonly cue: CueMark }
	| { readonly is: 'stop'; readonly stop: StopMark }
	| { readonly is: 'spoken'; readonly spoken: SpokenDot }
	| { readonly is: 'note'; readonly note: NoteMark }
	| { readonly is: 'felt'; readonly felt: FeltMark }
	| { readonly is: 'signal'; readonly loss: SignalLoss }
	| { readonly is: 'milestone'; readonly milestone: Milestone };

/** A segment in pieces, each with the lowest and highest value known in it. */
function pieces({
	samples: { t, values },
	from: start,
	to: end,
}: Segment): readonly { readonly t: number; readonly what: RowContent }[] {
	const found: { t: number; what: RowContent }[] = [];
	let i = 0;
	for (let from = start; from === start || from < end; from += PIECE_MS) {
		const isLast = from + PIECE_MS >= end;
		const to = isLast ? end : from + PIECE_MS;
		// What was known before goes on into this piece.
		const first = i > 0 && t[i] !== from ? i - 1 : i;
		while (i < t.length && (isLast || (t[i] as number) < to)) i++;
		const known = values.subarray(first, i);
		const what = { is: 'curve', low: Math.min(...known), high: Math.max(...known), ms: to - from } as const;
		found.push({ t: from, what });
	}
	return found;
}

const ORDER: readonly RowContent['is'][] = [
	'milestone',
	'phase',
	'band',
	'stop',
	'cue',
	'spoken',
	'note',
	'felt',
	'signal',
	'over',
	'curve',
	'gap',
];

/** Everything in the timeline as rows in order of time. */
export function tableRows(timeline: Timeline): readonly TableRow[] {
	const plain: { t: number; standing?: Standing; what: RowContent; key?: string }[] = [
		...timeline.segments.flatMap((segment) =>
			pieces(segment).map(({ t, what }) => ({ t, what, standing: segment.standing })),
		),
		...timeline.gaps.map(({ from, to }) => ({ t: from, what: { is: 'gap', ms: to - from } as const })),
		...timeline.phases.map((visit) => ({
			t: visit.from,
			standing: visit.standing,
			what: { is: 'phase', visit } as const,
		})),
		...timeline.overEdge.map((run) => ({ t: run.from, what: { is: 'over', run } as const })),
		...timeline.bands
			.filter(({ isDefault }) => !isDefault)
			.map((span) => ({ t: span.from, what: { is: 'band', span } as const })),
		...timeline.cues.map((cue) => ({ ...at(cue), what: { is: 'cue', cue } as const })),
		...timeline.stops.map((stop) => ({ ...at(stop), key: stopKey(stop), what: { is: 'stop', stop } as const })),
		...timeline.spoken.map((spoken) => ({ ...at(spoken), what: { is: 'spoken', spoken } as const })),
		...timeline.notes.map((note) => ({ ...at(note), what: { is: 'note', note } as const })),
		...timeline.felt.map((felt) => ({ ...at(felt), what: { is: 'felt', felt } as const })),
		...timeline.signalLosses.map((loss) => ({
			t: loss.from,
			standing: loss.standing,
			what: { is: 'signal', loss } as const,
		})),
		...timeline.milestones.map((milestone) => ({ ...at(milestone), what: { is: 'milestone', milestone } as const })),
	];
	return plain
		.toSorted((a, b) => a.t - b.t || ORDER.indexOf(a.what.is) - ORDER.indexOf(b.what.is))
		.map(({ t, standing = 'session', what, key }, i) => ({
			key: key ?? String(i),
			t,
			standing,
			what,
			visit: visitAt(timeline.phases, t) ?? null,
		}));
}

const at = ({ t, standing }: { readonly t: number; readonly standing: Standing }) => ({ t, standing });
