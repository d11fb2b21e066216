import type { Lane, LoggedEvent, WrittenEvent } from './events.ts';

/** One writer's one lane. */
export interface StreamId {
	readonly writer: string;
	readonly lane: Lane;
}

/** For each writer the last n known without a missing one: `[say, flow]`. What one side knows, in a few bytes. */
export type Heads = Readonly<Record<string, readonly [say: number, flow: number]>>;

export function streamKey({ writer, lane }: StreamId): string {
	return `${writer}.${lane}`;
}

export function headOf(heads: Heads, { writer, lane }: StreamId): number {
	const pair = Object.hasOwn(heads, writer) ? heads[writer] : undefined;
	return pair ? pair[lane === 'say' ? 0 : 1] : 0;
}

export function withHead(heads: Heads, stream: StreamId, n: number): Heads {
	const say = stream.lane === 'say' ? n : headOf(heads, { writer: stream.writer, lane: 'say' });
	const flow = stream.lane === 'flow' ? n : headOf(heads, { writer: stream.writer, lane: 'flow' });
	return { ...heads, [stream.writer]: [say, flow] };
}

/** What becomes of the event n of a stream whose head is `head` (W3). */
export type Verdict = 'accept' | 'repeat' | 'conflict' | 'missing';

export function judge(head: number, n: number, isSame: () => boolean): Verdict {
	if (n > head + 1) return 'missing';
	if (n === head + 1) return 'accept';
	return isSame() ? 'repeat' : 'conflict';
}

/** Whether two tellings of one identity say the same. Key order does not matter. */
export function sameContent(a: WrittenEvent, b: WrittenEvent): boolean {
	return canonical(contentOf(a)) === canonical(contentOf(b));
}

function contentOf({ at, practice, of, body }: WrittenEvent) {
	return { at, practice: practice ?? null, of: of ?? null, body };
}

function canonical(value: unknown): string {
	return JSON.stringify(value, (_key, inner: unknown) =>
		inner !== null && typeof inner === 'object' && !Array.isArray(inner)
			? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
			: inner,
	);
}

/** How far ahead of its arrival an event may claim to be (W12), ms. */
export const AHEAD_MS = 1_000;

/** An event with t, the time it is ordered, drawn and counted by (W12). */
export interface TimedEvent extends LoggedEvent {
	readonly t: number;
}

/** t = min(at, arrivedAt + 1 s), never below `before`: the t of the last event before it in its stream that every seat may see. */
export function timeOf(event: LoggedEvent, before: number): number {
	return Math.max(before, Math.min(event.at, event.arrivedAt + AHEAD_MS));
}

export const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Order of the log: by t, then writer, lane, n. */
export function compareEvents(a: TimedEvent, b: TimedEvent): number {
	return a.t - b.t || compareText(a.writer, b.writer) || compareText(a.lane, b.lane) || a.n - b.n;
}
