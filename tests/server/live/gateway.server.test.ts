import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { attachGateway } from '../../../server/live/gateway.ts';
import type { Connection, LiveHub } from '../../../server/live/live-hub.ts';
import { helloOf, openLiveLine } from '../../../tools/wire/live-line.ts';
import { openRawLine } from '../../../tools/wire/raw-line.ts';
import { idNamed } from '../../harness/server-events.ts';

/** The gateway alone, over a hub that does what the test says. */
async function startGateway(parts: {
	readonly hub?: Partial<LiveHub>;
	readonly most?: number;
	readonly greetTimeoutMs?: number;
}) {
	const faults: string[] = [];
	const httpServer = createServer();
	const hub = { handle: () => true, disconnect: () => undefined, tick: () => undefined, ...parts.hub } as LiveHub;
	const gateway = attachGateway({
		httpServer,
		hub,
		isOwnOrigin: () => true,
		addressOf: (request) => String(request.headers['x-address'] ?? request.socket.remoteAddress),
		maxConnectionsPerAddress: parts.most ?? 1_000,
		now: () => performance.now(),
		onFault: (where) => void faults.push(where),
		...(parts.greetTimeoutMs !== undefined && { greetTimeoutMs: parts.greetTimeoutMs }),
	});
	await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => gateway.close());
	const { port } = httpServer.address() as AddressInfo;
	const open = async (address = '10.0.0.1') => {
		const line = await openLiveLine({ port, headers: { 'X-Address': address } });
		onTestFinished(() => line.destroy());
		return line;
	};
	return { port, open, faults };
}

test('HOST2 a handler that throws is noted and answered, and the line and everyone else go on', async () => {
	const heard: unknown[] = [];
	const { open, faults } = await startGateway({
		hub: {
			handle: (_connection: Connection, raw: unknown) => {
				heard.push(raw);
				if (heard.length === 1) throw new Error('canary');
				return true;
			},
			disconnect: () => {
				throw new Error('canary');
			},
			tick: () => {
				throw new Error('canary');
			},
		},
	});
	const [line, other] = [await open(), await open()];
	line.up({ t: 'pen' });
	expect(await line.untilTold('refused')).toEqual({ t: 'refused', code: 'internal' });
	line.up({ t: 'pen' });
	line.destroy();
	other.up({ t: 'bye' });
	await expect.poll(() => faults).toEqual(expect.arrayContaining(['frame', 'disconnect', 'tick']));
	expect(heard).toContainEqual({ t: 'bye' });
});

test('HOST5 who opens a line and does not say what for is sent away', async () => {
	const { port, open } = await startGateway({ greetTimeoutMs: 60 });
	const silent = await openRawLine({ port });
	onTestFinished(() => silent.destroy());
	await silent.closed;
	const connected = await open();
	expect(await connected.closed).toMatchObject({ over: 'too_slow' });
	const greeted = await open();
	greeted.up(helloOf(idNamed('token'), idNamed('writer')));
	const late = await open();
	expect(await late.closed).toMatchObject({ over: 'too_slow' });
	greeted.packet('42["other",{}]');
	expect(await greeted.untilTold('refused')).toEqual({ t: 'refused', code: 'unknown_event' });
});

test('HOST5 HOST8 what came while the server itself stood still is read before anybody is called silent', async () => {
	const { open } = await startGateway({ greetTimeoutMs: 300, hub: { handle: answerPen } });
	const line = await open();
	line.up(helloOf(idNamed('token'), idNamed('writer')));
	// This process is both sides: what was written lies in the kernel, and nothing else runs.
	for (const until = performance.now() + 500; performance.now() < until; );
	line.up({ t: 'pen' });
	expect(await line.until(({ t }) => t === 'pen' || t === 'over')).toEqual({ t: 'pen' });
});

function answerPen(connection: Connection): boolean {
	connection.send({ t: 'pen' });
	return true;
}

test('HOST7 one address holds so many lines and no more; another is not concerned', async () => {
	const { open } = await startGateway({ most: 5 });
	const lines = await Promise.all(Array.from({ length: 5 }, () => open()));
	const sixth = await open();
	expect(await sixth.closed).toMatchObject({ over: 'too_many' });
	await open('10.0.0.2');
	const sameNetwork = await Promise.all(
		['2001:db8::1', '2001:db8::2', '2001:db8:0:0:f::3', '2001:db8::4', '2001:db8::5'].map(open),
	);
	expect((await (await open('2001:db8::ffff')).closed).over).toBe('too_many');
	await open('2001:db8:0:1::1');
	lines[0]?.destroy();
	await lines[0]?.closed;
	await expect
		.poll(async () => {
			const again = await open();
			again.packet('42["other",{}]');
			return (await again.until(() => true)).t;
		})
		.toBe('refused');
	expect(sameNetwork).toHaveLength(5);
});

test('HOST7 one address that comes again and again is told to wait', async () => {
	const { port } = await startGateway({ most: 5 });
	const statuses: number[] = [];
	for (let i = 0; i < 15; i += 1) {
		const line = await openRawLine({ port, headers: { 'X-Address': '10.0.0.3' } });
		statuses.push(line.status);
		if (line.status !== 101) expect(line.body).toBe('{"error":"too_many"}');
		line.destroy();
	}
	expect(statuses.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 101));
	expect(statuses.slice(11)).toContain(429);
	const other = await openRawLine({ port, headers: { 'X-Address': '10.0.0.4' } });
	expect(other.status).toBe(101);
	other.destroy();
});

const stopOf = (n: number) => ({
	t: 'events',
	writer: idNamed('w'),
	lane: 'say',
	events: [{ n, at: 1, body: { kind: 'stop' } }],
});

test('HOST6 a flood is cut with a reason, and the STOP in it is not lost', async () => {
	const heard: { t: string }[] = [];
	const { open } = await startGateway({
		hub: { handle: (_connection: Connection, raw: unknown) => !!heard.push(raw as { t: string }) },
	});
	const line = await open();
	line.raw.together(() => {
		for (let i = 0; i < 60; i += 1) line.up({ t: 'pen' });
		line.up(stopOf(1));
	});
	expect(await line.closed).toMatchObject({ over: 'too_many' });
	expect(heard.filter(({ t }) => t === 'pen').length).toBeLessThanOrEqual(41);
	expect(heard.filter(({ t }) => t === 'events')).toHaveLength(1);
});

test('HOST6 packets that are no frames count as well, and a bad frame counts ten', async () => {
	const { open } = await startGateway({
		hub: { handle: (_connection: Connection, raw: unknown) => (raw as { t: string }).t !== 'bad' },
	});
	const floods = ['3', '6', '437[]', '40/x,'].map(async (packet) => {
		const line = await open();
		for (let i = 0; i < 200; i += 1) line.packet(packet);
		return line.closed;
	});
	expect(await Promise.all(floods)).toHaveLength(4);
	const bad = await open();
	for (let i = 0; i < 5; i += 1) bad.up({ t: 'bad' });
	expect(await bad.closed).toMatchObject({ over: 'too_many' });
	const heavy = await open();
	for (let i = 0; i < 35; i += 1) heavy.up({ t: 'x'.repeat(15_000) });
	heavy.packet('42["other",{}]');
	expect(await heavy.untilTold('refused')).toEqual({ t: 'refused', code: 'unknown_event' });
});

test('HOST6 coming back renews nothing of what one token may send', async () => {
	const { open } = await startGateway({});
	const told: string[] = [];
	// Each of them alone stays within what one connection may send.
	for (let i = 0; i < 40 && !told.includes('over'); i += 1) {
		const line = await open();
		line.up(helloOf(idNamed('token'), idNamed('writer')));
		for (let n = 0; n < 30; n += 1) line.up({ t: 'pen' });
		line.packet('42["other",{}]');
		told.push((await line.until(() => true)).t);
		line.destroy();
	}
	expect(told.slice(0, 5)).toEqual(Array.from({ length: 5 }, () => 'refused'));
	expect(told).toContain('over');
});

test('HOST6 a reader that takes nothing is cut before it fills the memory', async () => {
	let connection: Connection | null = null;
	let isGone = false;
	const { open } = await startGateway({
		hub: {
			handle: (given: Connection) => {
				connection = given;
				return true;
			},
			disconnect: () => {
				isGone = true;
			},
		},
	});
	const line = await open();
	line.up({ t: 'pen' });
	await expect.poll(() => connection).not.toBe(null);
	line.raw.pause();
	let sent = 0;
	for (; sent < 2_000 && !isGone; sent += 1) {
		(connection as unknown as Connection).send({ t: 'waiting', words: 'x'.repeat(16_000), echo: 0, serverAt: 0 });
		if (sent % 20 === 0) await new Promise<void>((resolve) => void setImmediate(resolve));
	}
	expect(isGone).toBe(true);
	expect(sent * 16_000).toBeLessThan(16 * 1024 * 1024);
	line.raw.resume();
	await line.closed;
});
