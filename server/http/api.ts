import { pipeline, Readable } from 'node:stream';
import { type ErrorRequestHandler, type Request, type RequestHandler, type Response, Router } from 'express';
import * as v from 'valibot';
import type { AccessKind } from '../../shared/access.ts';
import type { Code } from '../../shared/codes.ts';
import { idSchema } from '../../shared/http-api.ts';
import type { Log } from '../log.ts';
import type { AccessLog, AccessNote } from '../store/access-log.ts';
import type { KeyHolder } from '../store/api-keys.ts';
import type { Membership } from '../store/members.ts';
import { WorkerFailure } from '../worker-failure.ts';
import type { Auth, Caller } from './auth.ts';
import { checkBodyHeaders, readBody } from './body.ts';
import type { About, Ask, Handlers, Lines, Reply } from './handler.ts';
import type { Keys } from './keys.ts';
import { HttpRefusal, statusOf } from './refusal.ts';
import { type Audience, ROUTES, type Route, type RouteName } from './routes.ts';

export interface ApiParts {
	readonly handlers: Handlers;
	readonly auth: Pick<Auth, 'whoIs'>;
	readonly keys: Pick<Keys, 'whoIs'>;
	readonly addressOf: (request: Request) => string;
	readonly newId: () => string;
	readonly log: Log;
	readonly access: Pick<AccessLog, 'write' | 'note'>;
}

/** Registers every route of ROUTES, behind the same guards in the same order. */
export function createApi(parts: ApiParts): Router {
	const router = Router({ caseSensitive: true, strict: true });
	const turn = createTurn();
	for (const name of Object.keys(ROUTES) as RouteName[]) {
		const method = ROUTES[name].method.toLowerCase() as 'get' | 'post' | 'delete';
		router[method](ROUTES[name].path, answerBy(parts, name, turn));
	}
	return router;
}

function answerBy(parts: ApiParts, name: RouteName, turn: Turn): RequestHandler {
	const route: Route = ROUTES[name];
	const handle = parts.handlers[name] as (ask: Ask<unknown, Asker>) => Promise<Reply>;
	const work = async (heard: Heard): Promise<Reply> => {
		if (heard.caller && !isFor(route.who, heard.caller)) throw new HttpRefusal('forbidden');
		return turn(route, async () => handle(await askOf(parts, route, heard)));
	};
	return async (request, response) => {
		const ids = idsOf(route, request);
		checkBodyHeaders(request, route);
		const caller = await callerOf(parts, route, request);
		try {
			const reply = await work({ request, ids, caller });
			for (const note of notesOf(route.logs, caller, ids, reply)) await parts.access.write(note);
			send(response, reply, caller && 'cookies' in caller ? caller.cookies : []);
		} catch (problem) {
			const code = problem instanceof HttpRefusal ? problem.code : null;
			if (caller && isTrespass(code)) parts.access.note({ ...noteOf('refused', caller, ids), code });
			throw problem;
		}
	};
}

type Turn = <T>(route: Route, run: () => Promise<T>) => Promise<T>;

/** Long bodies are read and worked on one at a time: what of them lies in memory is bounded. */
function createTurn(): Turn {
	let isBusy = false;
	return async (route, run) => {
		if (route.list === null) return run();
		if (isBusy) throw new HttpRefusal('too_many');
		isBusy = true;
		try {
			return await run();
		} finally {
			isBusy = false;
		}
	};
}

/** What is another's is not found, so that looks like what is nobody's. */
const isTrespass = (code: Code | null) => code === 'forbidden' || code === 'not_found';

type Asker = Membership | KeyHolder | null;

interface Heard {
	readonly request: Request;
	readonly ids: PathIds;
	readonly caller: Caller | KeyHolder | null;
}

async function askOf(
	{ addressOf }: Pick<ApiParts, 'addressOf'>,
	route: Route,
	{ request, ids, caller }: Heard,
): Promise<Ask<unknown, Asker>> {
	const { host, cookie, 'user-agent': userAgent } = request.headers;
	const body = await readBody(request, route);
	const isMember = caller !== null && 'me' in caller;
	const { user, ownLogin } = isMember ? caller : { user: '', ownLogin: '' };
	return {
		...ids,
		user,
		ownLogin,
		me: isMember ? caller.me : caller,
		body,
		address: addressOf(request),
		host,
		cookie,
		userAgent,
	};
}

/** An answer as the access log notes it, in each place it is about. */
function notesOf(
	what: Route['logs'],
	caller: Heard['caller'],
	ids: PathIds,
	{ about = {} }: Reply,
): readonly AccessNote[] {
	return what === null ? [] : [about].flat().map((each) => noteOf(what, caller, ids, each));
}

/** Who was told what about whom. */
function noteOf(what: AccessKind, caller: Heard['caller'], ids: PathIds, about: About = {}): AccessNote {
	const { session, client, member, invitation, key } = ids;
	const named = { what, session: session || null, client: client || null };
	const subject = member || invitation || key || null;
	if (caller === null) return { ...named, clinic: '', member: null, as: 'nobody', subject, ...about };
	if (!('me' in caller))
		return { ...named, clinic: caller.clinic.id, member: null, as: 'key', subject: caller.key, ...about };
	const { clinic, member: asker } = caller.me;
	return { ...named, clinic: clinic.id, member: asker.id, as: asker.role, subject, ...about };
}

/** Refuses what another site's page sends: anything that changes something, and everything of the interface. */
export function createOriginGuard(parts: {
	readonly isOwnOrigin: (origin: string | undefined) => boolean;
}): RequestHandler {
	return (request, _response, next) => {
		const isReading = request.method === 'GET' || request.method === 'HEAD';
		const isGuarded = !isReading || request.path.startsWith('/api/');
		const isForeign = isGuarded && (!parts.isOwnOrigin(request.headers.origin) || isCrossSite(request));
		next(isForeign ? new HttpRefusal('foreign_origin') : undefined);
	};
}

/** A browser that sends no Origin still says where a request comes from. */
function isCrossSite(request: Request): boolean {
	const site = request.headers['sec-fetch-site'];
	return request.headers.origin === undefined && (site === 'cross-site' || site === 'same-site');
}

export const answerNotFound: RequestHandler = (_request, _response, next) => next(new HttpRefusal('not_found'));

/** The one error handler: a code and, where something went wrong here, the id of the line in the log. */
export function createErrorHandler({ newId, log }: Pick<ApiParts, 'newId' | 'log'>): ErrorRequestHandler {
	return (error: unknown, request, response, _next) => {
		const refusal = refusalOf(error);
		const { method } = request;
		const route = String(request.route?.path ?? '-');
		if (refusal) {
			log.debug('refused', { method, route, code: refusal.code, status: refusal.status });
			answer(response, refusal.status, { error: refusal.code });
			return;
		}
		const id = newId();
		const code: Code = error instanceof WorkerFailure ? 'not_recording' : 'internal';
		log.fault('a request could not be answered', error, { id, method, route });
		answer(response, statusOf(code), { error: code, id });
	};
}

function refusalOf(error: unknown): Pick<HttpRefusal, 'code' | 'status'> | null {
	if (error instanceof HttpRefusal) return error;
	// Express's own: a path that can't be decoded.
	const status = error instanceof Error && 'status' in error ? Number(error.status) : 500;
	return status >= 400 && status < 500 ? { code: 'bad_request', status } : null;
}

function answer(response: Response, status: number, body: object): void {
	if (response.headersSent || response.destroyed) {
		response.destroy();
		return;
	}
	if (!response.req.complete) response.setHeader('Connection', 'close');
	response.status(status).json(body);
}

const NAMED = ['session', 'client', 'member', 'invitation', 'login', 'key'] as const;
type PathIds = Pick<Ask<unknown, unknown>, (typeof NAMED)[number]>;

function idsOf({ path }: Route, request: Request): PathIds {
	const idOf = (name: string): string => {
		if (!path.includes(`:${name}`)) return '';
		const parsed = v.safeParse(idSchema, request.params[name]);
		if (!parsed.success) throw new HttpRefusal('not_found');
		return parsed.output;
	};
	return Object.fromEntries(NAMED.map((name) => [name, idOf(name)])) as PathIds;
}

async function callerOf(
	{ auth, keys }: Pick<ApiParts, 'auth' | 'keys'>,
	{ who, isSign }: Route,
	request: Request,
): Promise<Heard['caller']> {
	if (who === 'anyone') return null;
	if ('scope' in who) return keys.whoIs(request.headers.authorization);
	const caller = await auth.whoIs(request.headers.cookie, isSign);
	if (!caller) throw new HttpRefusal('signed_out');
	return caller;
}

function isFor(who: Audience, caller: Caller | KeyHolder): boolean {
	if (who === 'anyone') return true;
	if ('scope' in who) return !('me' in caller) && caller.scopes.includes(who.scope);
	return 'me' in caller && who.includes(caller.me.member.role);
}

function send(response: Response, reply: Reply, cookies: readonly string[]): void {
	for (const cookie of [...cookies, ...(reply.cookies ?? [])]) response.append('Set-Cookie', cookie);
	response.status(reply.status ?? 200);
	if (!reply.file) {
		response.json(reply.json ?? {});
		return;
	}
	const { name, type, lines } = reply.file;
	response.setHeader('Content-Type', type);
	response.setHeader('Content-Disposition', `attachment; filename="${name}"`);
	// One chunk ahead of what the reader has taken, however much the file holds.
	pipeline(Readable.from(inChunks(lines), { highWaterMark: 1 }), response, () => undefined);
}

/** Less than this is gathered before it leaves, UTF-16 units. */
const CHUNK_UNITS = 64_000;

async function* inChunks(lines: Lines): AsyncIterable<string> {
	let chunk: string[] = [];
	let units = 0;
	for await (const line of lines) {
		chunk.push(line);
		units += line.length;
		if (units < CHUNK_UNITS) continue;
		yield chunk.join('');
		chunk = [];
		units = 0;
	}
	yield chunk.join('');
}
