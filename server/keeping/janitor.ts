import type { AccessLog } from '../store/access-log.ts';
import type { ClinicDb } from '../store/tables.ts';
import type { Eraser } from './eraser.ts';
import type { Retention } from './retention.ts';

/** What is done by itself: erasing that was interrupted is finished, and what is due goes where the owner said so. */
export interface Janitor {
	run(): Promise<void>;
}

export function createJanitor(parts: {
	readonly db: ClinicDb;
	readonly eraser: Eraser;
	readonly retention: Retention;
	readonly access: Pick<AccessLog, 'write'>;
}): Janitor {
	const { db, eraser, retention, access } = parts;
	return {
		async run() {
			await eraser.resume();
			const clinics = await db.selectFrom('setting').select('clinic').where('erasesByItself', '=', 1).execute();
			for (const { clinic } of clinics) {
				const { clients, sessions } = await retention.erase(clinic);
				if (clients + sessions > 0)
					await access.write({
						clinic,
						what: 'retention-erased',
						member: null,
						as: 'server',
						times: clients + sessions,
					});
			}
		},
	};
}
