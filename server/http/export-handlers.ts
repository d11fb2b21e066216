import type { SessionRow } from '../../shared/http-api.ts';
import { type Timeline, timelineOf } from '../../shared/timeline.ts';
import { writeCsv } from '../export/csv.ts';
import { writeFhir } from '../export/fhir.ts';
import { fileName } from '../export/file-name.ts';
import { writeSessionJson } from '../export/session-json.ts';
import type { Journal } from '../journal/journal.ts';
import type { LiveHub } from '../live/live-hub.ts';
import { readDetails } from '../store/client-record.ts';
import { originOf } from '../store/imports.ts';
import type { Membership } from '../store/members.ts';
import { readSession } from '../store/sessions.ts';
import { sightOf } from '../store/sight.ts';
import type { ClinicDb } from '../store/tables.ts';
import type { Handlers } from './handler.ts';
import { HttpRefusal } from './refusal.ts';
import { packedRecord, recordPages } from './session-events.ts';

type ExportRoute = 'readCsv' | 'readJson' | 'readFhir';
/** A session with a record, and whose it is. */
type Recorded = SessionRow & { readonly client: NonNullable<SessionRow['client']> };

/** A session as a file. Where it has no record there is nothing to take out. */
export function createExportHandlers(parts: {
	readonly db: ClinicDb;
	readonly journal: Journal;
	readonly hub: Pick<LiveHub, 'events' | 'find'>;
	readonly now: () => number;
	/** Of this program, for the heads of its files. */
	readonly version: string;
}): Pick<Handlers, ExportRoute> {
	const { db, now, version } = parts;
	const recordedRow = async (me: Membership, session: string): Promise<Recorded> => {
		const row = await readSession(db, me.clinic.id, session, await sightOf(db, me));
		if (!row?.client) throw new HttpRefusal('not_found');
		return { ...row, client: row.client };
	};

	const timelineFor = async (me: Membership, row: Recorded): Promise<Timeline> => {
		const { events, flow } = await packedRecord(parts, me.member, row);
		return timelineOf(events, flow);
	};

	return {
		async readCsv({ me, session }) {
			const row = await recordedRow(me, session);
			const timeline = await timelineFor(me, row);
			const lines = writeCsv({ ...row, zone: me.clinic.zone, version }, timeline);
			const file = { name: fileName(session, 'csv'), type: 'text/csv; charset=utf-8; header=present', lines };
			return { file, about: { client: row.client.id } };
		},
		async readJson({ me, session }) {
			const row = await recordedRow(me, session);
			const { startedAt, endedAt, recording, isTest } = row;
			const origin = await originOf(db, session);
			const about = { session, origin, startedAt, endedAt, recording, isTest };
			const meta = { ...about, zone: me.clinic.zone, version, madeAt: now() };
			const lines = writeSessionJson(meta, recordPages(parts, me.member, row));
			const file = { name: fileName(session, 'json'), type: 'application/json; charset=utf-8', lines };
			return { file, about: { client: row.client.id } };
		},
		async readFhir({ me, session }) {
			const row = await recordedRow(me, session);
			const timeline = await timelineFor(me, row);
			const { reason } = await readDetails(db, row.client.id);
			const whose = { clinic: me.clinic.id, client: row.client.id, reason };
			const lines = writeFhir({ ...row, ...whose, version, madeAt: now() }, timeline);
			const file = { name: fileName(session, 'fhir.json'), type: 'application/fhir+json; charset=utf-8', lines };
			return { file, about: { client: row.client.id } };
		},
	};
}
