import type { Code } from '../../shared/codes.ts';

/** `no-answer`: the server could not be reached, or something else answered in its place. */
export type Outcome<T> =
	| { readonly is: 'ok'; readonly answer: T }
	| { readonly is: 'refused'; readonly code: Code }
	| { readonly is: 'no-answer' };

export type Call = <T>(
	method: 'GET' | 'POST' | 'DELETE',
	path: string,
	/** A member that the answer must have; null where it is empty. */
	key: string | null,
	/** Sent as JSON; a blob is JSON already. */
	body?: object,
) => Promise<Outcome<T>>;

/**
 * Asks the clinic's server. A success without `key` in it comes from something else (a network's sign-in page).
 * @param isCode which refusals the page has a sentence for
 */
export function createCall(send: typeof fetch, isCode: (value: unknown) => value is Code): Call {
	return async <T>(
		method: 'GET' | 'POST' | 'DELETE',
		path: string,
		key: string | null,
		body?: object,
	): Promise<Outcome<T>> => {
		try {
			const response = await send(path, {
				method,
				...(body && {
					headers: { 'content-type': 'application/json' },
					body: body instanceof Blob ? body : JSON.stringify(body),
				}),
			});
			const raw = Object(await response.json()) as Record<string, unknown>;
			if (response.ok && (key === null || Object.hasOwn(raw, key))) return { is: 'ok', answer: raw as T };
			return isCode(raw.error) ? { is: 'refused', code: raw.error } : { is: 'no-answer' };
		} catch {
			return { is: 'no-answer' };
		}
	};
}
