import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';
import { addressGroup } from '../live/join-codes.ts';
import { createBucket, createKeyed } from '../live/limits.ts';
import { HttpRefusal } from './refusal.ts';

/** The second road (W9): a flood of anything else from the same network keeps no STOP away. */
const SAY_PATH = '/api/live/say';

/**
 * Limits the requests of one address by how many lines it may hold: each of its devices may open a page at once, and then
 * ask twice a second.
 */
export function createFloodGuard(parts: {
	readonly maxConnectionsPerAddress: number;
	readonly addressOf: (request: IncomingMessage) => string;
	/** Monotonic, ms. */
	readonly now: () => number;
}): RequestHandler {
	const { maxConnectionsPerAddress: most, addressOf, now } = parts;
	const buckets = () => createKeyed(() => createBucket(now, { perSecond: most * 2, burst: most * 40 }));
	const [general, says] = [buckets(), buckets()];
	return (request, response, next) => {
		const bucket = request.path === SAY_PATH ? says : general;
		if (bucket.of(addressGroup(addressOf(request))).take(1)) return next();
		response.setHeader('Connection', 'close');
		next(new HttpRefusal('too_many'));
	};
}
