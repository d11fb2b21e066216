import type { RetentionDueAnswer, RetentionEraseAnswer, SettingsAnswer } from '../../shared/keeping-api.ts';
import { writeClientJson } from '../export/client-json.ts';
import type { Journal } from '../journal/journal.ts';
import type { Erased, Eraser } from '../keeping/eraser.ts';
import type { Retention } from '../keeping/retention.ts';
import type { LiveHub } from '../live/live-hub.ts';
import { setHold } from '../store/client-record.ts';
import { readSettings, writeSettings } from '../store/settings.ts';
import { readClientFacts } from './client-export.ts';
import { type ClientParts, mustSeeClient } from './client-handlers.ts';
import type { Handlers } from './handler.ts';
import { HttpRefusal } from './refusal.ts';

export interface KeepingParts extends ClientParts {
	readonly journal: Journal;
	readonly hub: Pick<LiveHub, 'events' | 'find'>;
	readonly eraser: Eraser;
	readonly retention: Retention;
	/** Of this program, for the heads of its files. */
	readonly version: string;
}

type KeepingRoute =
	| 'exportClient'
	| 'holdClient'
	| 'anonymiseClient'
	| 'eraseClient'
	| 'readSettings'
	| 'writeSettings'
	| 'listDue'
	| 'eraseDue';

/** Answering for what is kept: handing it over, holding it, letting it go. */
export function createKeepingHandlers(parts: KeepingParts): Pick<Handlers, KeepingRoute> {
	const { db, eraser, retention, now } = parts;
	const done = (why: Erased) => {
		if (why !== null) throw new HttpRefusal(why);
		return { json: {} };
	};
	return {
		async exportClient({ me, client }) {
			await mustSeeClient(db, me, client);
			const facts = await readClientFacts(parts, me, client);
			const lines = writeClientJson(facts.head, facts.sessions());
			return { file: { name: `palpate-client-${client}.json`, type: 'application/json; charset=utf-8', lines } };
		},
		async holdClient({ me, client, body: { reason } }) {
			await mustSeeClient(db, me, client);
			await setHold(db, client, reason === null ? null : { reason, at: now(), by: me.member.id });
			return { json: {} };
		},
		async anonymiseClient({ me, client }) {
			await mustSeeClient(db, me, client);
			return done(await eraser.anonymise(me.clinic.id, client));
		},
		async eraseClient({ me, client }) {
			await mustSeeClient(db, me, client);
			return done(await eraser.eraseClient(me.clinic.id, client));
		},
		async readSettings({ me }) {
			return { json: { settings: await readSettings(db, me.clinic.id) } satisfies SettingsAnswer };
		},
		async writeSettings({ me, body }) {
			await writeSettings(db, me.clinic.id, body);
			return { json: { settings: body } satisfies SettingsAnswer };
		},
		async listDue({ me }) {
			return { json: (await retention.due(me.clinic.id)) satisfies RetentionDueAnswer };
		},
		async eraseDue({ me }) {
			return { json: (await retention.erase(me.clinic.id)) satisfies RetentionEraseAnswer };
		},
	};
}
