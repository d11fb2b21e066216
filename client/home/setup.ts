/** `unknown` while it is being asked. */
export type SetupState = 'unknown' | 'needed' | 'done' | 'no-answer';

/** Asks whether this server's clinic is still to be set up. Something else answering in its place is no answer. */
export async function askSetup(send: typeof fetch): Promise<SetupState> {
	try {
		const response = await send('/api/setup');
		const { isNeeded } = Object(await response.json()) as { isNeeded?: unknown };
		if (!response.ok || typeof isNeeded !== 'boolean') return 'no-answer';
		return isNeeded ? 'needed' : 'done';
	} catch {
		return 'no-answer';
	}
}
