/** What a browser said of itself, as far as a person recognises their own device by it. */
export interface Device {
	readonly browser: string | null;
	readonly system: string | null;
}

/** The first that fits counts: most browsers also say the names of those before them. */
const BROWSERS: readonly (readonly [name: string, mark: RegExp])[] = [
	['Edge', /\bEdgA?\//],
	['Opera', /\bOPR\//],
	['Samsung Internet', /\bSamsungBrowser\//],
	['Firefox', /\b(Firefox|FxiOS)\//],
	['Chrome', /\b(Chrome|CriOS|HeadlessChrome)\//],
	['Safari', /\bSafari\//],
];
const SYSTEMS: readonly (readonly [name: string, mark: RegExp])[] = [
	['iPhone', /\biPhone\b/],
	['iPad', /\biPad\b/],
	['Android', /\bAndroid\b/],
	['Windows', /\bWindows\b/],
	['Mac', /\bMac OS X\b|\bMacintosh\b/],
	['Linux', /\bLinux\b|\bX11\b/],
];

export function deviceOf(userAgent: string | null): Device {
	const nameIn = (all: typeof BROWSERS) => all.find(([, mark]) => mark.test(userAgent ?? ''))?.[0] ?? null;
	return { browser: nameIn(BROWSERS), system: nameIn(SYSTEMS) };
}

/** A typed secret in groups of four, as it is read and typed. */
export function inFours(secret: string): string {
	return secret.match(/.{1,4}/g)?.join(' ') ?? '';
}

/** The code as it is sent: only what counts of it. */
export function typedCode(text: string): string {
	return text.normalize('NFKC').replaceAll(/\s/g, '');
}
