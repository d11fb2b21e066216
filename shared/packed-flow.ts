import type { LoggedEvent } from './events.ts';
import type { Rating } from './scale.ts';

/**
 * Ratings of one writer with numbers that follow one another, as columns: a long session has 100,000 of them, and one by
 * one they would be 17 MB.
 */
export interface PackedFlow {
	readonly writer: string;
	/** The number of the first. */
	readonly n: number;
	/** `at` of the first, then how much later each was than the one before, ms. */
	readonly at: readonly number[];
	/** From `at` to `arrivedAt`, ms. */
	readonly late: readonly number[];
	readonly values: readonly Rating[];
	/** A digit for each: 1 touched, 2 practice, 3 both. */
	readonly marks: string;
}

export const TOUCHED = 1;
export const PRACTICE = 2;

type Rated = LoggedEvent & { readonly body: Extract<LoggedEvent['body'], { kind: 'rating' }> };

/** What is said again under a new writer carries more than columns hold. */
const isPlain = (event: LoggedEvent): event is Rated =>
	event.body.kind === 'rating' && event.lane === 'flow' && event.seat === 'client' && event.of === undefined;

/** A session's events with its plain ratings packed. Each stream has to come in its order. */
export function packFlow(all: readonly LoggedEvent[]): {
	readonly events: readonly LoggedEvent[];
	readonly flow: readonly PackedFlow[];
} {
	const events = all.filter((event) => !isPlain(event));
	const flow = [...Map.groupBy(all.filter(isPlain), ({ writer }) => writer).values()].flatMap(runsOf).map(packed);
	return { events, flow };
}

function runsOf(ratings: readonly Rated[]): readonly (readonly Rated[])[] {
	const runs: Rated[][] = [];
	for (const rating of ratings) {
		const run = runs.at(-1);
		if (run?.at(-1)?.n === rating.n - 1) run.push(rating);
		else runs.push([rating]);
	}
	return runs;
}

const markOf = ({ body, practice }: Rated) => (body.touched ? TOUCHED : 0) + (practice ? PRACTICE : 0);

function packed(run: readonly Rated[]): PackedFlow {
	const [first] = run as readonly [Rated];
	return {
		writer: first.writer,
		n: first.n,
		at: run.map(({ at }, i) => at - (run[i - 1]?.at ?? 0)),
		late: run.map(({ at, arrivedAt }) => arrivedAt - at),
		values: run.map(({ body }) => body.value),
		marks: run.map(markOf).join(''),
	};
}

/** The events as they were before they were packed. */
export function unpackFlow(flow: readonly PackedFlow[]): readonly LoggedEvent[] {
	return flow.flatMap(({ writer, n, at: steps, late, values, marks }) => {
		let at = 0;
		return values.map((value, i): LoggedEvent => {
			at += steps[i] ?? 0;
			const mark = Number(marks[i]);
			return {
				writer,
				lane: 'flow',
				n: n + i,
				seat: 'client',
				at,
				arrivedAt: at + (late[i] ?? 0),
				...((mark & PRACTICE) !== 0 && { practice: true }),
				body: { kind: 'rating', value, touched: (mark & TOUCHED) !== 0 },
			};
		});
	});
}
