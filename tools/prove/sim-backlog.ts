import { eventKey } from '../../shared/events.ts';
import { type NarrowScene, openNarrowScene } from '../simulator/narrow-line.ts';
import { figures } from './quantiles.ts';
import type { Finding, Row } from './row.ts';

const FIRST_WIRE_MS = 100;
const LIVE_MS = 1_000;
const DRAINED_MS = 60_000;
const OFFLINE_MS = 20 * 60_000;
/** The slider moves as often as it is sampled. */
const MOVE_MS = 50;

/** So many samples of a slider that never rests, while the phone has no line. */
async function gather(scene: NarrowScene, samples: number): Promise<void> {
	scene.disconnect();
	for (let i = 0; i < samples; i += 1) {
		scene.flow.touch(i % 100);
		await scene.pass(MOVE_MS);
	}
}

/** Presses STOP; answers how long it takes until the therapist's page has it, ms. */
async function pressStop(scene: NarrowScene): Promise<number> {
	const from = scene.now();
	const id = scene.phone.append({ kind: 'stop' });
	const isThere = () => id !== null && scene.desk.view().state.stops.some((stop) => eventKey(stop.id) === eventKey(id));
	await scene.pass(30_000, isThere);
	return isThere() ? scene.now() - from : Number.POSITIVE_INFINITY;
}

const isLive = (scene: NarrowScene) => scene.phone.view().line.is === 'live';

/** Row 9. */
export const neverQueuesRow: Row = {
	row: 9,
	promise: 'a STOP never queues',
	async try(size) {
		const sizes = size === 'small' ? [500] : [500, OFFLINE_MS / MOVE_MS];
		const findings: Finding[] = [];
		for (const samples of sizes) {
			const scene = await openNarrowScene(9);
			await gather(scene, samples);
			scene.phone.append({ kind: 'stop' });
			scene.connect();
			await scene.pass(5_000, () => scene.left.some(({ t }) => t === 'events'));
			const first = scene.left.find((frame) => frame.t === 'events');
			const isStop = first?.t === 'events' && first.events.some(({ body }) => body.kind === 'stop');
			findings.push({
				what: `first frame of events with ${samples} ratings in the outbox`,
				asked: 'the STOP',
				seen: isStop ? 'the STOP' : 'something else',
				holds: isStop,
			});
			const ms: number[] = [];
			for (let i = 0; i < 20; i += 1) {
				await scene.pass(300 + 70 * i);
				ms.push(await pressStop(scene));
			}
			findings.push({
				what: `STOP while the ratings drain at 400 kbit/s, to the therapist’s page`,
				asked: `≤ ${FIRST_WIRE_MS} ms`,
				seen: figures(ms),
				holds: Math.max(...ms) <= FIRST_WIRE_MS,
			});
		}
		return findings;
	},
};

/** Row 10. */
export const presentFirstRow: Row = {
	row: 10,
	promise: 'the present never waits for the past',
	async try(size) {
		const scene = await openNarrowScene(10);
		await gather(scene, (size === 'small' ? OFFLINE_MS / 10 : OFFLINE_MS) / MOVE_MS);
		const backlog = scene.phone.view().unacknowledged;
		scene.connect();
		await scene.pass(5_000, () => isLive(scene));
		const welcomedAt = scene.now();
		const value = 77;
		scene.flow.touch(value);
		await scene.pass(10_000, () => scene.desk.view().others.client?.picture?.rating === value);
		const ratingMs = scene.now() - welcomedAt;
		const stopMs = await pressStop(scene);
		const oldest = scene.phone.outbox().find(({ lane }) => lane === 'flow')?.event.n ?? 0;
		await scene.pass(10 * DRAINED_MS, () => scene.phone.outbox().every(({ event }) => event.n > backlog));
		const drainedMs = scene.now() - welcomedAt;
		const under = (what: string, ms: number, most: number): Finding => ({
			what,
			asked: `≤ ${most / 1_000} s`,
			seen: `${ms} ms`,
			holds: ms <= most,
		});
		return [
			{ what: 'ratings in the outbox after the time offline', asked: '', seen: `${backlog}`, holds: null },
			{
				what: 'of them still to bring when the STOP was shown',
				asked: '',
				seen: `${backlog - oldest + 1}`,
				holds: null,
			},
			under('rating live after welcome', ratingMs, LIVE_MS),
			under('STOP live after that', stopMs, LIVE_MS),
			under('backlog drained at 400 kbit/s', drainedMs, DRAINED_MS),
		];
	},
};
