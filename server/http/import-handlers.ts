import type { ImportAnswer } from '../../shared/http-api.ts';
import type { Arrivals } from '../keeping/arrivals.ts';
import { readClient } from '../store/clients.ts';
import { readSession } from '../store/sessions.ts';
import { sightOf } from '../store/sight.ts';
import type { ClinicDb } from '../store/tables.ts';
import type { Handlers } from './handler.ts';
import { HttpRefusal } from './refusal.ts';

export function createImportHandlers({
	db,
	arrivals,
}: {
	readonly db: ClinicDb;
	readonly arrivals: Pick<Arrivals, 'bringIn'>;
}): Pick<Handlers, 'importSession'> {
	return {
		async importSession({ me, body }) {
			const { client: choice, export: raw } = body;
			const clinic = me.clinic.id;
			if ('id' in choice && !(await readClient(db, clinic, choice.id, await sightOf(db, me)))) {
				throw new HttpRefusal('not_found');
			}
			const arrived = await arrivals.bringIn({ clinic, member: me.member.id, choice, raw });
			if (typeof arrived === 'string') throw new HttpRefusal(arrived);
			const row = await readSession(db, clinic, arrived.session);
			if (!row) throw new HttpRefusal('not_found');
			return { status: 201, json: { session: row } satisfies ImportAnswer, about: arrived };
		},
	};
}
