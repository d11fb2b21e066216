import { mount } from 'svelte';
import '../ui/base.css';
import './phone.css';
import { openLiveSession } from '../link/live-session.svelte.ts';
import { wipeStoredOutboxes } from '../link/stored-outbox.ts';
import { applyTheme, readTheme } from '../ui/theme.ts';
import { applyLanguage, chooseLanguage, createPlural } from '../words/language.ts';
import { loadPhoneWords } from '../words/phone.ts';
import { takeTicket, ticketOf } from './join.ts';
import Phone from './Phone.svelte';
import type { PhoneParts } from './phone-parts.ts';
import { createSeatStore } from './seat-store.ts';

/** localStorage throws where the browser forbids it. */
function openStorage(): Storage | null {
	try {
		return localStorage;
	} catch {
		return null;
	}
}

function openAudio(): AudioContext | null {
	try {
		return new AudioContext();
	} catch {
		return null;
	}
}

/** Where a browser refuses to be wiped there is nothing to take away. */
async function wipeOutboxes(): Promise<void> {
	await wipeStoredOutboxes().catch(() => {});
}

async function openPage(target: HTMLElement): Promise<void> {
	const parts: PhoneParts = {
		// Before anything else: the ticket leaves the address as soon as the page can read it.
		ticket: takeTicket(location, history),
		seats: createSeatStore(openStorage()),
		openLive: (seat) => openLiveSession({ ...seat, seat: 'client', storeOutbox: true }),
		send: (input, init) => fetch(input, init),
		now: () => performance.now(),
		openAudio,
		vibrate: (pattern) => navigator.vibrate?.([...pattern]),
		wakeLock: navigator.wakeLock,
		wipeOutboxes,
	};
	applyTheme(readTheme('phone', 'dark'));
	const language = chooseLanguage(navigator.languages);
	const { phone, common } = await loadPhoneWords(language);
	applyLanguage(language, phone.title);
	mount(Phone, { target, props: { parts, speech: { phone, common, plural: createPlural(language) } } });
}

const target = document.getElementById('app');
if (target) void openPage(target);
// A QR opened where this page is open already changes the fragment alone.
addEventListener('hashchange', () => {
	if (ticketOf(location.hash) !== null) location.reload();
});
