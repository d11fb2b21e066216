import { createHash } from 'node:crypto';
import type { LoggedEvent } from '../../shared/events.ts';
import type { Recording } from '../../shared/protocol.ts';
import { SCALE } from '../../shared/scale.ts';
import { eventLine, SESSION_FORM } from './session-form.ts';

/** What a file says of its session beside the log. Nobody's name: a client's is in no event, and is not here either. */
export interface SessionFileMeta {
	readonly session: string;
	/** The id it was first recorded under. */
	readonly origin: string;
	readonly startedAt: number;
	readonly endedAt: number | null;
	readonly recording: Recording;
	readonly isTest: boolean;
	/** IANA name of the clinic's time zone. */
	readonly zone: string;
	/** Of the program that wrote it. */
	readonly version: string;
	/** ms since epoch. */
	readonly madeAt: number;
}

/**
 * A session as one JSON object, line by line: the whole log as it is kept, every stream in its order, what this version
 * does not know too. At its end stand the number of events and the hash of their lines, by which a reader knows it whole.
 */
export function* writeSessionJson(meta: SessionFileMeta, events: readonly LoggedEvent[]): Iterable<string> {
	const { version, madeAt, zone, ...session } = meta;
	const head = {
		file: SESSION_FORM,
		version,
		madeAt,
		zone,
		times: 'ms since 1970-01-01 UTC, on the clock of the clinic’s server',
		scale: { ...SCALE, unit: 'tenths', min: 0, max: 100 },
		hash: 'SHA-256 in hex of every event as compact JSON, each with a line feed after it',
		session,
	};
	yield `${JSON.stringify(head).slice(0, -1)},"events":[\n`;
	const hash = createHash('sha256');
	for (const [i, event] of events.entries()) {
		const line = eventLine(event);
		hash.update(`${line}\n`);
		yield i + 1 < events.length ? `${line},\n` : `${line}\n`;
	}
	yield `],"count":${events.length},"sha256":"${hash.digest('hex')}"}\n`;
}
