import type { AccessNote } from '../store/access-log.ts';
import type { KeyHolder } from '../store/api-keys.ts';
import type { Membership } from '../store/members.ts';
import type { BodyOf, ROUTES, RouteName } from './routes.ts';

/** A request as a handler sees it: checked, parsed, and known to come from whoever may ask. */
export interface Ask<Body, Me> {
	readonly me: Me;
	readonly body: Body;
	/** What the path names, by id; empty where it has none. */
	readonly session: string;
	readonly client: string;
	readonly member: string;
	readonly invitation: string;
	readonly login: string;
	readonly key: string;
	/** The caller's own login and person; empty where a route is for anyone. */
	readonly ownLogin: string;
	readonly user: string;
	/** The caller's network address. */
	readonly address: string;
	/** As the caller named this server; not to be trusted. */
	readonly host: string | undefined;
	readonly cookie: string | undefined;
	readonly userAgent: string | undefined;
}

export type Lines = Iterable<string> | AsyncIterable<string>;

export interface Reply {
	readonly status?: number;
	/** Answered as JSON. */
	readonly json?: object;
	/** Answered as a file to keep. */
	readonly file?: { readonly name: string; readonly type: string; readonly lines: Lines };
	readonly cookies?: readonly string[];
	/** For the access log, what the path does not say: whom and what this answer is about; a list where it is noted in several places. */
	readonly about?: About | readonly About[];
}
export type About = Partial<Pick<AccessNote, 'what' | 'clinic' | 'member' | 'as' | 'session' | 'client' | 'subject'>>;

type MeOf<K extends RouteName> = (typeof ROUTES)[K]['who'] extends 'anyone'
	? null
	: (typeof ROUTES)[K]['who'] extends { readonly scope: string }
		? KeyHolder
		: Membership;
export type Handler<K extends RouteName> = (ask: Ask<BodyOf<K>, MeOf<K>>) => Promise<Reply>;

/** One handler for every route. */
export type Handlers = { readonly [K in RouteName]: Handler<K> };
