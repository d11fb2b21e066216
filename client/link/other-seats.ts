import type { DownFrameOf, Presence } from '../../shared/protocol.ts';
import type { LinkView } from './link-view.ts';

type Told = Pick<LinkView, 'others' | 'asking' | 'following' | 'wouldFollow'>;

/** What the server tells of the other seats each second. */
export interface OtherSeats {
	told(): Told;
	learn(frame: DownFrameOf<'now'>): void;
	/** The estimate of the server's clock moved by so much: what was heard so long ago stays so long ago. */
	move(ms: number): void;
}

export function createOtherSeats(serverNow: () => number): OtherSeats {
	let told: Told = { others: {}, asking: [], following: [], wouldFollow: [] };

	const heardAtOf = ({ seat, heardAgoMs }: Presence) => {
		const before = told.others[seat]?.heardAt ?? Number.NEGATIVE_INFINITY;
		return heardAgoMs === null ? before : Math.max(before, serverNow() - heardAgoMs);
	};

	return {
		told: () => told,
		learn({ seats, asking = [], following = [], wouldFollow = [] }) {
			const others = Object.fromEntries(seats.map((each) => [each.seat, { ...each, heardAt: heardAtOf(each) }]));
			told = { others, asking, following, wouldFollow };
		},
		move(ms) {
			const moved = Object.entries(told.others).map(([seat, each]) => [seat, { ...each, heardAt: each.heardAt + ms }]);
			told = { ...told, others: Object.fromEntries(moved) };
		},
	};
}
