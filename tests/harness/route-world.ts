import { createHash, randomBytes } from 'node:crypto';
import { ROUTES, type Route, type RouteName } from '../../server/http/routes.ts';
import { codeOf, newSecret, stepAt } from '../../server/http/totp.ts';
import { changeClient, registerClient, setCautions } from '../../server/store/client-record.ts';
import { insertLink, wantFollowUp } from '../../server/store/follow-ups.ts';
import { insertInvitation } from '../../server/store/invitations.ts';
import { saveResetLink } from '../../server/store/passwords.ts';
import type { ClinicDb } from '../../server/store/tables.ts';
import { beginTotp, endTotp } from '../../server/store/totp-rows.ts';
import { SCOPES } from '../../shared/keys-api.ts';
import { DEFAULT_SETTINGS } from '../../shared/settings.ts';
import { exportedSession } from './exported-session.ts';
import { lightPasswords } from './light-passwords.ts';
import { type Answer, EMAIL, PASSWORD, type RunningApp, SETUP_CODE, startApp } from './server-app.ts';
import { NINE } from './server-events.ts';
import { openPage } from './server-page.ts';
import { firstClinic, insertClinic, signInAs } from './server-people.ts';
import { waitFor } from './wait-for.ts';

/** Stands in everything that is recorded about anyone in the first clinic, and in nothing else. */
export const CANARY = 'canary';
/** Stands in what is recorded of them, and not in whose record it is. */
export const RECORD_CANARY = `${CANARY} record`;

export const CALLERS = ['owner', 'therapist', 'colleague', 'desk', 'stranger', 'key', 'nobody'] as const;
/** `stranger` is the owner of another clinic; `key` is a program with a key to
 * everything; `nobody` is not signed in. The sessions are the therapist's. */
export type Caller = (typeof CALLERS)[number];

/** What the path or the body of a request may name. */
export interface Targets {
	readonly session: string;
	readonly client: string;
	readonly member: string;
	readonly invitation: string;
	readonly login: string;
	readonly key: string;
	/** Another client of the first clinic. */
	readonly other: string;
	readonly clinic: string;
	/** One-time rights: to become a member, and to set that member's password. */
	readonly invite: string;
	readonly reset: string;
	/** A code to join that session by. */
	readonly code: string;
	/** The right to the therapist's seat. */
	readonly token: string;
	/** A session of that client that ended a day ago, whose client wants to be asked how it was. */
	readonly past: string;
	/** The right to its client's seat, and a link to be asked by. */
	readonly pastPhone: string;
	readonly followUp: string;
}

export interface World {
	readonly app: RunningApp;
	readonly clinic: string;
	readonly cookies: Readonly<Record<Caller, string | undefined>>;
	/** A fresh recorded session under way in the first clinic, of the therapist, with a client of its own. */
	newTargets(): Promise<Targets>;
	/** Calls a route as it is meant to be called. */
	ask(name: RouteName, caller: Caller, targets: Targets): Promise<Answer>;
}

const DAY_MS = 24 * 60 * 60 * 1_000;

const none = (name: string) => name.padEnd(22, '0');
/** Ids of the right form that nothing has. */
export const NOTHING: Targets = {
	session: none('no-session'),
	client: none('no-client'),
	other: none('no-other'),
	member: none('no-member'),
	invitation: none('no-invitation'),
	login: none('no-login'),
	key: none('no-key'),
	clinic: none('no-clinic'),
	invite: none('no-invite'),
	reset: none('no-reset'),
	code: '00000000',
	token: none('no-token'),
	past: none('no-past'),
	pastPhone: none('no-past-phone'),
	followUp: none('no-follow-up'),
};

/** A body that each route takes; null where it takes none. A route that is missing here does not compile. */
const BODIES: { readonly [K in RouteName]: ((targets: Targets) => object) | null } = {
	health: null,
	readSetup: null,
	setUp: () => ({ code: SETUP_CODE, clinic: 'X', zone: 'UTC', name: 'X', email: 'x@example.org', password: PASSWORD }),
	signIn: () => ({ email: EMAIL, password: PASSWORD }),
	signOut: null,
	me: null,
	forgottenPassword: () => ({ email: EMAIL }),
	resetPassword: ({ reset }) => ({ token: reset, password: PASSWORD }),
	readInvitation: ({ invite }) => ({ token: invite }),
	acceptInvitation: ({ invite }) => ({ token: invite, name: 'Newcomer', password: PASSWORD }),
	changePassword: () => ({ former: PASSWORD, password: PASSWORD }),
	readAccount: null,
	ownLogin: () => ({ isHere: true }),
	listLogins: null,
	endLogin: null,
	beginTotp: () => ({ password: PASSWORD }),
	confirmTotp: () => ({ code: '000000' }),
	endTotp: () => ({ password: PASSWORD }),
	listClinics: null,
	chooseClinic: (targets) => ({ clinic: targets.clinic }),
	listMembers: null,
	listMemberNames: null,
	invite: () => ({ email: 'new@example.org', role: 'desk' }),
	withdrawInvitation: null,
	changeRole: () => ({ role: 'desk' }),
	disableMember: null,
	enableMember: null,
	makeResetLink: null,
	endMemberLogins: null,
	endMemberTotp: null,
	searchClients: () => ({ text: '' }),
	listClients: () => ({}),
	registerClient: () => ({ name: 'Jo Newcomer', cautions: ['pregnancy'] }),
	readClient: null,
	changeClient: () => ({ birthYear: 1980 }),
	setCautions: () => ({ cautions: ['pregnancy'] }),
	acknowledgeCautions: () => ({ cautions: ['pregnancy'] }),
	setToday: () => ({ masking: ['painkiller'] }),
	setPlan: () => ({ goal: 'Turn the head without pain', reviewOn: '2027-01-31' }),
	noteConsent: () => ({ use: 'teaching', isGiven: true }),
	listConsents: null,
	mergeClient: ({ other }) => ({ into: other }),
	readCourse: null,
	exportClient: null,
	holdClient: () => ({ reason: null }),
	anonymiseClient: null,
	eraseClient: null,
	readConsentWords: null,
	addConsentWords: () => ({ use: 'recording', words: 'We keep your ratings.' }),
	readSettings: null,
	writeSettings: () => DEFAULT_SETTINGS,
	listDue: null,
	eraseDue: null,
	startSession: ({ client }) => ({ client: { id: client } }),
	listOpenSessions: null,
	listSessions: () => ({}),
	readSession: null,
	readAgainst: null,
	readCsv: null,
	readJson: null,
	readFhir: null,
	importSession: ({ client }) => ({ client: { id: client }, export: exportedSession() }),
	grantSeat: null,
	issueCode: null,
	correctClient: ({ client }) => ({ client: { id: client } }),
	endSession: null,
	deleteSession: null,
	readNote: null,
	saveNote: () => ({ version: 0, subjective: RECORD_CANARY, objective: '', assessment: '', plan: '' }),
	signNote: () => ({ version: 1 }),
	amendNote: () => ({ text: RECORD_CANARY }),
	makeFollowUpLink: null,
	readHandOver: null,
	readInsight: () => ({ from: 0, to: NINE }),
	readNamedInsight: () => ({ from: 0, to: NINE }),
	listKeys: null,
	makeKey: () => ({ name: 'Booking', scopes: ['sessions'], days: 30 }),
	revokeKey: null,
	v1ListSessions: () => ({}),
	v1ReadSession: null,
	v1ListClients: () => ({}),
	listAccess: () => ({}),
	verifyAccess: () => ({}),
	readAccessCsv: null,
	join: ({ code }) => ({ code }),
	wantFollowUp: ({ pastPhone }) => ({ token: pastPhone }),
	readFollowUp: ({ followUp }) => ({ token: followUp }),
	answerFollowUp: ({ followUp }) => ({ token: followUp, day: 1, soreness: 2, amount: 'right' }),
	liveSay: ({ token }) => ({ token, frames: [] }),
};

/** The routes that the matrix has a sample of; the type of BODIES asks for every one. */
export const SAMPLED_ROUTES: readonly string[] = Object.keys(BODIES);

/** Where a route needs something else than the client of a session under way. */
const ANOTHER: Partial<Record<RouteName, (targets: Targets) => Partial<Targets>>> = {
	anonymiseClient: ({ other }) => ({ client: other }),
	// Of one under way its own therapist alone is told.
	readSession: ({ past }) => ({ session: past }),
	readCsv: ({ past }) => ({ session: past }),
	readJson: ({ past }) => ({ session: past }),
	readFhir: ({ past }) => ({ session: past }),
	v1ReadSession: ({ past }) => ({ session: past }),
	readNote: ({ past }) => ({ session: past }),
	saveNote: ({ past }) => ({ session: past }),
	signNote: ({ past }) => ({ session: past }),
	amendNote: ({ past }) => ({ session: past }),
	makeFollowUpLink: ({ past }) => ({ session: past }),
};

/** After a good answer the targets are not what they were. */
export const SPENDING: readonly RouteName[] = [
	'resetPassword',
	'acceptInvitation',
	'changePassword',
	'endLogin',
	'withdrawInvitation',
	'join',
	'answerFollowUp',
	'endSession',
	'deleteSession',
	'mergeClient',
	'eraseClient',
];

export const ROUTE_NAMES = Object.keys(ROUTES) as readonly RouteName[];

/** How a route is meant to be called. */
export function requestOf(
	name: RouteName,
	targets: Targets,
): { readonly path: string; readonly json: object | undefined } {
	const named = { ...targets, ...ANOTHER[name]?.(targets) };
	const path = ROUTES[name].path.replaceAll(/:(\w+)/g, (_, id) => named[id as keyof Targets]);
	return { path, json: BODIES[name]?.(targets) };
}

/** A server with two clinics, and a person for every caller. */
export async function openRouteWorld(): Promise<World> {
	const app = await startApp();
	const owner = await app.setUp();
	const { db } = app.store;
	const clinic = await firstClinic(db);
	const hash = await lightPasswords().hash(PASSWORD);
	const cookies: Record<Caller, string | undefined> = {
		owner,
		therapist: await signInAs(app, 'therapist', clinic, 'tom', hash),
		colleague: await signInAs(app, 'therapist', clinic, 'tina', hash),
		desk: await signInAs(app, 'desk', clinic, 'dora', hash),
		stranger: await signInAs(app, 'owner', await insertClinic(db, 'hill'), 'hanna', hash),
		key: undefined,
		nobody: undefined,
	};
	let count = 0;
	const therapist = await db
		.selectFrom('member')
		.innerJoin('user', 'user.id', 'member.userId')
		.select(['member.id', 'user.id as user'])
		.where('user.name', '=', 'tom')
		.executeTakeFirstOrThrow();
	const doing = { member: therapist.id, at: NINE, newId: () => randomBytes(16).toString('base64url') };
	const newSession = async (): Promise<Pick<Targets, 'session' | 'token'>> => {
		count += 1;
		const session = doing.newId();
		const name = `${CANARY} ${count}`;
		const whose = { clinic, member: therapist.id, client: { name }, clientName: name, isTest: true };
		return { session, token: await app.app.hub.start({ id: session, ...whose }) };
	};
	const newClient = async (): Promise<string> => {
		const id = doing.newId();
		await registerClient(db, { id, clinic, name: `${CANARY} other ${count}`, at: NINE });
		return id;
	};
	const makeKey = async (): Promise<{ readonly id: string; readonly token: string }> => {
		const made = await app.call('POST', '/api/keys', {
			cookie: owner,
			json: { name: 'All', scopes: SCOPES, days: null },
		});
		return { id: (made.json.key as { id: string }).id, token: String(made.json.token) };
	};
	const { token: keyToken } = await makeKey();
	/** Somebody at the desk, with a link for each purpose, and another login of the therapist's. */
	const newMember = async () => {
		const iso = new Date(NINE).toISOString();
		const times = { createdAt: iso, updatedAt: iso };
		const [user, member, login, invitation] = [doing.newId(), doing.newId(), doing.newId(), doing.newId()];
		const [invite, reset] = [doing.newId(), doing.newId()];
		const email = `${user}@example.org`.toLowerCase();
		await db
			.insertInto('user')
			.values({ id: user, name: 'Somebody', email, emailVerified: 1, image: null, ...times })
			.execute();
		await db
			.insertInto('member')
			.values({ id: member, organizationId: clinic, userId: user, role: 'desk', createdAt: iso })
			.execute();
		const expiresAt = new Date(Date.now() + 1_000_000).toISOString();
		await db
			.insertInto('login')
			.values({ id: login, token: login, userId: therapist.user, expiresAt, ...times })
			.execute();
		const whom = { clinic, email: `${invitation}@example.org`.toLowerCase(), role: 'desk' as const };
		const invited = { id: invitation, ...whom, inviter: user, at: NINE, expiresAt: Date.now() + 1_000_000 };
		await insertInvitation(db, { ...invited, tokenHash: hashOf(invite) });
		await saveResetLink(db, { tokenHash: hashOf(reset), userId: user, expiresAt: Date.now() + 1_000_000 });
		return { member, login, invitation, invite, reset, key: (await makeKey()).id };
	};
	const newPast = async (client: string): Promise<Pick<Targets, 'past' | 'pastPhone' | 'followUp'>> => {
		const past = doing.newId();
		const at = Date.now() - DAY_MS;
		const row = { id: past, clinic, member: therapist.id, startedAt: at, endedAt: at, sealedAt: null, client };
		await db
			.insertInto('session')
			.values({ ...row, recording: 'recorded', isTest: 0, peak: 70, band: null })
			.execute();
		const [pastPhone, followUp] = [doing.newId(), doing.newId()];
		const device = { id: doing.newId(), session: past, seat: 'client' as const, member: null, words: '' };
		await db
			.insertInto('device')
			.values({ ...device, tokenHash: hashOf(pastPhone), standing: 'admitted', hasSaidBye: 0 })
			.execute();
		await wantFollowUp(db, past, at);
		await insertLink(db, past, { tokenHash: hashOf(followUp), at });
		return { past, pastPhone, followUp };
	};
	return {
		app,
		clinic,
		cookies,
		async newTargets() {
			const { session, token } = await newSession();
			const page = openPage(app.app.hub, token, `therapist-${count}`);
			page.say({ kind: 'started' }, Date.now());
			page.say({ kind: 'spoken-consent', choice: 'recorded', member: 'tom' }, Date.now());
			page.say({ kind: 'note', text: RECORD_CANARY }, Date.now());
			const client = await waitFor(() => clientOf(db, session));
			await changeClient(db, client, { reason: RECORD_CANARY });
			await setCautions(db, client, ['pregnancy'], doing);
			const other = await newClient();
			const person = await newMember();
			const code = String(app.app.hub.issueCode(session)?.code);
			return { ...NOTHING, session, client, other, clinic, ...person, code, token, ...(await newPast(client)) };
		},
		async ask(name, caller, targets) {
			const route: Route = ROUTES[name];
			const cookie = cookies[caller];
			const { path, json } = await withRightCode(db, name, caller, requestOf(name, targets));
			const headers = caller === 'key' ? { authorization: `Bearer ${keyToken}` } : {};
			return app.call(route.method, path, { ...(cookie !== undefined && { cookie }), ...(json && { json }), headers });
		},
	};
}

const NAMES: Partial<Record<Caller, string>> = {
	owner: 'Ada Owner',
	therapist: 'tom',
	colleague: 'tina',
	desk: 'dora',
	stranger: 'hanna',
};

/** An authenticator's code depends on the caller's own secret. */
async function withRightCode(
	db: ClinicDb,
	name: RouteName,
	caller: Caller,
	request: ReturnType<typeof requestOf>,
): Promise<ReturnType<typeof requestOf>> {
	if (name !== 'confirmTotp' || NAMES[caller] === undefined) return request;
	const { id } = await db
		.selectFrom('user')
		.select('id')
		.where('name', '=', String(NAMES[caller]))
		.executeTakeFirstOrThrow();
	const secret = newSecret(randomBytes);
	await endTotp(db, id);
	await beginTotp(db, id, secret);
	return { ...request, json: { code: codeOf(secret, stepAt(Date.now())) } };
}

const hashOf = (token: string) => createHash('sha256').update(token).digest('base64url');

/** Whom a session is for; throws until it is recorded. */
async function clientOf(db: ClinicDb, session: string): Promise<string> {
	const row = await db.selectFrom('session').select('client').where('id', '=', session).executeTakeFirstOrThrow();
	if (row.client === null) throw new Error('not recorded yet');
	return row.client;
}
