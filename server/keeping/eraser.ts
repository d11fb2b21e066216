import type { Code } from '../../shared/codes.ts';
import type { LiveHub } from '../live/live-hub.ts';
import { applyTombstones, type ErasingParts } from '../store/erasing.ts';
import type { ClinicDb } from '../store/tables.ts';
import { insertTombstones, listUndone, type Tombstone, type TombstoneFile } from '../store/tombstones.ts';

export interface EraserParts extends ErasingParts {
	readonly hub: Pick<LiveHub, 'forget' | 'open'>;
	readonly file: TombstoneFile;
}

/** Why it was not done; null when it is. */
export type Erased = Extract<Code, 'not_found' | 'legal_hold' | 'under_way'> | null;

export interface Eraser {
	/** A session with everything recorded in it; its lines are closed first. */
	eraseSession(clinic: string, session: string): Promise<Erased>;
	/** A client with every session, whatever was merged into the record included. */
	eraseClient(clinic: string, client: string): Promise<Erased>;
	/** Leaves the sessions of a client, and nothing that says whose they are. */
	anonymise(clinic: string, client: string): Promise<Erased>;
	/** Brings to its end what a stop of the server or a busy disk interrupted. */
	resume(): Promise<void>;
}

/**
 * Erasing for good. What is to go is written down first, in the store and in the file beside it; then the lines are
 * closed, then the bytes go. So nothing comes back by a crash in between or by an older backup.
 */
export function createEraser(parts: EraserParts): Eraser {
	const { db, hub, now } = parts;

	const carryOut = async (tombstones: readonly Tombstone[]): Promise<void> => {
		parts.file.append(tombstones);
		for (const { kind, id } of tombstones) if (kind === 'session') hub.forget(id);
		await applyTombstones(parts, tombstones);
	};
	const openOf = (clinic: string, clients: readonly string[]) =>
		hub.open(clinic).filter(({ client }) => client !== null && clients.includes(client));

	return {
		async eraseSession(clinic, session) {
			const row = await db
				.selectFrom('session')
				.leftJoin('client', 'client.id', 'session.client')
				.select('client.heldAt')
				.where('session.id', '=', session)
				.where('session.clinic', '=', clinic)
				.executeTakeFirst();
			if (!row) return 'not_found';
			if (row.heldAt !== null) return 'legal_hold';
			const tombstones = [{ kind: 'session' as const, id: session, clinic, at: now() }];
			await insertTombstones(db, tombstones);
			await carryOut(tombstones);
			return null;
		},
		async eraseClient(clinic, client) {
			const at = now();
			const found = await db.transaction().execute(async (trx) => {
				const record = await recordOf(trx, clinic, client);
				if (typeof record === 'string') return record;
				const held = openOf(clinic, record.clients).map(({ id }) => id);
				const sessions = new Set([...record.sessions, ...held]);
				const tombstones: readonly Tombstone[] = [
					...[...sessions].map((id) => ({ kind: 'session' as const, id, clinic, at })),
					...record.clients.map((id) => ({ kind: 'client' as const, id, clinic, at })),
				];
				await insertTombstones(trx, tombstones);
				return tombstones;
			});
			if (typeof found === 'string') return found;
			await carryOut(found);
			return null;
		},
		async anonymise(clinic, client) {
			const record = await recordOf(db, clinic, client);
			if (typeof record === 'string') return record;
			const underWay = new Set(hub.open(clinic).map(({ id }) => id));
			const isUnderWay = record.sessions.some((id) => underWay.has(id)) || openOf(clinic, record.clients).length > 0;
			if (isUnderWay) return 'under_way';
			const merged = record.clients.filter((id) => id !== client);
			const at = now();
			const tombstones: readonly Tombstone[] = [
				{ kind: 'anonymous', id: client, clinic, at },
				...merged.map((id) => ({ kind: 'client' as const, id, clinic, at })),
			];
			await insertTombstones(db, tombstones);
			await carryOut(tombstones);
			return null;
		},
		async resume() {
			const undone = await listUndone(db);
			if (undone.length > 0) await carryOut(undone);
		},
	};
}

/** A client of the clinic with what was merged into it and every session; or why nothing of it may be erased. */
async function recordOf(
	db: ClinicDb,
	clinic: string,
	client: string,
): Promise<{ readonly clients: readonly string[]; readonly sessions: readonly string[] } | 'not_found' | 'legal_hold'> {
	const clients: string[] = [];
	for (let next = [client]; next.length > 0; ) {
		const rows = await db
			.selectFrom('client')
			.select(['id', 'heldAt'])
			.where('clinic', '=', clinic)
			.where('id', 'in', next)
			.execute();
		if (rows.some(({ heldAt }) => heldAt !== null)) return 'legal_hold';
		clients.push(...rows.map(({ id }) => id));
		if (rows.length === 0) break;
		const merged = await db
			.selectFrom('client')
			.select('id')
			.where(
				'mergedInto',
				'in',
				rows.map(({ id }) => id),
			)
			.execute();
		next = merged.map(({ id }) => id).filter((id) => !clients.includes(id));
	}
	if (clients.length === 0) return 'not_found';
	const sessions = await db.selectFrom('session').select('id').where('client', 'in', clients).execute();
	return { clients, sessions: sessions.map(({ id }) => id) };
}
