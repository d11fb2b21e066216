import { createClock } from '../../server/clock.ts';
import { createLiveHub, type LiveHubParts } from '../../server/live/hub.ts';
import type { Connection, LiveHub } from '../../server/live/live-hub.ts';
import { type Body, type EventId, type KnownBody, type Lane, laneOf } from '../../shared/events.ts';
import { type DownFrame, PROTOCOL_VERSION, type UpFrame, type UpFrameOf } from '../../shared/protocol.ts';
import { createSessionLog } from '../../shared/session-log.ts';
import { createHandJournal, type HandJournal } from './hand-journal.ts';
import { createHandStore, type HandStore } from './hand-store.ts';
import { settle } from './hand-wire.ts';
import { idNamed } from './server-events.ts';

export const HUB_START = 1_790_000_000_000;
export const SESSION = idNamed('session');
export const CLIENT_NAME = 'Client Amber';

/** The frame tagged `t`, also where several tags share one shape. */
type Told<T extends DownFrame['t'], F = DownFrame> = F extends DownFrame ? (T extends F['t'] ? F : never) : never;

/** A page that is nothing but its connection: it says what it is told to, and keeps what it hears. */
export interface HandPage {
	readonly connection: Connection;
	readonly writer: string;
	/** Every frame heard, oldest first. */
	readonly got: readonly DownFrame[];
	/** The frames since it was last asked. */
	take(): readonly DownFrame[];
	of<T extends DownFrame['t']>(t: T): readonly Told<T>[];
	isClosed(): boolean;
	up(frame: UpFrame): boolean;
	hello(change?: Partial<UpFrameOf<'hello'>>): void;
	/** The next events of its own writer, each in a frame. */
	say(...bodies: readonly (KnownBody | { readonly kind: string })[]): void;
	/** One event as it is told. */
	tell(lane: Lane, n: number, body: { readonly kind: string }, change?: Partial<UpFrameOf<'events'>>): void;
	/** `kind` of all events heard, in the order heard. */
	heard(): readonly string[];
	/** The heads last called acknowledged for this writer. */
	disconnect(): void;
}

export interface HubHarness {
	readonly hub: LiveHub;
	readonly journal: HandJournal;
	readonly store: HandStore;
	readonly troubles: readonly string[];
	readonly forged: readonly string[];
	now(): number;
	/** The machine's wall clock is set, while the monotonic one goes on. */
	stepWall(ms: number): void;
	/** Time passes; the hub ticks at its end, or at every step. */
	pass(ms: number, stepMs?: number): Promise<void>;
	/** Starts SESSION; answers its therapist's token. */
	start(id?: string): Promise<string>;
	/** Joins by a fresh code; answers the phone's token. */
	join(session?: string): Promise<string>;
	/** A page of this token; it says hello at once unless told not to. */
	page(token: string, name: string, hello?: Partial<UpFrameOf<'hello'>> | null): HandPage;
	/** The server dies, and another one opens the same stores. */
	restart(): Promise<void>;
	kinds(): readonly string[];
}

export async function openHub(
	options: Pick<LiveHubParts, 'queueLimitBytes' | 'lastBand' | 'consentWords'> = {},
): Promise<HubHarness> {
	let wall = HUB_START;
	let monotonic = 0;
	const newClock = () => createClock({ wall: () => wall, monotonic: () => monotonic });
	let clock = newClock();
	const pass = (ms: number) => {
		wall += ms;
		monotonic += ms;
	};
	let random = 0;
	const journal = createHandJournal();
	const store = createHandStore();
	const troubles: string[] = [];
	const forged: string[] = [];
	const boot = () =>
		createLiveHub({
			journal,
			store,
			now: () => clock.now(),
			clock,
			randomBytes(length) {
				random += 1;
				return Uint8Array.from({ length }, (_, i) => (random * 7 + i * 31) % 256);
			},
			hash: (text) => `hash of ${text}`,
			trouble: (what, _session, problem) => troubles.push(`${what}: ${String(problem)}`),
			onForged: ({ seat, code }) => forged.push(`${seat} ${code}`),
			...options,
		});
	let hub = await boot();

	const harness: HubHarness = {
		get hub() {
			return hub;
		},
		journal,
		store,
		troubles,
		forged,
		now: () => clock.now(),
		stepWall(ms) {
			wall += ms;
		},
		async pass(ms, stepMs = ms) {
			for (const end = monotonic + ms; monotonic < end; ) {
				pass(Math.min(stepMs, end - monotonic));
				hub.tick();
				await settle();
			}
		},
		async start(id = SESSION) {
			const names = { clinic: idNamed('clinic'), member: idNamed('member'), clientName: CLIENT_NAME };
			return hub.start({ id, client: { name: CLIENT_NAME }, isTest: false, ...names });
		},
		async join(session = SESSION) {
			const invitation = hub.issueCode(session);
			const joined = invitation && (await hub.join(invitation.ticket, '192.0.2.7'));
			if (!joined) throw new Error('could not be joined');
			return joined.token;
		},
		page: (token, name, hello = {}) => openHandPage(harness, token, idNamed(name), hello),
		async restart() {
			clock = newClock();
			hub = await boot();
		},
		kinds: () =>
			createSessionLog(hub.events(SESSION) ?? [])
				.ordered()
				.map(({ body }) => body.kind),
	};
	return harness;
}

function openHandPage(
	harness: HubHarness,
	token: string,
	writer: string,
	hello: Partial<UpFrameOf<'hello'>> | null,
): HandPage {
	const got: DownFrame[] = [];
	let taken = 0;
	let isClosed = false;
	const numbers: Record<Lane, number> = { say: 0, flow: 0 };
	const connection: Connection = {
		send(frame) {
			if (!isClosed) got.push(structuredClone(frame));
		},
		close() {
			isClosed = true;
		},
	};
	const page: HandPage = {
		connection,
		writer,
		got,
		take() {
			const fresh = got.slice(taken);
			taken = got.length;
			return fresh;
		},
		of: <T extends DownFrame['t']>(t: T) => got.filter((frame): frame is Told<T> => frame.t === t),
		isClosed: () => isClosed,
		up: (frame) => harness.hub.handle(connection, structuredClone(frame)),
		hello: (change = {}) =>
			void page.up({
				t: 'hello',
				v: PROTOCOL_VERSION,
				token,
				sentAt: 42.5,
				writer,
				streams: [],
				heads: {},
				pen: true,
				inView: true,
				...change,
			}),
		say(...bodies) {
			for (const body of bodies) {
				const lane = laneOf(body);
				numbers[lane] += 1;
				page.tell(lane, numbers[lane], body);
			}
		},
		tell: (lane, n, body, change = {}) =>
			void page.up({ t: 'events', writer, lane, events: [{ n, at: harness.now(), body }], ...change }),
		heard: () => got.flatMap((frame) => (frame.t === 'events' ? frame.events.map(({ body }) => body.kind) : [])),
		disconnect() {
			isClosed = true;
			harness.hub.disconnect(connection);
		},
	};
	if (hello) page.hello(hello);
	return page;
}

export interface Pair {
	readonly tokens: { readonly therapist: string; readonly phone: string };
	readonly therapist: HandPage;
	readonly phone: HandPage;
	/** The phone's device. */
	readonly device: string;
}

/** Lets in the phone that asks; answers its device. */
export function letIn(therapist: HandPage): string {
	const device = therapist.of('now').at(-1)?.asking?.[0]?.device ?? '';
	therapist.say({ kind: 'admitted', device });
	return device;
}

/** SESSION with both pages live; the phone is let in, and everything heard so far is taken. */
export async function openPair(harness: HubHarness): Promise<Pair> {
	const token = await harness.start();
	const therapist = harness.page(token, 'therapist');
	const phoneToken = await harness.join();
	const phone = harness.page(phoneToken, 'phone');
	const device = letIn(therapist);
	await settle();
	for (const page of [therapist, phone]) page.take();
	return { tokens: { therapist: token, phone: phoneToken }, therapist, phone, device };
}

/** The same, recorded, with everything committed so far. */
export async function openRecorded(harness: HubHarness): Promise<Pair> {
	const pair = await openPair(harness);
	pair.phone.say({ kind: 'consent', choice: 'recorded' });
	await settle();
	await harness.journal.commit();
	for (const page of [pair.therapist, pair.phone]) page.take();
	return pair;
}

/** What pages were told, as `t`. */
export const tagsOf = (frames: readonly DownFrame[]): readonly string[] => frames.map(({ t }) => t);

export const stopOf = (page: HandPage, n: number): EventId => ({ writer: page.writer, lane: 'say', n });

export const rating = (value: number): Body => ({ kind: 'rating', value, touched: true });
