import { randomBytes } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { createSecondRoad } from '../../../client/link/second-road.ts';
import { createSessionLink } from '../../../client/link/session-link.ts';
import { openSocket, socketParts } from '../../../client/link/socket.ts';
import { openNodeSession } from '../../../tools/simulated/node-session.ts';
import { startLiveApp } from '../../harness/live-app.ts';
import { waitFor } from '../../harness/wait-for.ts';

/** A phone on the plain line, as its page opens it; `cut` breaks the line from below. */
function openPhone(origin: string, token: string) {
	const link = createSessionLink({
		seat: 'client',
		token,
		now: () => performance.now(),
		randomId: () => randomBytes(16).toString('base64url'),
		outbox: null,
		secondRoad: createSecondRoad(token, (path, init) => fetch(new URL(String(path), origin), init)),
	});
	const sockets: WebSocket[] = [];
	const line = openSocket(link, {
		...socketParts(origin),
		open(url) {
			const socket = new WebSocket(url);
			sockets.push(socket);
			return socket as ReturnType<ReturnType<typeof socketParts>['open']>;
		},
	});
	const ticking = setInterval(() => link.handleTick(), 50);
	onTestFinished(() => {
		clearInterval(ticking);
		line.close();
	});
	return { link, sockets, cut: () => sockets.at(-1)?.close() };
}

test('LINE1 LINE3 over the plain line a phone is let in, stops, loses its connection and brings what it missed', async () => {
	const app = await startLiveApp();
	const { session, token } = await app.startSession();
	const { token: phoneToken } = await app.joinSession(session);
	const origin = `http://127.0.0.1:${app.port}`;
	const therapist = openNodeSession({ origin, seat: 'therapist', token }, () => () => undefined);
	onTestFinished(() => therapist.close());
	const phone = openPhone(origin, phoneToken);
	await waitFor(() => expect(therapist.link.view().asking).toHaveLength(1));
	therapist.link.append({ kind: 'admitted', device: therapist.link.view().asking[0]?.device ?? '' });
	await waitFor(() => expect(phone.link.view().line.is).toBe('live'));
	phone.link.append({ kind: 'consent', choice: 'recorded' });
	phone.link.append({ kind: 'rating', value: 40, touched: true });
	await waitFor(() => expect(phone.link.view().unacknowledged).toBe(0));

	phone.cut();
	await waitFor(() => expect(phone.link.view().line.is).toBe('weak'));
	const stop = phone.link.append({ kind: 'stop' });
	await waitFor(() => expect(therapist.link.view().state.stops).toHaveLength(1));
	await waitFor(() => expect(stop && phone.link.isAcknowledged(stop)).toBe(true));
	await waitFor(() => expect(phone.link.view().line.is).toBe('live'));
	expect(phone.sockets.length).toBeGreaterThan(1);
	const kinds = (await app.journal.read(session)).map(({ body }) => body.kind);
	expect(kinds.sort()).toEqual(['admitted', 'consent', 'rating', 'stop']);
});

test('LINE6 a frame larger than the server takes ends the connection, and the line comes back', async () => {
	const app = await startLiveApp();
	const { session } = await app.startSession();
	const { token } = await app.joinSession(session);
	const phone = openPhone(`http://127.0.0.1:${app.port}`, token);
	await waitFor(() => expect(phone.link.view().line.is).toBe('waiting'));
	phone.sockets[0]?.send(`42["up","${'x'.repeat(20_000)}"]`);
	await waitFor(() => expect(phone.sockets.length).toBe(2));
	await waitFor(() => expect(phone.link.view().line.is).toBe('waiting'));
});
