import type { BrowserContext, Page } from 'playwright';
import { FIELD_TEXT, type FilledClinic } from './no-script-clinic.ts';

/** Every file that the server hands out. */
const filesOf = ({ session, client, imported }: FilledClinic): readonly string[] => [
	`/api/sessions/${session}/csv`,
	`/api/sessions/${session}/json`,
	`/api/sessions/${session}/fhir`,
	`/api/sessions/${imported}/json`,
	`/api/clients/${client}/export`,
	'/api/access/csv',
];

/** What a browser never takes for markup, however it is opened. */
const INERT = /^(application\/(fhir\+)?json|text\/csv)(;|$)/;

/** Files whose head would let a browser open them as something that runs. */
export async function unguardedFiles(context: BrowserContext, origin: string, filled: FilledClinic): Promise<number> {
	let unguarded = 0;
	for (const path of filesOf(filled)) {
		const answer = await context.request.get(`${origin}${path}`);
		if (!answer.ok()) throw new Error(`${path} was answered ${answer.status()}`);
		const heads = answer.headers();
		const isGuarded =
			INERT.test(heads['content-type'] ?? '') &&
			heads['x-content-type-options'] === 'nosniff' &&
			(heads['content-disposition'] ?? '').startsWith('attachment;') &&
			heads['content-security-policy'] !== undefined;
		if (!isGuarded) unguarded += 1;
	}
	return unguarded;
}

/** The marker in a file changed for a text, as the file's own format writes it. */
export function exchangedIn(contentType: string, body: string, text: string): string {
	const written = contentType.startsWith('text/csv') ? text.replaceAll('"', '""') : JSON.stringify(text).slice(1, -1);
	return body.replaceAll(FIELD_TEXT, written);
}

/** Opens every file in the page, as a browser would that was not told to save it. */
export async function openFiles(
	page: Page,
	origin: string,
	filled: FilledClinic,
	look: (page: Page) => Promise<void>,
): Promise<void> {
	for (const path of filesOf(filled)) {
		// A type that the browser does not show is saved all the same: then the page before stands.
		await page.goto(`${origin}${path}`).catch(() => undefined);
		await look(page);
	}
}
