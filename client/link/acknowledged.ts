import type { DownFrame, Recording } from '../../shared/protocol.ts';
import { type Heads, headOf, streamKey } from '../../shared/stream.ts';
import type { OutboxKeeper } from './outbox-keeper.ts';
import type { OwnStream, OwnStreams } from './own-streams.ts';

/** What was sent and is missing on the other side for this long is sent again: a repeat changes nothing (W3), ms. */
const RESEND_MS = 5_000;

/** What the server says becomes of the session (W13), and how much of it is acknowledged. */
export interface Acknowledged {
	recording(): Recording;
	/** Whether the client chose to be recorded, even if the disk fails just now. */
	isKept(): boolean;
	heads(): Heads;
	learnRecording(recording: Recording): void;
	learn(heads: Heads): void;
	handleHeads(frame: Extract<DownFrame, { t: 'recorded' | 'held' }>): void;
	/** A connection begins: it has sent nothing beyond these heads. */
	begin(heads: Heads): void;
	/** @param served what the server has, by its own account; null where it gives none */
	resendIfStuck(served: Heads | null): void;
}

export function createAcknowledged(parts: {
	readonly own: OwnStreams;
	readonly keeper: OutboxKeeper;
	readonly now: () => number;
	readonly serverNow: () => number;
	/** Some of what this page held may be acknowledged. */
	readonly onLess: () => void;
}): Acknowledged {
	const { own, keeper } = parts;
	let recording: Recording = 'held';
	let recordedHeads: Heads = {};
	/** The first n of each stream that is missing, and since when: one stream that goes on says nothing of another. */
	const missing = new Map<string, { readonly n: number; readonly since: number }>();

	const isKept = () => recording === 'recorded' || recording === 'not-recording';

	/** By what is acknowledged; while nothing is, since nothing is recorded, by what the server says it has. */
	const firstMissing = (stream: OwnStream, served: Heads | null): number | null => {
		const first = stream.held[0]?.n ?? null;
		if (first === null || (recording !== 'held' && recording !== 'not-recording')) return first;
		const n = served && Math.max(first, headOf(served, stream) + 1);
		return n !== null && n <= stream.sent ? n : null;
	};

	const learn = (heads: Heads) => {
		recordedHeads = { ...recordedHeads, ...heads };
		if (recording === 'held') return;
		for (const stream of own.acknowledge(heads)) keeper.remove(stream, headOf(heads, stream));
		parts.onLess();
	};

	return {
		recording: () => recording,
		isKept,
		heads: () => recordedHeads,
		learnRecording(next) {
			// What was only held so far is not recorded because recording begins.
			const wasKept = isKept();
			if (recording === 'held' && next !== 'held') recordedHeads = {};
			recording = next;
			if (isKept() !== wasKept) recordedHeads = {};
			keeper.setMode(isKept() ? 'stored' : next === 'held' ? 'memory' : 'wiped', parts.serverNow());
		},
		learn,
		handleHeads({ t, heads }) {
			// An answer of the second road may be older than what is known since.
			if (isKept() === (t === 'recorded')) learn(highest(recordedHeads, heads));
		},
		begin(heads) {
			own.restart(heads);
			missing.clear();
		},
		resendIfStuck(served) {
			for (const stream of own.list()) {
				const [key, n, now] = [streamKey(stream), firstMissing(stream, served), parts.now()];
				const known = missing.get(key);
				if (n === null) missing.delete(key);
				else if (known?.n !== n) missing.set(key, { n, since: now });
				else if (now - known.since >= RESEND_MS) {
					missing.set(key, { n, since: now });
					own.rewind(stream, n);
				}
			}
		},
	};
}

/** Of two tellings the later n of each stream: what was acknowledged stays so. */
function highest(known: Heads, told: Heads): Heads {
	return Object.fromEntries(
		Object.entries(told).map(([writer, [say, flow]]) => {
			const [knownSay, knownFlow] = known[writer] ?? [0, 0];
			return [writer, [Math.max(say, knownSay), Math.max(flow, knownFlow)]];
		}),
	);
}
