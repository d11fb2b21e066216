import { mount } from 'svelte';
import '../ui/base.css';
import '../ui/desk-tokens.css';
import './clinic.css';
import { openLiveSession } from '../link/live-session.svelte.ts';
import { applyTheme, readTheme } from '../ui/theme.ts';
import { loadClinicWords } from '../words/clinic.ts';
import { loadCommonWords } from '../words/common.ts';
import { applyLanguage, chooseLanguage, chooseLocale, createPlural } from '../words/language.ts';
import { loadSignInWords } from '../words/sign-in.ts';
import { createClinicApi } from './api.ts';
import { takeArrival } from './arrive/arrive-model.ts';
import Clinic from './Clinic.svelte';
import type { ClinicParts } from './clinic-parts.ts';
import { createFollowStore } from './follow/follow-store.ts';

async function openPage(target: HTMLElement): Promise<void> {
	// Before anything is waited for: what a link brought is not to stand in the address.
	const arrival = takeArrival(location, history);
	const language = chooseLanguage(navigator.languages);
	applyTheme(readTheme('clinic', 'light'));
	const [clinic, common, signIn] = await Promise.all([
		loadClinicWords(language),
		loadCommonWords(language),
		loadSignInWords(language),
	]);
	applyLanguage(language, clinic.title);
	const speech = {
		locale: chooseLocale(navigator.languages, language),
		clinic,
		common,
		signIn,
		plural: createPlural(language),
	};
	const api = createClinicApi((input, init) => fetch(input, init));
	const parts: ClinicParts = {
		api,
		now: () => Date.now(),
		follow: (session, token) => openLiveSession({ session, seat: 'observer', token, storeOutbox: false }),
		places: createFollowStore(() => sessionStorage),
	};
	mount(Clinic, { target, props: { speech, arrival, parts } });
}

const target = document.getElementById('app');
if (target) void openPage(target);
