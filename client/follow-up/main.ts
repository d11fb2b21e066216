import { mount } from 'svelte';
import { isCode } from '../../shared/codes.ts';
import '../ui/base.css';
import { createCall } from '../link/http-call.ts';
import { loadFollowUpWords } from '../words/follow-up.ts';
import { applyLanguage, chooseLanguage, chooseLocale } from '../words/language.ts';
import FollowUp from './FollowUp.svelte';
import { createFollowUpApi, tokenOf } from './follow-up-api.ts';

async function openPage(target: HTMLElement): Promise<void> {
	const language = chooseLanguage(navigator.languages);
	const words = await loadFollowUpWords(language);
	applyLanguage(language, words.title);
	const token = tokenOf(location.hash);
	const call = createCall((input, init) => fetch(input, init), isCode);
	const api = token === null ? null : createFollowUpApi(call, token);
	mount(FollowUp, { target, props: { words, api, language: chooseLocale(navigator.languages, language) } });
}

const target = document.getElementById('app');
if (target) void openPage(target);
// Another link opened where this page is open already changes the fragment alone.
addEventListener('hashchange', () => location.reload());
