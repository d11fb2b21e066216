/** A place that was asked for, kept in this tab alone: a reload comes back to it without asking the client again. */
export interface KeptPlace {
	readonly token: string;
	/** The client has said yes to it. */
	readonly wasIn: boolean;
}

const TOKEN = /^[A-Za-z0-9_-]{22}$/;
const keyOf = (session: string) => `palpate.follow.${session}`;

/** What this page wrote; null for anything else. */
export function parsePlace(text: string | null): KeptPlace | null {
	if (text === null) return null;
	try {
		const { token, wasIn } = Object(JSON.parse(text)) as Record<string, unknown>;
		return typeof token === 'string' && TOKEN.test(token) ? { token, wasIn: wasIn === true } : null;
	} catch {
		return null;
	}
}

export interface FollowStore {
	read(session: string): KeptPlace | null;
	keep(session: string, place: KeptPlace): void;
	drop(session: string): void;
}

/** A browser that keeps nothing only asks anew after a reload. */
export function createFollowStore(storage: () => Storage): FollowStore {
	const orNull = <T>(act: (kept: Storage) => T): T | null => {
		try {
			return act(storage());
		} catch {
			return null;
		}
	};
	return {
		read: (session) => parsePlace(orNull((kept) => kept.getItem(keyOf(session)))),
		keep: (session, place) => {
			orNull((kept) => kept.setItem(keyOf(session), JSON.stringify(place)));
		},
		drop: (session) => {
			orNull((kept) => kept.removeItem(keyOf(session)));
		},
	};
}
