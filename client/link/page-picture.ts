import { NOW_MS } from '../../shared/protocol.ts';
import type { SessionLink } from './link-view.ts';
import type { OwnStream, OwnStreams } from './own-streams.ts';
import type { PageLine } from './page-line.ts';

type Picture = Parameters<SessionLink['setPicture']>[0];

/** While samples wait behind a backlog the picture alone is the present: a new rating leaves after this long, ms. */
const PICTURE_SOON_MS = 250;

/** The picture of now that leaves each second (W8). */
export interface PagePicture {
	isInView(): boolean;
	set(picture: Picture): void;
	setInView(inView: boolean): void;
	send(): void;
	sendIfDue(): void;
}

export function createPagePicture(parts: {
	readonly line: PageLine;
	readonly own: OwnStreams;
	readonly writer: () => string;
	readonly now: () => number;
	readonly serverNow: () => number;
}): PagePicture {
	const { line, own } = parts;
	let picture: Picture | null = null;
	let inView = true;
	let isNew = false;
	let sentAt = Number.NEGATIVE_INFINITY;

	const send = () => {
		const wire = line.ready();
		if (!wire) return;
		sentAt = parts.now();
		isNew = false;
		const writer = parts.writer();
		const sent = (lane: 'say' | 'flow') => own.get({ writer, lane })?.sent ?? 0;
		const { rating, at, touchedAt } = picture ?? { rating: null, at: parts.serverNow(), touchedAt: null };
		wire.send({ t: 'now', writer, rating, at, touchedAt, inView, say: sent('say'), flow: sent('flow') });
	};
	const sendIfDue = () => {
		const everyMs = isNew && own.list().some(hasFlowWaiting) ? PICTURE_SOON_MS : NOW_MS;
		if (parts.now() - sentAt >= everyMs) send();
	};

	return {
		isInView: () => inView,
		set(next) {
			picture = next;
			isNew = true;
			sendIfDue();
		},
		setInView(next) {
			if (next === inView) return;
			inView = next;
			send();
		},
		send,
		sendIfDue,
	};
}

const hasFlowWaiting = ({ lane, sent, next }: OwnStream): boolean => lane === 'flow' && sent < next - 1;
