const HOUR_MS = 60 * 60 * 1_000;

/** Which day after a session is asked about: 24 and 48 hours after its end. */
export const FOLLOW_UP_DAYS = [1, 2] as const;
export type FollowUpDay = (typeof FOLLOW_UP_DAYS)[number];

/**
 * When each day may be answered, ms since the end. Four hours early, so that who comes back at the same time of day is
 * never sent away. The first closes at 36 h, by when minor discomfort is mostly gone (domain.json): later it would be told
 * from memory. The second is the last, and stays open until the link ends.
 */
const WINDOWS: Readonly<Record<FollowUpDay, { readonly fromMs: number; readonly toMs: number }>> = {
	1: { fromMs: 20 * HOUR_MS, toMs: 36 * HOUR_MS },
	2: { fromMs: 44 * HOUR_MS, toMs: 72 * HOUR_MS },
};

/** Where a link stands now. `early`: nothing is to be answered before `opensAt`. */
export type FollowUpStand =
	| { readonly is: 'early'; readonly day: FollowUpDay; readonly opensAt: number }
	| { readonly is: 'open'; readonly day: FollowUpDay; readonly closesAt: number }
	| { readonly is: 'over' };

/** What may be answered now: each day once, in its own time. */
export function followUpAt(endedAt: number, answered: readonly FollowUpDay[], now: number): FollowUpStand {
	for (const day of FOLLOW_UP_DAYS) {
		const opensAt = endedAt + WINDOWS[day].fromMs;
		const closesAt = endedAt + WINDOWS[day].toMs;
		if (now >= closesAt || answered.includes(day)) continue;
		return now < opensAt ? { is: 'early', day, opensAt } : { is: 'open', day, closesAt };
	}
	return { is: 'over' };
}

/** How much it was, as the client says afterwards. */
export const AMOUNTS = ['too-little', 'right', 'too-much'] as const;
export type Amount = (typeof AMOUNTS)[number];

export const SORENESS_MAX = 10;

/** How one day after a session was. */
export interface FollowUpReply {
	readonly day: FollowUpDay;
	/** 0 not sore at all, 10 as sore as can be imagined. */
	readonly soreness: number;
	readonly amount: Amount;
	/** ms since epoch. */
	readonly at: number;
}
