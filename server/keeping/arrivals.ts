import { setImmediate } from 'node:timers/promises';
import { pointName } from '../../shared/body.ts';
import type { Code } from '../../shared/codes.ts';
import type { LoggedEvent } from '../../shared/events.ts';
import { timelineOf } from '../../shared/timeline.ts';
import { createEventReader, parseSessionFile, type SessionFile } from '../export/session-form.ts';
import type { Journal } from '../journal/journal.ts';
import {
	type ArrivingSession,
	insertArrived,
	insertArriving,
	listHalfArrived,
	whereaboutsOf,
} from '../store/imports.ts';
import type { ChosenClient, ClientWriter } from '../store/sessions.ts';
import type { ClinicDb } from '../store/tables.ts';
import type { Eraser } from './eraser.ts';

export interface Arrival {
	readonly clinic: string;
	/** Who brings it in. */
	readonly member: string;
	readonly choice: ChosenClient;
	/** The file, as it was parsed. */
	readonly raw: unknown;
}

export interface Arrivals {
	/** Brings a session in, whole or not at all; answers its id here and whose it is, or why it was not taken. */
	bringIn(arrival: Arrival): Promise<{ readonly session: string; readonly client: string } | Code>;
	/** Erases what was arriving when the server stopped; to be asked before anything arrives. */
	sweep(): Promise<void>;
}

/** Events looked at or committed at a time: the live line goes on in between. */
const RUN = 1_000;
const DAY_MS = 24 * 60 * 60 * 1_000;

/**
 * Sessions that were taken out of one clinic's server and come to another. Each gets a fresh id here: a clinic that shares
 * the server may still have it under the old one, and half an arrival can be erased for good without barring the next try.
 * By the old id, which is kept as its origin, it is known again, and what was erased here stays erased.
 */
export function createArrivals(
	parts: ClientWriter & {
		readonly db: ClinicDb;
		readonly journal: Pick<Journal, 'append'>;
		readonly eraser: Pick<Eraser, 'eraseSession'>;
	},
): Arrivals {
	const { db, journal, eraser, newId, now } = parts;

	const append = async (session: string, events: readonly LoggedEvent[]): Promise<void> => {
		for (let i = 0; i < events.length; i += RUN) {
			const entries = events.slice(i, i + RUN).map((event) => ({ session, event }));
			const unkept = await journal.append(entries);
			if (unkept.length > 0) throw new Error('an event that arrived could not be kept');
		}
	};

	/** The events of a session that may come in, or why it may not. */
	const examine = async (clinic: string, file: SessionFile): Promise<readonly LoggedEvent[] | Code> => {
		const { startedAt, endedAt, origin } = file.session;
		const latest = now() + DAY_MS;
		if (endedAt === null) return 'under_way';
		if (endedAt < startedAt || endedAt > latest) return 'out_of_range';
		const whereabouts = await whereaboutsOf(db, clinic, origin);
		if (whereabouts === 'here') return 'here_already';
		return whereabouts === 'erased' ? 'session_erased' : readEvents(file, latest);
	};

	return {
		async bringIn({ clinic, member, choice, raw }) {
			const file = parseSessionFile(raw);
			if (!file) return 'not_ours';
			const events = await examine(clinic, file);
			if (typeof events === 'string') return events;
			const { origin, startedAt, endedAt, isTest, recording: told } = file.session;
			const about = { origin, startedAt, endedAt: endedAt ?? startedAt, isTest };
			const session: ArrivingSession = { id: newId(), clinic, member, ...about };
			const recording = told === 'withdrawn' ? 'withdrawn' : 'recorded';
			await insertArriving(db, session, now());
			try {
				await append(session.id, events);
				const client = await insertArrived(db, parts, { session, recording, choice, digest: digestOf(events) });
				if (client !== undefined) return { session: session.id, client };
			} catch (problem) {
				await eraser.eraseSession(clinic, session.id);
				throw problem;
			}
			await eraser.eraseSession(clinic, session.id);
			return 'not_found';
		},
		async sweep() {
			for (const { clinic, id } of await listHalfArrived(db)) await eraser.eraseSession(clinic, id);
		},
	};
}

/** The events of a file, or why it can't be taken. None may have arrived after `latest`. */
async function readEvents(file: SessionFile, latest: number): Promise<readonly LoggedEvent[] | Code> {
	const reader = createEventReader(latest);
	const events: LoggedEvent[] = [];
	for (const [i, raw] of file.events.entries()) {
		const event = reader.take(raw);
		if (typeof event === 'string') return event;
		events.push(event);
		if (i % RUN === 0) await setImmediate();
	}
	const { count, sha256 } = reader.sum();
	return count === file.count && sha256 === file.sha256 ? events : 'not_whole';
}

function digestOf(events: readonly LoggedEvent[]) {
	const { points, stops, bands } = timelineOf(events);
	const ratings = events.flatMap(({ body, practice }) => (body.kind === 'rating' && !practice ? [body.value] : []));
	const band = bands.findLast(({ isDefault }) => !isDefault)?.band;
	return {
		points: JSON.stringify(points.map(pointName)),
		peak: ratings.length === 0 ? null : ratings.reduce((most, value) => Math.max(most, value), 0),
		stops: stops.filter(({ standing }) => standing !== 'practice').length,
		band: band ? JSON.stringify(band) : null,
	};
}
