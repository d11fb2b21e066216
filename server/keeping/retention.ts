import type { RetentionDueAnswer, RetentionEraseAnswer } from '../../shared/keeping-api.ts';
import type { RetentionRule } from '../../shared/retention.ts';
import { listDueClients, listNobodysSessions } from '../store/retention.ts';
import { readSettings } from '../store/settings.ts';
import type { ClinicDb } from '../store/tables.ts';
import type { Eraser } from './eraser.ts';

export interface Retention {
	due(clinic: string): Promise<RetentionDueAnswer>;
	/** Erases what is due and not held. */
	erase(clinic: string): Promise<RetentionEraseAnswer>;
}

/** Keeping by rule: what a clinic's own choice of years says may go. */
export function createRetention(parts: {
	readonly db: ClinicDb;
	readonly eraser: Eraser;
	readonly now: () => number;
}): Retention {
	const { db, eraser, now } = parts;
	const find = async (clinic: string) => {
		const { retentionYears, minorUntilAge } = await readSettings(db, clinic);
		const rule: RetentionRule = { years: retentionYears, minorUntilAge };
		const clients = await listDueClients(db, clinic, rule, now());
		const sessions = rule.years === null ? [] : await listNobodysSessions(db, clinic, yearsBefore(now(), rule.years));
		return { clients, sessions };
	};
	return {
		async due(clinic) {
			const { clients, sessions } = await find(clinic);
			return { clients, sessions: sessions.length };
		},
		async erase(clinic) {
			const { clients, sessions } = await find(clinic);
			let erased = 0;
			for (const { client, isHeld } of clients) {
				if (!isHeld && (await eraser.eraseClient(clinic, client.id)) === null) erased += 1;
			}
			for (const session of sessions) await eraser.eraseSession(clinic, session);
			return { clients: erased, sessions: sessions.length };
		},
	};
}

function yearsBefore(at: number, years: number): number {
	const date = new Date(at);
	date.setUTCFullYear(date.getUTCFullYear() - years);
	return date.getTime();
}
