import * as v from 'valibot';
import { eventKey } from '../../shared/events.ts';
import type { DownFrame, UpFrameOf } from '../../shared/protocol.ts';
import { createBucket, createKeyed } from './limits.ts';
import type { Connection } from './live-hub.ts';
import type { Held, OpenSessions } from './open-sessions.ts';
import { sayRequest } from './say-request.ts';

/** How long the second road waits for *shown* before it answers with what there is (W9), ms. */
export const SECOND_ROAD_WAIT_MS = 1_500;
/** What one token may ask of the second road; a page tries again every 2 s. */
const SAY_BUCKET = { perSecond: 5, burst: 20 };
/** Answers of the second road that one token may have waiting; one more is answered at once with what there is. */
const MOST_WAITING_PER_TOKEN = 5;

interface Waiting {
	readonly held: Held;
	readonly device: string;
	readonly keys: readonly string[];
	readonly until: number;
	readonly resolve: () => void;
}

/** The second road (W9): frames of *say* over HTTP, answered when their STOPs are shown. */
export interface SayRoad {
	say(raw: unknown): Promise<readonly DownFrame[] | null>;
	/** Answers whoever waits for what is there by now. */
	settle(): void;
	close(): void;
}

export function createSayRoad(now: () => number, sessions: Pick<OpenSessions, 'deviceOf'>): SayRoad {
	let waiting: Waiting[] = [];
	const says = createKeyed(() => createBucket(now, SAY_BUCKET));

	/** Resolves when every STOP carried is shown, or at the latest after SECOND_ROAD_WAIT_MS. */
	const untilShown = (held: Held, device: string, keys: readonly string[]) =>
		new Promise<void>((resolve) => {
			const isPatient = waiting.filter((each) => each.device === device).length < MOST_WAITING_PER_TOKEN;
			waiting.push({ held, device, keys, until: isPatient ? now() + SECOND_ROAD_WAIT_MS : now(), resolve });
			settle();
		});

	const settle = () => {
		waiting = waiting.filter(({ held, keys, until, resolve }) => {
			const { stops } = held.session.state();
			const isShown = keys.every((key) => stops.find(({ id }) => eventKey(id) === key)?.shownAt !== undefined);
			if (!isShown && now() < until) return true;
			resolve();
			return false;
		});
	};

	return {
		async say(raw) {
			const parsed = v.safeParse(sayRequest, raw);
			const found = parsed.success ? sessions.deviceOf(parsed.output.token) : null;
			if (!parsed.success || !found) return null;
			const { held, device } = found;
			if (!says.of(device.id).take(1)) return [{ t: 'refused', code: 'too_many' }];
			const frames: DownFrame[] = [];
			const connection: Connection = { send: (frame) => frames.push(frame), close: () => undefined };
			held.session.takePassing(connection, device, parsed.output.frames);
			if (device.seat === 'observer') return frames;
			await untilShown(held, device.id, stopKeys(parsed.output.frames));
			// Meanwhile the device may have been replaced, or the session closed.
			const by = sessions.deviceOf(parsed.output.token);
			return by ? [...frames, ...held.session.answerPassing(by.device)] : frames;
		},
		settle,
		close() {
			for (const { resolve } of waiting) resolve();
		},
	};
}

function stopKeys(frames: readonly UpFrameOf<'events'>[]): readonly string[] {
	return frames.flatMap(({ writer, lane, events }) =>
		events.filter(({ body }) => body.kind === 'stop').map(({ n, of }) => eventKey(of ?? { writer, lane, n })),
	);
}
