import type { Recording } from '../../shared/protocol.ts';
import type { CurrentRating } from '../../shared/readings.ts';
import { headOf } from '../../shared/stream.ts';
import type { LinkView } from './link-view.ts';

/** How the phone's line stands, in one word that the catalogue says aloud. */
export type PhoneLine = 'none' | 'asking' | 'joined' | 'live' | 'weak' | 'lost' | 'hidden' | 'left';

/** `hidden`: the phone itself told that its page is not in view, which is why it is silent. */
export function phoneLine(view: LinkView, { standing }: Pick<CurrentRating, 'standing'>): PhoneLine {
	const phone = view.others.client;
	const isIn = view.state.admittedDevices.length > 0;
	if (standing === 'left') return 'left';
	if (standing === 'none')
		return isIn ? (phone?.isConnected ? 'joined' : 'lost') : view.asking.length > 0 ? 'asking' : 'none';
	if (standing === 'weak' || standing === 'lost') return phone?.isConnected && !phone.inView ? 'hidden' : standing;
	return 'live';
}

/** How this page's own line stands. */
export type OwnLine = 'connecting' | 'live' | 'weak' | 'over';

export function ownLine({ line }: Pick<LinkView, 'line'>): OwnLine {
	return line.is === 'waiting' ? 'connecting' : line.is;
}

/** What may be said of the record: only what this page knows now. */
export type RecordWord = Recording | 'unknown';

export function recordWord({ line, recording }: Pick<LinkView, 'line' | 'recording'>): RecordWord {
	if (recording === 'live-only' || recording === 'withdrawn') return recording;
	return line.is === 'live' || line.is === 'over' ? recording : 'unknown';
}

/** Seen on this screen, beyond what the server holds durably: shown after this long, since a commit takes a moment. */
export const TAIL_SHOWN_MS = 2_000;

/** Whether the log holds events of others that are not yet recorded. */
export function hasUnrecordedTail({ log, recordedHeads, recording }: LinkView, ownWriter: string): boolean {
	if (recording !== 'recorded' && recording !== 'not-recording') return false;
	return log.streams().some((id) => id.writer !== ownWriter && log.head(id) > headOf(recordedHeads, id));
}

/** Since when there has been a tail, after one more look. */
export function tailSince(before: number | null, hasTail: boolean, now: number): number | null {
	return hasTail ? (before ?? now) : null;
}
