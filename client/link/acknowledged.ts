import type { DownFrame, Recording } from '../../shared/protocol.ts';
import { type Heads, headOf, streamKey } from '../../shared/stream.ts';
import type { OutboxKeeper } from './outbox-keeper.ts';
import type { OwnStreams } from './own-streams.ts';

/** What was sent and brought no acknowledgement for this long is sent again: a repeat changes nothing (W3), ms. */
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
	resendIfStuck(): void;
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
	/** When each stream that holds something was last begun or acknowledged: one that goes on says nothing of another. */
	const progressAt = new Map<string, number>();

	const isKept = () => recording === 'recorded' || recording === 'not-recording';

	const learn = (heads: Heads) => {
		recordedHeads = { ...recordedHeads, ...heads };
		if (recording === 'held') return;
		for (const stream of own.acknowledge(heads)) {
			progressAt.delete(streamKey(stream));
			keeper.remove(stream, headOf(heads, stream));
		}
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
			progressAt.clear();
		},
		resendIfStuck() {
			if (recording === 'held' || recording === 'not-recording') return progressAt.clear();
			for (const stream of own.list()) {
				const [first] = stream.held;
				const since = progressAt.get(streamKey(stream));
				if (since === undefined || !first) progressAt.set(streamKey(stream), parts.now());
				else if (parts.now() - since >= RESEND_MS) {
					progressAt.set(streamKey(stream), parts.now());
					own.rewind(stream, first.n);
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
