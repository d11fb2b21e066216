import { expect, test } from 'vitest';
import { ROUTES, type Route, type RouteName } from '../../../server/http/routes.ts';
import { readAccessHead, verifyAccess } from '../../../server/store/access-log.ts';
import {
	CALLERS,
	type Caller,
	openRouteWorld,
	RECORD_CANARY,
	ROUTE_NAMES,
	SPENDING,
	type Targets,
	type World,
} from '../../harness/route-world.ts';
import type { Answer } from '../../harness/server-app.ts';

/** Ends the caller's own login. */
const LAST: readonly RouteName[] = ['signOut'];
/** Answers on a place in a live session, which was noted when it was given. */
const NOTED_BEFORE: readonly RouteName[] = ['liveSay'];

/** Answers with a session of its own. */
const MAKES_SESSION: readonly RouteName[] = ['startSession', 'importSession'];

/** What the first clinic's log gained after its entry `n`. */
function entriesAfter({ app, clinic }: World, n: number) {
	return app.store.db
		.selectFrom('access')
		.selectAll()
		.where('clinic', '=', clinic)
		.where('n', '>', n)
		.where('what', '<>', 'refused')
		.orderBy('n')
		.execute();
}

const isGood = ({ status }: Answer) => status < 300;

/** What the first clinic's log must have gained. */
function expectedOf(name: RouteName, caller: Caller, answer: Answer): readonly string[] {
	const route: Route = ROUTES[name];
	const isOfThisClinic = caller !== 'stranger' || route.who === 'anyone';
	if (!isGood(answer) || !isOfThisClinic || route.logs === null) return [];
	// Whose session it is not is given no place, and waits for its client's yes.
	return [name === 'grantSeat' && caller === 'owner' ? 'follow-asked' : route.logs];
}

/** Asks, and sees to it that the log gained what it must. Answers whether the answer was a good one. */
async function askAndCompare(world: World, name: RouteName, caller: Caller, targets: Targets): Promise<boolean> {
	const route: Route = ROUTES[name];
	const before = (await readAccessHead(world.app.store.db, world.clinic))?.n ?? 0;
	const answer = await world.ask(name, caller, targets);
	const fresh = await entriesAfter(world, before);
	expect([name, caller, fresh.map(({ what }) => what)]).toEqual([name, caller, expectedOf(name, caller, answer)]);
	const isUnnoted = route.logs === null && !NOTED_BEFORE.includes(name) && answer.text.includes(RECORD_CANARY);
	expect([name, caller, isUnnoted]).toEqual([name, caller, false]);
	for (const entry of fresh) {
		expect(entry.member !== null || route.who === 'anyone' || caller === 'key').toBe(true);
		const known = [targets.session, targets.past, null];
		expect(known.includes(entry.session) || MAKES_SESSION.includes(name)).toBe(true);
	}
	return isGood(answer);
}

test('ACC1 one answer that carries a record is one entry of the access log, on every route and for every caller', async () => {
	const world = await openRouteWorld();
	const answered = new Set<RouteName>();
	let targets = await world.newTargets();
	for (const name of ROUTE_NAMES.filter((each) => !LAST.includes(each))) {
		// Who is signed in makes no difference to a route for anyone.
		const callers = ROUTES[name].who === 'anyone' ? (['nobody'] as const) : CALLERS.toReversed();
		for (const caller of callers) {
			if (!(await askAndCompare(world, name, caller, targets))) continue;
			answered.add(name);
			if (SPENDING.includes(name)) targets = await world.newTargets();
		}
	}
	const logging = ROUTE_NAMES.filter((name) => ROUTES[name].logs !== null);
	expect(logging.filter((name) => !answered.has(name))).toEqual([]);
	expect((await verifyAccess(world.app.store.db, world.clinic)).isWhole).toBe(true);
}, 90_000);
