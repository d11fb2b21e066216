/** Where the clinic page stands. It is in the fragment, which no server sees, and holds an opaque id and nothing else. */
export type Route = { readonly is: 'diary' } | { readonly is: 'session'; readonly session: string };

const SESSION = /^#s=([A-Za-z0-9_-]{22})$/;

export function parseRoute(fragment: string): Route {
	const session = SESSION.exec(fragment)?.[1];
	return session === undefined ? { is: 'diary' } : { is: 'session', session };
}

export function fragmentOf(route: Route): string {
	return route.is === 'session' ? `#s=${route.session}` : '#';
}
