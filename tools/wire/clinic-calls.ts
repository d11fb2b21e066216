import type { CodeAnswer, JoinAnswer, SeatAnswer, SessionAnswer } from '../../shared/http-api.ts';
import { unpackFlow } from '../../shared/packed-flow.ts';
import type { LinkAnswer } from '../../shared/people-api.ts';

export const OWNER = { name: 'Owner Example', email: 'owner@example.org', password: 'nine quiet herons' };

/** What a clinic's owner and a phone ask of a server, through its interface. */
export interface ClinicCalls {
	/** The owner's login, as the browser sends it. */
	readonly cookie: string;
	startSession(clientName: string): Promise<SeatAnswer>;
	/** A fresh code, joined at once. */
	join(session: string): Promise<JoinAnswer>;
	readSession(session: string): Promise<SessionAnswer>;
	ask(method: string, path: string, body?: object): Promise<Response>;
}

/** Sets a fresh server's clinic up, with names of its own where they are given. */
export async function setUpClinic(
	origin: string,
	setupCode: string,
	names: { readonly clinic?: string; readonly name?: string } = {},
): Promise<ClinicCalls> {
	const body = { ...OWNER, clinic: 'Clinic Example', zone: 'Europe/Berlin', ...names, code: setupCode };
	const answer = await send(origin, '', 'POST', '/api/setup', body);
	if (!answer.ok) throw new Error(`setting up was answered ${answer.status}`);
	return createCalls(origin, cookieOf(answer));
}

/** Signs in to a server that was set up so before. */
export async function signInToClinic(origin: string): Promise<ClinicCalls> {
	const { email, password } = OWNER;
	const answer = await send(origin, '', 'POST', '/api/sign-in', { email, password });
	if (!answer.ok) throw new Error(`signing in was answered ${answer.status}`);
	return createCalls(origin, cookieOf(answer));
}

/** A new therapist of the clinic, invited by its owner and signed in. */
export async function joinAsTherapist(origin: string, owner: ClinicCalls, name: string): Promise<ClinicCalls> {
	const email = `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '.')}@example.org`;
	const invited = await owner.ask('POST', '/api/invitations', { email, role: 'therapist' });
	const { link } = (await invited.json()) as LinkAnswer;
	const token = new URL(link).hash.replace(/^.*=/, '').replace(/^#/, '');
	const body = { token, name, password: OWNER.password };
	const answer = await send(origin, '', 'POST', '/api/invitation/accept', body);
	if (!answer.ok) throw new Error(`joining the clinic was answered ${answer.status}`);
	return createCalls(origin, cookieOf(answer));
}

function createCalls(origin: string, cookie: string): ClinicCalls {
	const ask: ClinicCalls['ask'] = (method, path, body) => send(origin, cookie, method, path, body);
	const read = async <T>(method: string, path: string, body?: object): Promise<T> => {
		const answer = await ask(method, path, body);
		if (!answer.ok) throw new Error(`${method} ${path} was answered ${answer.status}`);
		return (await answer.json()) as T;
	};
	return {
		cookie,
		ask,
		startSession: (name) => read<SeatAnswer>('POST', '/api/sessions', { client: { name } }),
		async join(session) {
			const { joinUrls } = await read<CodeAnswer>('POST', `/api/sessions/${session}/code`);
			const ticket = new URL(joinUrls[0] ?? '').hash.slice(1);
			return read<JoinAnswer>('POST', '/api/join', { ticket });
		},
		async readSession(session) {
			const { flow = [], ...answer } = await read<SessionAnswer>('GET', `/api/sessions/${session}`);
			return { ...answer, events: [...answer.events, ...unpackFlow(flow)] };
		},
	};
}

function send(origin: string, cookie: string, method: string, path: string, body?: object): Promise<Response> {
	const headers = { ...(cookie !== '' && { cookie }), ...(body && { 'content-type': 'application/json' }) };
	return fetch(new URL(path, origin), { method, headers, ...(body && { body: JSON.stringify(body) }) });
}

function cookieOf(answer: Response): string {
	return answer.headers
		.getSetCookie()
		.map((cookie) => cookie.split(';')[0] ?? '')
		.join('; ');
}
