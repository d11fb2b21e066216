import { vi } from 'vitest';

/** A busy machine takes its time: what is waited for is a state, never a moment. */
const PATIENCE_MS = 15_000;

/** Tries until `check` throws no more. */
export function waitFor<T>(check: () => T | Promise<T>, options: { readonly timeout?: number } = {}): Promise<T> {
	return vi.waitFor(check, { timeout: PATIENCE_MS, ...options });
}
