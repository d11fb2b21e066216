/** What a link brought: a one-time right to become a member, or to set a new password. */
export interface Arrival {
	readonly is: 'invite' | 'reset';
	/** Never shown, and never in an address again. */
	readonly right: string;
}

const ARRIVAL = /^#(invite|reset)=([A-Za-z0-9_-]{22})$/;
/** Of a link that was cut short or written anew: it opens nothing, but it is said so. */
const CUT_SHORT = /^#(invite|reset)=/;

export function parseArrival(fragment: string): Arrival | null {
	const [, is, right] = ARRIVAL.exec(fragment) ?? [];
	if ((is === 'invite' || is === 'reset') && right !== undefined) return { is, right };
	return CUT_SHORT.test(fragment) ? { is: fragment.startsWith('#invite') ? 'invite' : 'reset', right: '' } : null;
}

/** Reads what a link brought, and takes it out of the address and the history at once. */
export function takeArrival(
	place: Pick<Location, 'hash' | 'pathname'>,
	history: Pick<History, 'replaceState'>,
): Arrival | null {
	const arrival = parseArrival(place.hash);
	if (arrival) history.replaceState(null, '', place.pathname);
	return arrival;
}
