import { onTestFinished } from 'vitest';
import { insertFirstClinic } from '../../server/store/members.ts';
import type { KnownBody, Lane } from '../../shared/events.ts';
import { laneOf } from '../../shared/events.ts';
import type { UpFrameOf } from '../../shared/protocol.ts';
import { helloOf, type LiveLine, openLiveLine } from '../../tools/wire/live-line.ts';
import { type RunningApp, startApp } from './server-app.ts';
import { idNamed, NINE } from './server-events.ts';

export const CLINIC = idNamed('clinic');
export const MEMBER = idNamed('member');

/** A page on a real socket that says only what a test tells it to. */
export interface LivePage extends LiveLine {
	readonly writer: string;
	/** The frame of the next event of this page; n counts by lane. */
	next(body: KnownBody, change?: Partial<UpFrameOf<'events'>['events'][number]>): UpFrameOf<'events'>;
	say(body: KnownBody): void;
}

export interface LiveApp extends RunningApp {
	/** Starts a session; answers it with the token of its therapist. */
	startSession(clientName?: string): Promise<{ readonly session: string; readonly token: string }>;
	/** Joins by a fresh code; the phone is not let in yet. */
	joinSession(session: string): Promise<{ readonly token: string; readonly words: string }>;
	connect(): Promise<LiveLine>;
	/** Connects and says hello; destroyed after the test. */
	openPage(token: string, name: string): Promise<LivePage>;
	/** A session with both pages live; the phone is let in. */
	openBoth(clientName?: string): Promise<{
		readonly session: string;
		readonly tokens: { readonly therapist: string; readonly phone: string };
		readonly therapist: LivePage;
		readonly phone: LivePage;
	}>;
}

/** The whole server on a free port, with a clinic and a member, and sessions without signing in. */
export async function startLiveApp(env: Record<string, string> = {}): Promise<LiveApp> {
	const running = await startApp(env);
	const { app, port, store } = running;
	await insertFirstClinic(store.db, {
		clinic: { id: CLINIC, name: 'Harbour Clinic', zone: 'Europe/Berlin' },
		owner: {
			user: idNamed('user'),
			member: MEMBER,
			account: idNamed('account'),
			name: 'Ada Owner',
			email: 'ada@example.org',
			passwordHash: 'none',
		},
		at: NINE,
	});
	let count = 0;

	const connect = async () => {
		const line = await openLiveLine({ port });
		onTestFinished(() => line.destroy());
		return line;
	};
	const openPage: LiveApp['openPage'] = async (token, name) => {
		const line = await connect();
		const writer = idNamed(name);
		line.up(helloOf(token, writer));
		return { ...line, writer, ...createSpeaker(line, writer) };
	};
	const live: LiveApp = {
		...running,
		async startSession(clientName = 'Robin Example') {
			count += 1;
			const session = idNamed(`${count}-session`);
			const client = { name: clientName };
			const token = await app.hub.start({
				id: session,
				clinic: CLINIC,
				member: MEMBER,
				client,
				clientName,
				isTest: false,
			});
			return { session, token };
		},
		async joinSession(session) {
			const invitation = app.hub.issueCode(session);
			const joined = invitation && (await app.hub.join(invitation.ticket, '127.0.0.1'));
			if (!joined) throw new Error('could not be joined');
			return joined;
		},
		connect,
		openPage,
		async openBoth(clientName) {
			const { session, token } = await live.startSession(clientName);
			const { token: phoneToken } = await live.joinSession(session);
			const therapist = await openPage(token, `${count}-therapist`);
			const phone = await openPage(phoneToken, `${count}-phone`);
			await letIn(therapist);
			await phone.untilTold('welcome');
			return { session, tokens: { therapist: token, phone: phoneToken }, therapist, phone };
		},
	};
	return live;
}

/** The therapist lets in the phone that asks. */
export async function letIn(therapist: LivePage): Promise<void> {
	const told = await therapist.until((frame) => frame.t === 'now' && (frame.asking?.length ?? 0) > 0);
	const device = told.t === 'now' ? (told.asking?.[0]?.device ?? '') : '';
	therapist.say({ kind: 'admitted', device });
}

function createSpeaker(line: LiveLine, writer: string): Pick<LivePage, 'next' | 'say'> {
	const n: Record<Lane, number> = { say: 0, flow: 0 };
	const next: LivePage['next'] = (body, change = {}) => {
		const lane = laneOf(body);
		n[lane] += 1;
		return { t: 'events', writer, lane, events: [{ n: n[lane], at: Date.now(), body, ...change }] };
	};
	return { next, say: (body) => line.up(next(body)) };
}
