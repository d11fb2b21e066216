import type { LinkEngine } from '../../client/link/link-engine.ts';
import { createSessionLink } from '../../client/link/session-link.ts';
import type { LinePage } from './lines.ts';
import type { Random } from './random.ts';
import type { SimWire } from './sim-wire.ts';
import type { World } from './world.ts';

/** Those who ask to follow, by their names and by nothing else. */
export const MEMBERS: readonly string[] = ['Olga Example', 'Otto Example', 'Ona Example'];

/** One load of the page of somebody who asks to follow, or follows. */
export interface ObserverPage extends LinePage {
	readonly seat: 'observer';
	readonly member: string;
	readonly engine: LinkEngine;
	/** The wire on which the server has welcomed it; the server tells the others of it while that stands. */
	welcomedOn: SimWire | null;
}

/** @param random of the observers alone */
export async function loadObserver(
	world: World,
	random: Random,
	at: { readonly name: string; readonly member: string; readonly token: string },
	secondRoad: () => Promise<never>,
): Promise<ObserverPage> {
	const loadedAt = world.now;
	const drift = 1 + (random.next() - 0.5) / 500;
	const engine = createSessionLink({
		seat: 'observer',
		token: at.token,
		now: () => (world.now - loadedAt) * drift,
		randomId: () => random.id(),
		outbox: null,
		secondRoad,
	});
	await engine.load();
	const moving = { wire: null, isAlive: true, isOnline: true, isFrozen: false, welcomedOn: null };
	return { ...at, seat: 'observer', engine, ...moving };
}
