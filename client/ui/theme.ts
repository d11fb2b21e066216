export const THEMES = ['dark', 'light', 'device'] as const;
export type Theme = (typeof THEMES)[number];

function isTheme(value: unknown): value is Theme {
	return THEMES.some((theme) => theme === value);
}

/** Puts a theme on the page; `device` follows the device's own wish. */
export function applyTheme(theme: Theme, root: HTMLElement = document.documentElement): void {
	if (theme === 'device') delete root.dataset.theme;
	else root.dataset.theme = theme;
}

/** The theme this person chose for this page on this device, or what the page starts with. */
export function readTheme(page: string, start: Theme): Theme {
	try {
		const kept = localStorage.getItem(`palpate.theme.${page}`);
		return isTheme(kept) ? kept : start;
	} catch {
		return start;
	}
}

/** Keeps the choice where the browser allows it; it holds for this load in any case. */
export function keepTheme(page: string, theme: Theme): void {
	try {
		localStorage.setItem(`palpate.theme.${page}`, theme);
	} catch {
		// A browser that keeps nothing: the page starts as it always does.
	}
}
