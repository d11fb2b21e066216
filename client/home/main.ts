import { mount } from 'svelte';
import '../ui/base.css';
import { loadHomeWords } from '../words/home.ts';
import { applyLanguage, chooseLanguage } from '../words/language.ts';
import Home from './Home.svelte';
import { askSetup } from './setup.ts';

/** Who are you? On a new server the clinic is set up before anything else. */
async function openPage(target: HTMLElement): Promise<void> {
	const language = chooseLanguage(navigator.languages);
	const setup = askSetup((input, init) => fetch(input, init));
	const words = await loadHomeWords(language);
	applyLanguage(language, words.title);
	mount(Home, { target, props: { words, setup } });
	if ((await setup) === 'needed') location.replace('/clinic');
}

const target = document.getElementById('app');
if (target) void openPage(target);
