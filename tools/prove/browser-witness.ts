import type { BrowserContext, Page } from 'playwright';

/** Something a page came to show, or showed no longer. Instants in ms since epoch, by the machine's one clock. */
export interface Shown {
	readonly what: string;
	readonly isShown: boolean;
	/** In the second animation frame after the change: it is on the screen. */
	readonly paintedAt: number;
}

/** A movement of the thumb, and the number that it made. */
export interface Moved {
	readonly text: string;
	readonly at: number;
}

interface Witness {
	shown: Shown[];
	pressedAt: number[];
	moved: Moved[];
}

declare global {
	interface Window {
		witness: Witness;
	}
}

/**
 * Notes in every page of the context when it comes to show one of the given texts (`what` by its key), when STOP is touched,
 * and, where `number` names an element, each number it shows, as it is written.
 */
export async function addWitness(
	context: BrowserContext,
	texts: Readonly<Record<string, string>>,
	number: string,
): Promise<void> {
	await context.addInitScript(watchPage, { texts, number });
}

/** Runs in the page, before its own scripts. */
function watchPage({ texts, number }: { texts: Readonly<Record<string, string>>; number: string }): void {
	const witness: Witness = { shown: [], pressedAt: [], moved: [] };
	window.witness = witness;
	const standing = new Set<string>();
	let lastNumber = '';
	let movedAt = 0;
	const now = () => performance.timeOrigin + performance.now();
	const note = (what: string, isShown: boolean) => {
		requestAnimationFrame(() => {
			requestAnimationFrame(() => witness.shown.push({ what, isShown, paintedAt: now() }));
		});
	};
	const lookForTexts = () => {
		const all = document.body?.textContent ?? '';
		for (const [what, text] of Object.entries(texts)) {
			const isShown = all.includes(text);
			if (isShown === standing.has(what)) continue;
			if (isShown) standing.add(what);
			else standing.delete(what);
			note(what, isShown);
		}
	};
	const lookForNumber = () => {
		const text = /[0-9]+[.][0-9]/.exec(document.querySelector(number)?.textContent ?? '')?.[0] ?? '';
		if (text === lastNumber) return;
		lastNumber = text;
		witness.moved.push({ text, at: movedAt });
		note(text, true);
	};
	addEventListener(
		'pointerdown',
		(event) => {
			const pressed = event.target instanceof Element ? event.target.closest('button') : null;
			if (pressed?.textContent?.trim() === 'STOP') witness.pressedAt.push(now());
		},
		true,
	);
	addEventListener('pointermove', () => (movedAt = now()), true);
	new MutationObserver(() => {
		lookForTexts();
		if (number !== '') lookForNumber();
	}).observe(document, { subtree: true, childList: true, characterData: true, attributes: false });
}

/** What the page noted since it was last asked. */
export function takeNotes(page: Page): Promise<Witness> {
	return page.evaluate(() => {
		const { shown, pressedAt, moved } = window.witness;
		window.witness.shown = [];
		window.witness.pressedAt = [];
		window.witness.moved = [];
		return { shown, pressedAt, moved };
	});
}

/** When a text was first painted at or after an instant; null where it was not. */
export function firstPainted(shown: readonly Shown[], what: string, from: number): number | null {
	return shown.find((each) => each.what === what && each.isShown && each.paintedAt >= from)?.paintedAt ?? null;
}
