import type { DownFrame, Recording } from '../../shared/protocol.ts';
import { type Heads, headOf } from '../../shared/stream.ts';
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
	let progressAt = Number.NEGATIVE_INFINITY;

	const isKept = () => recording === 'recorded' || recording === 'not-recording';

	const learn = (heads: Heads) => {
		recordedHeads = { ...recordedHeads, ...heads };
		if (recording === 'held') return;
		const shorter = own.acknowledge(heads);
		if (shorter.length > 0 || own.count() === 0) progressAt = parts.now();
		for (const stream of shorter) keeper.remove(stream, headOf(heads, stream));
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
			progressAt = parts.now();
		},
		resendIfStuck() {
			const isWaiting =
				own.count() > 0 && (recording === 'recorded' || recording === 'live-only' || recording === 'withdrawn');
			if (!isWaiting || parts.now() - progressAt < RESEND_MS) return;
			progressAt = parts.now();
			own.restart({});
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
