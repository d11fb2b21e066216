import { expect, test, vi } from 'vitest';
import { ROUTES, type Route, type RouteName } from '../../../server/http/routes.ts';
import type { Role } from '../../../server/store/members.ts';
import {
	CANARY,
	type Caller,
	NOTHING,
	openRouteWorld,
	RECORD_CANARY,
	ROUTE_NAMES,
	requestOf,
	SPENDING,
	type Targets,
	type World,
} from '../../harness/route-world.ts';
import type { Answer } from '../../harness/server-app.ts';

// Every route as everyone: beside other work that takes longer than the tests of one route.
vi.setConfig({ testTimeout: 90_000 });

const ROLE: Record<Exclude<Caller, 'nobody' | 'key'>, Role> = {
	owner: 'owner',
	therapist: 'therapist',
	colleague: 'therapist',
	desk: 'desk',
	stranger: 'owner',
};

const guarded = ROUTE_NAMES.filter((name) => ROUTES[name].who !== 'anyone');
const isFor = (name: RouteName, caller: Exclude<Caller, 'nobody'>): boolean => {
	const { who }: Route = ROUTES[name];
	if (who === 'anyone') return true;
	if ('scope' in who) return caller === 'key';
	return caller !== 'key' && who.includes(ROLE[caller]);
};
/** What is answered to somebody without a login, or without a key where that is asked for. */
const refusalOf = (name: RouteName) => {
	const { who }: Route = ROUTES[name];
	return `401 {"error":"${typeof who === 'object' && 'scope' in who ? 'wrong_key' : 'signed_out'}"}`;
};

/** Whether a request of this route names anything, in its path or its body. */
function namesSomething(name: RouteName): boolean {
	return mentions(name, Object.values(NOTHING));
}

/** Whether it names a record. */
const namesRecord = (name: RouteName) => mentions(name, [NOTHING.session, NOTHING.past, NOTHING.client, NOTHING.other]);

function mentions(name: RouteName, ids: readonly string[]): boolean {
	const { path, json } = requestOf(name, NOTHING);
	return ids.some((id) => `${path} ${JSON.stringify(json ?? {})}`.includes(id));
}

const isOfKeys = (name: RouteName) => refusalOf(name).includes('wrong_key');

const told = ({ status, text }: Answer) => `${status} ${text}`;

/** The routes that carry a session's events, asked for the one that goes on. */
const CARRYING = ['readSession', 'readCsv', 'readJson', 'readFhir', 'v1ReadSession'] as const;
const underWay = (targets: Targets): Targets => ({ ...targets, past: targets.session });

test('OBSERVE6 a session under way is read by its own therapist alone, whichever route carries its events', async () => {
	const world = await openRouteWorld();
	const targets = underWay(await world.newTargets());
	for (const name of CARRYING) {
		const caller = name === 'v1ReadSession' ? 'key' : 'owner';
		const answer = await world.ask(name, caller, targets);
		expect([name, told(answer)]).toEqual([name, '409 {"error":"ask_to_follow"}']);
		if (caller === 'key') continue;
		const own = await world.ask(name, 'therapist', targets);
		expect([name, own.status, own.text.includes(RECORD_CANARY) || name !== 'readJson']).toEqual([name, 200, true]);
	}
	const sessions = async (caller: 'owner' | 'therapist') =>
		JSON.parse((await world.ask('exportClient', caller, targets)).text).sessions.map(
			({ isUnderWay, events }: { isUnderWay?: true; events: unknown[] }) => [isUnderWay ?? false, events.length > 0],
		);
	expect(await sessions('owner')).toContainEqual([true, false]);
	expect(await sessions('therapist')).toContainEqual([false, true]);
});

/** What its therapist and an owner read of the targets: it must be the same after others have tried everything. */
async function recordOf(world: World, targets: Targets): Promise<string> {
	const answers = [
		await world.ask('readSession', 'therapist', underWay(targets)),
		await world.ask('readClient', 'owner', targets),
	];
	expect(answers.map(({ status }) => status)).toEqual([200, 200]);
	return answers.map(({ text }) => text).join();
}

test('RIGHT1 without a login every route but those for anyone is refused, whatever it names', async () => {
	const world = await openRouteWorld();
	const targets = await world.newTargets();
	for (const name of guarded) {
		for (const named of [targets, NOTHING]) {
			const answer = await world.ask(name, 'nobody', named);
			expect([name, told(answer)]).toEqual([name, refusalOf(name)]);
		}
	}
});

test('RIGHT1 a role that a route does not name is refused, whatever it names, and nothing changes', async () => {
	const world = await openRouteWorld();
	const targets = await world.newTargets();
	const before = await recordOf(world, targets);
	for (const caller of ['desk', 'therapist', 'key'] as const) {
		for (const name of guarded.filter((each) => !isFor(each, caller))) {
			for (const named of [targets, NOTHING]) {
				const answer = await world.ask(name, caller, named);
				const expected = isOfKeys(name) || caller === 'key' ? refusalOf(name) : '403 {"error":"forbidden"}';
				expect([name, caller, told(answer)]).toEqual([name, caller, expected]);
			}
		}
	}
	expect(await recordOf(world, targets)).toBe(before);
});

test('RIGHT2 what another clinic has is as if it were not there, on every route, and nothing of it changes', async () => {
	const world = await openRouteWorld();
	const targets = await world.newTargets();
	const before = await recordOf(world, targets);
	for (const name of guarded.filter((each) => !isOfKeys(each))) {
		const foreign = await world.ask(name, 'stranger', targets);
		expect([name, foreign.text.includes(CANARY)]).toEqual([name, false]);
		if (!namesSomething(name)) continue;
		const missing = await world.ask(name, 'stranger', NOTHING);
		expect([name, told(foreign)]).toEqual([name, told(missing)]);
		expect([name, foreign.status]).toEqual([name, 404]);
	}
	expect(await recordOf(world, targets)).toBe(before);
});

test('RIGHT4 a therapist sees own clients’ records, and all of the clinic’s where the owner says so', async () => {
	const world = await openRouteWorld();
	const { app, cookies } = world;
	const targets = await world.newTargets();
	const before = await recordOf(world, targets);
	const open = guarded.filter((name) => isFor(name, 'colleague'));
	for (const name of open) {
		const answer = await world.ask(name, 'colleague', targets);
		expect([name, answer.text.includes(CANARY)]).toEqual([name, false]);
		if (namesRecord(name)) expect([name, answer.status]).toEqual([name, 404]);
	}
	expect(await recordOf(world, targets)).toBe(before);
	const { settings } = (await app.call('GET', '/api/settings', { cookie: String(cookies.owner) })).json;
	const json = { ...(settings as object), therapistsSee: 'all' };
	expect((await app.call('POST', '/api/settings', { cookie: String(cookies.owner), json })).status).toBe(200);
	for (const name of ['readSession', 'readClient', 'listSessions', 'listClients', 'exportClient'] as const) {
		const answer = await world.ask(name, 'colleague', targets);
		expect([name, answer.status, answer.text.includes(CANARY)]).toEqual([name, 200, true]);
	}
});

test('RIGHT5 the front desk is shown whom the clinic treats, and nothing of any record', async () => {
	const world = await openRouteWorld();
	const targets = await world.newTargets();
	let hasSeenNames = false;
	for (const name of guarded.filter((each) => isFor(each, 'desk'))) {
		const { text } = await world.ask(name, 'desk', targets);
		expect([name, text.includes(RECORD_CANARY)]).toEqual([name, false]);
		hasSeenNames ||= text.includes(CANARY);
	}
	expect(hasSeenNames).toBe(true);
});

/** The login that is named is the therapist's. */
const isTheirs = (name: RouteName, caller: Caller) => name !== 'endLogin' || caller === 'therapist';

test('RIGHT6 an owner, the therapist whose client it is, and a key of every scope may call every route of theirs', async () => {
	const world = await openRouteWorld();
	for (const caller of ['owner', 'therapist', 'key'] as const) {
		let targets = await world.newTargets();
		for (const name of guarded.filter((each) => isFor(each, caller) && isTheirs(each, caller))) {
			const { status, text } = await world.ask(name, caller, targets);
			expect([name, caller, status < 300, text.slice(0, 80)]).toEqual([name, caller, true, text.slice(0, 80)]);
			if (SPENDING.includes(name)) targets = await world.newTargets();
		}
	}
});
