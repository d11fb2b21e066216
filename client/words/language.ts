/** Languages the pages can speak, by their BCP 47 tag. Each catalogue has one module per language. */
export const LANGUAGES = ['en'] as const;
export type Language = (typeof LANGUAGES)[number];

const RIGHT_TO_LEFT: readonly string[] = ['ar', 'fa', 'he', 'ur'];

/** The first language a person wishes for that the pages speak; English where there is none. */
export function chooseLanguage(wishes: readonly string[]): Language {
	for (const wish of wishes) {
		const base = wish.toLowerCase().split('-')[0];
		const known = LANGUAGES.find((language) => language === base);
		if (known) return known;
	}
	return 'en';
}

/**
 * The first wish in that language as a locale for dates and numbers. A browser may wish for what is no language tag at all
 * (“en-US@posix”, from the environment it was started in): such a wish is passed over.
 */
export function chooseLocale(wishes: readonly string[], language: Language): string {
	return wishes.find((wish) => wish.toLowerCase().split('-')[0] === language && isLocale(wish)) ?? language;
}

function isLocale(tag: string): boolean {
	try {
		return Intl.DateTimeFormat.supportedLocalesOf(tag).length > 0;
	} catch {
		return false;
	}
}

export function directionOf(language: string): 'ltr' | 'rtl' {
	return RIGHT_TO_LEFT.includes(language.split('-')[0] ?? '') ? 'rtl' : 'ltr';
}

/** Tells browser and assistive technology what the page speaks. */
export function applyLanguage(language: Language, title: string, root: HTMLElement = document.documentElement): void {
	root.lang = language;
	root.dir = directionOf(language);
	root.ownerDocument.title = title;
}

/** The forms of a counted thing; `other` must stand, the rest where the language has them. */
export type PluralForms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string };

/** Picks the form for a count by the rules of the language. `#` in a form becomes the count in that language's digits. */
export function createPlural(language: Language): (count: number, forms: PluralForms) => string {
	const rules = new Intl.PluralRules(language);
	const digits = new Intl.NumberFormat(language);
	return (count, forms) => (forms[rules.select(count)] ?? forms.other).replace('#', digits.format(count));
}
