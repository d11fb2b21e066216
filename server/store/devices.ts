import type { ClinicDb, Tables } from './tables.ts';

/** A device's right to a seat. */
export type DeviceRecord = Readonly<Omit<Tables['device'], 'hasSaidBye'> & { hasSaidBye: boolean }>;

/** Of a session that is gone nothing is written: a save may still be on its way while it is erased. */
export async function saveDevice(db: ClinicDb, device: DeviceRecord): Promise<void> {
	const session = await db.selectFrom('session').select('id').where('id', '=', device.session).executeTakeFirst();
	if (!session) return;
	const row = { ...device, hasSaidBye: device.hasSaidBye ? (1 as const) : (0 as const) };
	await db
		.insertInto('device')
		.values(row)
		.onConflict((conflict) => conflict.column('id').doUpdateSet(row))
		.execute();
}

export async function deleteDevices(db: ClinicDb, session: string): Promise<void> {
	await db.deleteFrom('device').where('session', '=', session).execute();
}

/** The devices of every session that is not sealed. */
export async function listOpenDevices(db: ClinicDb): Promise<readonly DeviceRecord[]> {
	const rows = await db
		.selectFrom('device')
		.innerJoin('session', 'session.id', 'device.session')
		.selectAll('device')
		.where('session.sealedAt', 'is', null)
		.execute();
	return rows.map((row) => ({ ...row, hasSaidBye: row.hasSaidBye === 1 }));
}
