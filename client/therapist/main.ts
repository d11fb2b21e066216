import { isCode } from '../../shared/codes.ts';
import '../ui/base.css';
import '../ui/desk-tokens.css';
import { mount } from 'svelte';
import { createCall } from '../link/http-call.ts';
import { openLiveSession } from '../link/live-session.svelte.ts';
import { applyTheme } from '../ui/theme.ts';
import { loadCommonWords } from '../words/common.ts';
import { applyLanguage, chooseLanguage } from '../words/language.ts';
import { loadSignInWords } from '../words/sign-in.ts';
import { loadTherapistWords } from '../words/therapist.ts';
import App from './App.svelte';
import { createTherapistApi } from './api.ts';
import { createPageStore } from './page-store.ts';
import { createSounder } from './sound.ts';
import { createSpeech } from './speech.ts';

const store = createPageStore();
applyTheme(store.theme());

const language = chooseLanguage(navigator.languages);
const [words, common, signInWords] = await Promise.all([
	loadTherapistWords(language),
	loadCommonWords(language),
	loadSignInWords(language),
]);
applyLanguage(language, words.title);

const target = document.getElementById('app');
if (!target) throw new Error('The page has no place for itself.');
mount(App, {
	target,
	props: {
		speech: createSpeech(language, words, common),
		signInWords,
		parts: {
			api: createTherapistApi(createCall((input, init) => fetch(input, init), isCode)),
			sounder: createSounder(() => ('AudioContext' in window ? new AudioContext() : null)),
			store,
			openLive: openLiveSession,
			leaveTo: (path: string) => location.assign(path),
		},
	},
});
