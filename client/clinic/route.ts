import type { MeAnswer } from '../../shared/http-api.ts';

/** Views that need nothing but their name; the front desk sees those that are for it. */
export const VIEWS = {
	diary: ['owner', 'therapist'],
	clients: ['owner', 'therapist', 'desk'],
	insight: ['owner'],
	people: ['owner'],
	access: ['owner'],
	keys: ['owner'],
	settings: ['owner'],
	account: ['owner', 'therapist', 'desk'],
} as const satisfies Record<string, readonly MeAnswer['member']['role'][]>;
export type ViewName = keyof typeof VIEWS;

/** Where the clinic page stands. It is in the fragment, which no server sees, and holds an opaque id and nothing else. */
export type Route =
	| { readonly is: ViewName }
	| { readonly is: 'session'; readonly session: string }
	| { readonly is: 'follow'; readonly session: string }
	| { readonly is: 'client'; readonly client: string };

const SESSION = /^#s=([A-Za-z0-9_-]{22})$/;
const FOLLOW = /^#f=([A-Za-z0-9_-]{22})$/;
const CLIENT = /^#c=([A-Za-z0-9_-]{22})$/;

export function parseRoute(fragment: string): Route {
	const session = SESSION.exec(fragment)?.[1];
	if (session !== undefined) return { is: 'session', session };
	const followed = FOLLOW.exec(fragment)?.[1];
	if (followed !== undefined) return { is: 'follow', session: followed };
	const client = CLIENT.exec(fragment)?.[1];
	if (client !== undefined) return { is: 'client', client };
	const name = fragment.slice(1);
	return { is: isViewName(name) ? name : 'diary' };
}

const isViewName = (name: string): name is ViewName => Object.hasOwn(VIEWS, name);

export function fragmentOf(route: Route): string {
	if (route.is === 'session') return `#s=${route.session}`;
	if (route.is === 'follow') return `#f=${route.session}`;
	if (route.is === 'client') return `#c=${route.client}`;
	return route.is === 'diary' ? '#' : `#${route.is}`;
}

/** The view that a route belongs to, as the navigation marks it. */
export function viewOf(route: Route): ViewName {
	if (route.is === 'session' || route.is === 'follow') return 'diary';
	return route.is === 'client' ? 'clients' : route.is;
}

export function canOpen(role: MeAnswer['member']['role'], view: ViewName): boolean {
	return VIEWS[view].some((each) => each === role);
}

export function viewsFor(role: MeAnswer['member']['role']): readonly ViewName[] {
	return (Object.keys(VIEWS) as ViewName[]).filter((view) => canOpen(role, view));
}
