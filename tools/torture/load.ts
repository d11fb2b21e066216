import { signInToClinic } from '../wire/clinic-calls.ts';
import { openPressRoom, type Room, untilRecorded } from './people.ts';

/** Sessions that are to be under way, and where. */
export interface LoadOrders {
	readonly port: number;
	readonly origin: string;
	readonly sessions: number;
}

/** Sessions under way in a process of their own, whose sliders never rest: begun by the first message, told when all are live. */
process.once('message', async ({ port, origin, sessions }: LoadOrders) => {
	const calls = await signInToClinic(origin);
	const rooms: Room[] = [];
	for (let i = 0; i < sessions; i += 1) {
		rooms.push(await openPressRoom({ port, calls, phoneOrigin: origin, isMoving: true }));
	}
	await untilRecorded(rooms);
	process.send?.('live');
});
