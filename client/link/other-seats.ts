import type { DownFrameOf, Presence } from '../../shared/protocol.ts';
import type { LinkView } from './link-view.ts';

/** What the server tells of the other seats each second. */
export interface OtherSeats {
	list(): LinkView['others'];
	asking(): LinkView['asking'];
	following(): LinkView['following'];
	learn(frame: DownFrameOf<'now'>): void;
	/** The estimate of the server's clock moved by so much: what was heard so long ago stays so long ago. */
	move(ms: number): void;
}

export function createOtherSeats(serverNow: () => number): OtherSeats {
	let others: LinkView['others'] = {};
	let asking: LinkView['asking'] = [];
	let following: LinkView['following'] = [];

	const heardAtOf = (presence: Presence) => {
		const before = others[presence.seat]?.heardAt ?? Number.NEGATIVE_INFINITY;
		const told = presence.heardAgoMs === null ? before : serverNow() - presence.heardAgoMs;
		return Math.max(before, told);
	};

	return {
		list: () => others,
		asking: () => asking,
		following: () => following,
		learn(frame) {
			asking = frame.asking ?? [];
			following = frame.following ?? [];
			const seats = frame.seats.map(
				(presence) => [presence.seat, { ...presence, heardAt: heardAtOf(presence) }] as const,
			);
			others = Object.fromEntries(seats);
		},
		move(ms) {
			const seats = Object.entries(others).map(([seat, each]) => [seat, { ...each, heardAt: each.heardAt + ms }]);
			others = Object.fromEntries(seats);
		},
	};
}
