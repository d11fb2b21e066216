import type { LoggedEvent } from '../../shared/events.ts';
import type { SessionRow } from '../../shared/http-api.ts';
import type { Afterwards, SoapNote } from '../../shared/notes-api.ts';

export interface ExportedSession {
	readonly session: SessionRow;
	readonly events: readonly LoggedEvent[];
	/** It goes on, and whoever takes the file may not read it yet: its events are left out. */
	readonly isUnderWay?: true;
	readonly note: SoapNote | null;
	readonly afterwards: Afterwards;
}

/**
 * All that is held about a client as one JSON object: what `head` says, and `sessions` one by one, so that no more than
 * one of them is in memory.
 */
export async function* writeClientJson(head: object, sessions: AsyncIterable<ExportedSession>): AsyncIterable<string> {
	yield `${JSON.stringify(head).slice(0, -1)},"sessions":[`;
	let between = '\n';
	for await (const session of sessions) {
		yield `${between}${JSON.stringify(session)}`;
		between = ',\n';
	}
	yield '\n]}\n';
}
