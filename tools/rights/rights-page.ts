import { ROUTES, type Route } from '../../server/http/routes.ts';
import { ACCESS } from '../../shared/access.ts';
import { SEEN_BY } from '../../shared/event-sight.ts';
import { EVENT_KINDS, type EventKind, SEATS, type Seat } from '../../shared/events.ts';
import { SCOPES } from '../../shared/keys-api.ts';
import { ROLES, type Role } from '../../shared/people-api.ts';

const HEAD = `# Who may do what

Printed by \`npm run rights\` from the list of routes (server/http/routes.ts) and the list of events (shared/events.ts); a test
fails when this page is not what they say, and another calls every route as everyone.

## Routes

**all**: of the caller's own clinic. **own**: a therapist's own clients (those they look after or have treated), or all of the
clinic's where the owner says so. What somebody may not see is not found, as if it were not there. *Noted*: the entry that a good
answer leaves in the clinic's access log; *read* marks those that carry a record. Refused attempts are noted as well.

A session under way is its own therapist's alone: to anybody else the routes that carry its events answer \`ask_to_follow\`, and
\`POST /api/sessions/:session/seat\` gives an observer's place that waits for the client's yes (noted as follow-asked, and as
session-followed (read) once they are let in).
`;

const EVENTS = `
## Events of a session

Written by and shown to the people in the seats of one session. What a seat may not write is kept as refused, without its content,
and noted in the access log; of an observer nothing is kept; kinds that are not in this list are shown to no one.
`;

/** Paths that are about what a therapist may only partly see. */
const OF_CLIENTS = /^\/api\/(sessions|clients)\b/;

function roleCell({ who, path }: Route, role: Role): string {
	if (who === 'anyone' || 'scope' in who || !who.includes(role)) return '';
	return role === 'therapist' && OF_CLIENTS.test(path) ? 'own' : 'all';
}

function othersCell({ who }: Route): string {
	if (who === 'anyone') return 'anyone';
	return 'scope' in who ? `key: ${who.scope}` : '';
}

function notedCell({ logs }: Route): string {
	if (logs === null) return '';
	return ACCESS[logs] === 'read' ? `${logs} (read)` : logs;
}

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
	[row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');

const list = (seats: readonly Seat[]) => (seats.length === SEATS.length ? 'all' : seats.join(', '));

/** The page docs/RIGHTS.md. */
export function rightsPage(): string {
	const routes: readonly Route[] = Object.values(ROUTES);
	const routeRows = routes.map((route) => [
		`${route.method} ${route.path}`,
		...ROLES.map((role) => roleCell(route, role)),
		othersCell(route),
		notedCell(route),
	]);
	const eventRows = (Object.keys(EVENT_KINDS) as EventKind[]).map((kind) => [
		kind,
		EVENT_KINDS[kind].lane,
		list(EVENT_KINDS[kind].writtenBy),
		list(SEEN_BY[kind]),
	]);
	return [
		HEAD,
		table(['route', ...ROLES, 'others', 'noted'], routeRows),
		EVENTS,
		table(['event', 'lane', 'written by', 'shown to'], eventRows),
		`\nScopes of keys: ${SCOPES.join(', ')} (docs/API.md).\n`,
	].join('\n');
}
