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

/** A file piece by piece: its pieces one after another are the file. */
export interface SessionJson {
	begin(): string;
	add(events: readonly LoggedEvent[]): string;
	end(): string;
}

/**
 * A session as one JSON object, an event a line: the whole log as it is kept, every stream in its order, what this version
 * does not know too. At its end stand the number of events and the hash of their lines, by which a reader knows it whole.
 */
export function createSessionJson(meta: SessionFileMeta): SessionJson {
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
	const hash = createHash('sha256');
	let count = 0;
	return {
		begin: () => `${JSON.stringify(head).slice(0, -1)},"events":[`,
		add(events) {
			const lines = events.map(eventLine);
			for (const line of lines) hash.update(`${line}\n`);
			const text = lines.map((line, i) => `${count + i > 0 ? ',' : ''}\n${line}`).join('');
			count += lines.length;
			return text;
		},
		end: () => `\n],"count":${count},"sha256":"${hash.digest('hex')}"}\n`,
	};
}

/** The file as its events are read. */
export async function* writeSessionJson(
	meta: SessionFileMeta,
	pages: AsyncIterable<readonly LoggedEvent[]>,
): AsyncIterable<string> {
	const file = createSessionJson(meta);
	yield file.begin();
	for await (const page of pages) yield file.add(page);
	yield file.end();
}
