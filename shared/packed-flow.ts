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

export interface PackedEvents {
	readonly events: readonly LoggedEvent[];
	readonly flow: readonly PackedFlow[];
}

interface OpenRun {
	readonly writer: string;
	readonly n: number;
	readonly at: number[];
	readonly late: number[];
	readonly values: Rating[];
	readonly marks: number[];
	/** `at` of the last. */
	lastAt: number;
}

/** Packs a session's events as they come, so that nobody has to hold them all. Each stream has to come in its order. */
export function createFlowPacker() {
	const events: LoggedEvent[] = [];
	const runs = new Map<string, OpenRun[]>();

	const runFor = ({ writer, n }: Rated): OpenRun => {
		const own = runs.get(writer) ?? [];
		runs.set(writer, own);
		const last = own.at(-1);
		if (last && last.n + last.values.length === n) return last;
		const fresh = { writer, n, at: [], late: [], values: [], marks: [], lastAt: 0 };
		own.push(fresh);
		return fresh;
	};
	const pack = (rating: Rated) => {
		const { at, arrivedAt, body, practice } = rating;
		const run = runFor(rating);
		run.at.push(at - run.lastAt);
		run.late.push(arrivedAt - at);
		run.values.push(body.value);
		run.marks.push((body.touched ? TOUCHED : 0) + (practice ? PRACTICE : 0));
		run.lastAt = at;
	};
	return {
		add(some: readonly LoggedEvent[]): void {
			for (const event of some) {
				if (isPlain(event)) pack(event);
				else events.push(event);
			}
		},
		finish(): PackedEvents {
			const flow = [...runs.values()].flat();
			return { events, flow: flow.map(({ lastAt: _, marks, ...run }) => ({ ...run, marks: marks.join('') })) };
		},
	};
}

/** A session's events with its plain ratings packed. Each stream has to come in its order. */
export function packFlow(all: readonly LoggedEvent[]): PackedEvents {
	const packer = createFlowPacker();
	packer.add(all);
	return packer.finish();
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
