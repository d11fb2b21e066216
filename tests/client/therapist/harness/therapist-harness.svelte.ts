import { mount } from 'svelte';
import { handOverOf } from '../../../../shared/hand-over.ts';
import '../../../../client/ui/base.css';
import '../../../../client/ui/desk-tokens.css';
import type { LiveSession } from '../../../../client/link/live-session.svelte.ts';
import { createSessionLink } from '../../../../client/link/session-link.ts';
import App from '../../../../client/therapist/App.svelte';
import type { TherapistApi } from '../../../../client/therapist/api.ts';
import { createPageStore } from '../../../../client/therapist/page-store.ts';
import type { Sounder, SoundState } from '../../../../client/therapist/sound.ts';
import { createSpeech } from '../../../../client/therapist/speech.ts';
import { common } from '../../../../client/words/en/common.ts';
import { signIn } from '../../../../client/words/en/sign-in.ts';
import { therapist } from '../../../../client/words/en/therapist.ts';
import type { ClientAnswer } from '../../../../shared/clients-api.ts';
import { createScriptedDesk, type ScriptedDesk } from './scripted-desk.ts';

/** What a test in the browser moves: the other end of the line, and what the page did to its surroundings. */
export interface Harness {
	desk: ScriptedDesk | null;
	isRinging: boolean;
	ticks: number;
	leftTo: string | null;
	isClosed: boolean;
	setSound(state: SoundState): void;
	/** Lets time pass on every clock of the page, with the server's picture of now each second. */
	advance(ms: number): void;
	setVisible(isVisible: boolean): void;
}

/** `?setup`, `?signed-out`, `?no-answer`, `?desk`: how the server answers; `?live` goes straight into a session. */
const query = new URLSearchParams(location.search);
let ahead = 0;
const START = Date.now();
const monotonic = () => performance.now() + ahead;
const now = () => Math.round(START + monotonic());
let isSignedIn = !query.has('signed-out');
let soundState: SoundState = query.has('blocked') ? 'blocked' : 'ready';
const soundListeners = new Set<() => void>();

const sounder: Sounder = {
	get state() {
		return soundState;
	},
	setRinging: (isRinging) => {
		harness.isRinging = isRinging;
	},
	tick: () => {
		harness.ticks += 1;
	},
	unlock: () => harness.setSound('ready'),
	onState: (listener) => {
		soundListeners.add(listener);
		return () => soundListeners.delete(listener);
	},
	close: () => undefined,
};

let passTime = () => {};
const harness: Harness = {
	desk: null,
	isRinging: false,
	ticks: 0,
	leftTo: null,
	isClosed: false,
	setSound(state) {
		if (state === soundState) return;
		soundState = state;
		for (const listener of soundListeners) listener();
	},
	advance(ms) {
		for (let left = ms; left > 0; left -= 500) {
			ahead += Math.min(500, left);
			harness.desk?.tick();
			passTime();
		}
	},
	setVisible(isVisible) {
		Object.defineProperty(document, 'visibilityState', { value: isVisible ? 'visible' : 'hidden', configurable: true });
		document.dispatchEvent(new Event('visibilitychange'));
	},
};
window.deskHarness = harness;

function openLive(parts: { readonly token: string }): LiveSession {
	let writers = 0;
	const link = createSessionLink({
		seat: 'therapist',
		token: parts.token,
		now: monotonic,
		randomId: () => `desk-writer-${writers++}`.padEnd(22, '0'),
		outbox: null,
		secondRoad: async () => [],
	});
	let view = $state.raw(link.view());
	let time = $state(link.serverNow());
	const stop = link.onChange(() => {
		view = link.view();
	});
	const desk = createScriptedDesk(link, now);
	harness.desk = desk;
	harness.isClosed = false;
	passTime = () => {
		link.handleTick();
		time = link.serverNow();
	};
	const ticking = setInterval(passTime, 50);
	const picturing = setInterval(() => desk.tick(), 1_000);
	void link.load().then(() => desk.connect());
	return {
		get view() {
			return view;
		},
		get now() {
			return time;
		},
		link,
		close() {
			harness.isClosed = true;
			stop();
			clearInterval(ticking);
			clearInterval(picturing);
		},
	};
}

const ok = async <T>(answer: T) => ({ is: 'ok', answer }) as const;
/** River Stone has been here before, with cautions; Rika Sommer without. */
const recordOf = (client: string): ClientAnswer => ({
	client: {
		id: client,
		name: client === 'client-1' ? 'River Stone' : 'Rika Sommer',
		isPseudonym: true,
		birthYear: 1980,
		reason: 'A stiff neck since spring',
		therapist: null,
		createdAt: now(),
		anonymisedAt: null,
		hold: null,
	},
	cautions:
		client === 'client-1'
			? [
					{ caution: 'thrombosis', at: now(), by: 'Alex Vale' },
					{ caution: 'wound', at: now(), by: 'Alex Vale' },
					{ caution: 'anticoagulant', at: now(), by: 'Alex Vale' },
				]
			: [],
	today: { day: '2027-01-15', masking: [] },
	maskedDays: [],
	plan: { goal: 'Look back when driving', reviewOn: null, at: now(), by: 'Alex Vale' },
	lastBand: client === 'client-1' ? { low: 30, high: 50, edge: 60 } : null,
	consents: [],
	traces: [],
	merged: [],
	sessions: [],
	cursor: null,
});
const SEAT = { session: 'session-0000000000000A', token: 'token-0000000000000000', seat: 'therapist' } as const;
const api: TherapistApi = {
	setup: async () =>
		query.has('no-answer') ? { is: 'no-answer' } : ok({ isNeeded: query.has('setup'), canMail: query.has('mail') }),
	me: async () =>
		isSignedIn
			? ok({
					member: { id: 'm', name: 'Alex Vale', role: query.has('desk') ? ('desk' as const) : ('therapist' as const) },
					clinic: { id: 'c', name: 'Practice by the mill', zone: 'Europe/Vienna' },
				})
			: { is: 'refused', code: 'signed_out' },
	signIn: async (_email, password) => {
		isSignedIn = password === 'a good password';
		return isSignedIn ? ok({}) : { is: 'refused', code: 'wrong_sign_in' };
	},
	signOut: () => ok({}),
	forgotten: () => ok({}),
	ownLogin: () => ok({ leftMs: 3_600_000, signOutMinutes: 60 }),
	searchClients: async (text) =>
		ok({
			clients: [
				{ id: 'client-1', name: 'River Stone' },
				{ id: 'client-2', name: 'Rika Sommer' },
			].filter(({ name }) => name.toLowerCase().includes(text.toLowerCase())),
		}),
	readClient: async (client) => ({ is: 'ok', answer: recordOf(client) }),
	acknowledge: () => ok({}),
	setToday: () => ok({}),
	startSession: () => ok(SEAT),
	openSessions: () =>
		ok({
			sessions: query.has('none-open')
				? []
				: [
						{
							session: 'session-0000000000000B',
							startedAt: now() - 1_260_000,
							clientName: 'Rika Sommer',
							therapist: 'T',
							isOwn: true,
						},
					],
		}),
	takeSeat: () => ok(SEAT),
	freshCode: () =>
		ok({
			code: '7KQ2MZ9X',
			joinUrls: ['http://192.168.1.20:8080/join#0123456789abcdefghijkl'],
			expiresAt: now() + 600_000,
		}),
	handOver: () => ok({ handOver: handOverOf([]) }),
	followUpLink: async () => ({ is: 'refused', code: 'not_wanted' }),
};

const target = document.getElementById('app');
if (!target) throw new Error('no place');
const store = createPageStore();
if (query.has('live')) store.keepSession(SEAT.session);
mount(App, {
	target,
	props: {
		speech: createSpeech('en', therapist, common),
		signInWords: signIn,
		parts: {
			api,
			sounder,
			store,
			openLive,
			leaveTo: (path: string) => {
				harness.leftTo = path;
			},
		},
	},
});
