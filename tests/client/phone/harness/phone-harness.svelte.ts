import { mount } from 'svelte';
import '../../../../client/ui/base.css';
import '../../../../client/phone/phone.css';
import type { LiveSession } from '../../../../client/link/live-session.svelte.ts';
import { createSessionLink } from '../../../../client/link/session-link.ts';
import { takeTicket } from '../../../../client/phone/join.ts';
import Phone from '../../../../client/phone/Phone.svelte';
import { createSeatStore } from '../../../../client/phone/seat-store.ts';
import { applyTheme, readTheme } from '../../../../client/ui/theme.ts';
import { common } from '../../../../client/words/en/common.ts';
import { phone } from '../../../../client/words/en/phone.ts';
import { applyLanguage, createPlural } from '../../../../client/words/language.ts';
import { createScriptedServer, type ScriptedServer } from './scripted-server.ts';

/** What a test in the browser moves: the other end of the line, and what the phone did to its surroundings. */
export interface Harness {
	server: ScriptedServer | null;
	vibrations: number;
	wipes: number;
	/** The page's time, for stamps. */
	now(): number;
}

declare global {
	interface Window {
		harness: Harness;
	}
}

const query = new URLSearchParams(location.search);
const now = () => Date.now();
const harness: Harness = { server: null, vibrations: 0, wipes: 0, now };
window.harness = harness;

function openLive(seat: { readonly token: string }): LiveSession {
	let writers = 0;
	const link = createSessionLink({
		seat: 'client',
		token: seat.token,
		now: () => performance.now(),
		randomId: () => `phone-writer-${String(Math.floor(Math.random() * 1e6)).padStart(6, '0')}-${writers++}0`,
		outbox: null,
		secondRoad: async () => [],
	});
	let view = $state.raw(link.view());
	let time = $state(link.serverNow());
	const stop = link.onChange(() => {
		view = link.view();
	});
	const server = createScriptedServer(link, now, { isAdmitted: query.has('admitted'), words: 'amber harbour' });
	harness.server = server;
	const ticking = setInterval(() => {
		link.handleTick();
		time = link.serverNow();
	}, 100);
	const picturing = setInterval(() => server.tick(), 1_000);
	void link.load().then(() => query.has('offline') || server.connect());
	return {
		get view() {
			return view;
		},
		get now() {
			return time;
		},
		link,
		close() {
			stop();
			clearInterval(ticking);
			clearInterval(picturing);
		},
	};
}

applyTheme(readTheme('phone', query.get('theme') === 'light' ? 'light' : 'dark'));
applyLanguage('en', phone.title);
if (query.has('rtl')) document.documentElement.dir = 'rtl';
const parts = {
	ticket: takeTicket(location, history),
	seats: createSeatStore(localStorage),
	openLive,
	send: (input: RequestInfo | URL, init?: RequestInit) => fetch(input, init),
	now: () => performance.now(),
	openAudio: () => new AudioContext(),
	vibrate: () => {
		harness.vibrations += 1;
	},
	wakeLock: query.has('awake') ? navigator.wakeLock : undefined,
	wipeOutboxes: async () => {
		harness.wipes += 1;
	},
};
const target = document.getElementById('app');
if (target) mount(Phone, { target, props: { parts, speech: { phone, common, plural: createPlural('en') } } });
