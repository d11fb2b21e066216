import type { Code } from '../../shared/codes.ts';
import { OLDEST_PROTOCOL_VERSION, PROTOCOL_VERSION, type UpFrame, type UpFrameOf } from '../../shared/protocol.ts';
import type { Connection } from './live-hub.ts';
import type { Held, OpenSessions } from './open-sessions.ts';
import { over } from './session-parts.ts';

/** Connections of one token, all tabs together; one more takes the place of the oldest, which may be dead without a word. */
export const MOST_CONNECTIONS_PER_TOKEN = 5;

/** Which session, and which device of it, each connection speaks for. */
export interface Places {
	handle(connection: Connection, frame: UpFrame): void;
	disconnect(connection: Connection): void;
	/** Nobody is connected. */
	areEmpty(): boolean;
	/** A session is gone. */
	forget(held: Held): void;
}

export function createPlaces(sessions: Pick<OpenSessions, 'deviceOf'>): Places {
	const placeOf = new Map<Connection, { readonly held: Held; readonly device: string }>();

	/** A connection has one place: who says hello for another leaves the one before. */
	const leavePlace = (connection: Connection, device: string) => {
		const place = placeOf.get(connection);
		if (place && place.device !== device) place.held.session.disconnect(connection);
		placeOf.delete(connection);
	};

	const makeRoom = (device: string) => {
		const open = [...placeOf].filter(([, place]) => place.device === device);
		const tooMany = open.slice(0, Math.max(0, open.length + 1 - MOST_CONNECTIONS_PER_TOKEN));
		for (const [connection, { held }] of tooMany) {
			placeOf.delete(connection);
			held.session.disconnect(connection);
			over(connection, 'draining_only');
		}
	};

	const handleHello = (connection: Connection, hello: UpFrameOf<'hello'>) => {
		const found = sessions.deviceOf(hello.token);
		const code = whyNot(hello.v) ?? (found ? null : 'no_session');
		if (!found || code) return over(connection, code ?? 'no_session');
		leavePlace(connection, found.device.id);
		makeRoom(found.device.id);
		placeOf.set(connection, { held: found.held, device: found.device.id });
		return found.held.session.greet(connection, found.device, hello);
	};

	return {
		handle(connection, frame) {
			const place = placeOf.get(connection);
			if (frame.t === 'hello') handleHello(connection, frame);
			else if (place) place.held.session.handle(connection, frame);
			else connection.send({ t: 'refused', code: 'no_session' });
		},
		disconnect(connection) {
			placeOf.get(connection)?.held.session.disconnect(connection);
			placeOf.delete(connection);
		},
		areEmpty: () => placeOf.size === 0,
		forget(held) {
			for (const [connection, place] of placeOf) if (place.held === held) placeOf.delete(connection);
		},
	};
}

function whyNot(version: number): Code | null {
	if (version < OLDEST_PROTOCOL_VERSION) return 'page_too_old';
	return version > PROTOCOL_VERSION ? 'server_too_old' : null;
}
