import type { LinkEngine, Wire } from '../../client/link/link-engine.ts';
import { createSessionLink } from '../../client/link/session-link.ts';
import { createFlow, type Flow } from '../../client/phone/flow.ts';
import { createMemoryJournal } from '../../server/journal/memory-journal.ts';
import { createLiveHub } from '../../server/live/hub.ts';
import type { Connection, LiveHub } from '../../server/live/live-hub.ts';
import type { Seat } from '../../shared/events.ts';
import type { DownFrame, UpFrame } from '../../shared/protocol.ts';
import { createRandom } from './random.ts';
import { createSimStore } from './store.ts';
import { CLIENT_NAME, CLINIC, MEMBER, START_AT, settle } from './world.ts';

/** Bytes a second of a line of 400 kbit/s. */
export const NARROW_BYTES_PER_S = 50_000;
/** Bytes of a frame on the wire beside its text: Socket.IO, WebSocket and a TCP segment's headers for each 1,400 of them. */
const sizeOf = (text: string) => text.length + 20 + 60 * Math.ceil(text.length / 1_400);
const STEP_MS = 10;

/** A phone behind a line of so many bytes a second, and a therapist's page without such a limit; time moves by hand. */
export interface NarrowScene {
	readonly phone: LinkEngine;
	readonly flow: Flow;
	readonly desk: LinkEngine;
	/** Frames of the phone in the order they left, since it last connected. */
	readonly left: readonly UpFrame[];
	now(): number;
	/** Time passes in steps of 10 ms; `look` is called after each, and ends it by answering true. */
	pass(ms: number, look?: () => boolean): Promise<void>;
	connect(): void;
	disconnect(): void;
}

interface Piped {
	readonly text: string;
	left: number;
}

/** One way of a line: what is sent waits for the bytes before it. */
function createPipe(give: (text: string) => void, bytesPerS: number) {
	const queue: Piped[] = [];
	return {
		put(frame: object) {
			const text = JSON.stringify(frame);
			queue.push({ text, left: sizeOf(text) });
		},
		pass(ms: number) {
			let bytes = (bytesPerS * ms) / 1_000;
			while (queue[0] && bytes > 0) {
				const [first] = queue;
				const moved = Math.min(first.left, bytes);
				first.left -= moved;
				bytes -= moved;
				if (first.left > 0) return;
				queue.shift();
				give(first.text);
			}
		},
	};
}

export async function openNarrowScene(seed: number): Promise<NarrowScene> {
	const random = createRandom(seed);
	const store = createSimStore();
	let now = START_AT;
	const hub: LiveHub = await createLiveHub({
		journal: createMemoryJournal(),
		store,
		now: () => now,
		randomBytes: (length) => random.bytes(length),
		hash: (text) => text,
		trouble: () => undefined,
	});
	const page = (seat: Extract<Seat, 'client' | 'therapist'>, token: string): LinkEngine =>
		createSessionLink({
			seat,
			token,
			now: () => now - START_AT,
			randomId: () => random.id(),
			outbox: null,
			secondRoad: () => Promise.reject(new Error('none here')),
		});
	const soon = async <T>(work: Promise<T>): Promise<T> => {
		for (let turn = 0; turn < 6; turn += 1) {
			await settle();
			store.work();
		}
		return work;
	};

	const session = random.id();
	const request = { id: session, clinic: CLINIC, member: MEMBER, clientName: CLIENT_NAME, isTest: false };
	const desk = page('therapist', await soon(hub.start({ ...request, client: { name: CLIENT_NAME } })));
	const joined = await soon(hub.join(hub.issueCode(session)?.ticket ?? '', '192.0.2.1'));
	const phone = page('client', joined?.token ?? '');

	const timers = new Set<{ readonly at: number; readonly act: () => void }>();
	const flow = createFlow({
		link: phone,
		now: () => now,
		after(ms, act) {
			const timer = { at: now + ms, act };
			timers.add(timer);
			return () => timers.delete(timer);
		},
		isPractice: () => false,
	});

	let left: UpFrame[] = [];
	let pipes: readonly ReturnType<typeof createPipe>[] = [];
	let end: { readonly wire: Wire; readonly connection: Connection } | null = null;
	const join = (engine: LinkEngine, bytesPerS: number, note: (frame: UpFrame) => void) => {
		const up = createPipe((text) => hub.handle(connection, JSON.parse(text)), bytesPerS);
		const down = createPipe((text) => engine.handleFrame(wire, JSON.parse(text) as DownFrame), bytesPerS);
		const connection: Connection = { send: (frame) => down.put(frame), close: () => undefined };
		const wire: Wire = {
			send(frame) {
				note(frame);
				up.put(frame);
			},
			close: () => undefined,
		};
		return { pipes: [up, down], end: { wire, connection } };
	};
	const office = join(desk, Number.MAX_SAFE_INTEGER, () => undefined);
	desk.handleOpen(office.end.wire);

	const step = async (ms: number) => {
		now += ms;
		for (const timer of timers) {
			if (timer.at > now) continue;
			timers.delete(timer);
			timer.act();
		}
		for (const pipe of [...office.pipes, ...pipes]) pipe.pass(ms);
		// Pages and server tick ten times a second.
		if ((now - START_AT) % 100 < ms) {
			for (const engine of [phone, desk]) engine.handleTick();
			hub.tick();
		}
		await settle();
		store.work();
	};

	const scene: NarrowScene = {
		phone,
		flow,
		desk,
		get left() {
			return left;
		},
		now: () => now,
		async pass(ms, look = () => false) {
			for (let passed = 0; passed < ms && !look(); passed += STEP_MS) await step(STEP_MS);
		},
		connect() {
			left = [];
			const line = join(phone, NARROW_BYTES_PER_S, (frame) => left.push(frame));
			({ pipes, end } = line);
			phone.handleOpen(line.end.wire);
		},
		disconnect() {
			if (!end) return;
			hub.disconnect(end.connection);
			phone.handleClose(end.wire);
			pipes = [];
			end = null;
		},
	};
	scene.connect();
	await scene.pass(1_000);
	for (const { device } of desk.view().asking) desk.append({ kind: 'admitted', device });
	await scene.pass(1_000);
	phone.append({ kind: 'consent', choice: 'recorded' });
	await scene.pass(1_000);
	if (phone.view().recording !== 'recorded') throw new Error('the scene did not come about');
	return scene;
}
