import type { Settings } from '../../shared/settings.ts';
import { DEFAULT_SETTINGS } from '../../shared/settings.ts';
import type { ClinicDb } from './tables.ts';

export async function readSettings(db: ClinicDb, clinic: string): Promise<Settings> {
	const row = await db.selectFrom('setting').selectAll().where('clinic', '=', clinic).executeTakeFirst();
	if (!row) return DEFAULT_SETTINGS;
	const { clinic: _, erasesByItself, ...settings } = row;
	return { ...settings, erasesByItself: erasesByItself === 1 };
}

export async function writeSettings(db: ClinicDb, clinic: string, settings: Settings): Promise<void> {
	const row = { ...settings, erasesByItself: settings.erasesByItself ? (1 as const) : (0 as const) };
	await db
		.insertInto('setting')
		.values({ clinic, ...row })
		.onConflict((conflict) => conflict.column('clinic').doUpdateSet(row))
		.execute();
}
