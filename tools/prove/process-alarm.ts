import { learnSignal } from '../../client/link/learn-signal.ts';
import { createSessionLink } from '../../client/link/session-link.ts';
import { alarmsAt } from '../../shared/alarms.ts';
import type { Seat } from '../../shared/events.ts';
import { NO_SIGNAL_YET } from '../../shared/readings.ts';
import { openHub } from '../../tests/harness/live-hub.ts';
import { createRandom } from '../simulator/random.ts';
import { joinSlowly, type WireDelay } from '../torture/slow-wire.ts';
import type { Row } from './row.ts';

const HOUR_MS = 60 * 60 * 1_000;
const SIZES = { small: { hours: 0.25 }, full: { hours: 8 } } as const;
/** RTT 0–800 ms, and 3 % of the chunks held as long again as in row 7. */
const DELAY: WireDelay = { mostOneWayMs: 400, heldShare: 0.03, held: { leastMs: 200, mostMs: 1_000 } };
const SEED = 13;
const STEP_MS = 50;
const SAMPLE_MS = 2_000;
const MOST_FALSE = 1;

/** Row 13: the shipping engine of both pages and of the server, over a clock moved by hand. */
export const alarmRow: Row = {
	row: 13,
	promise: 'no false alarm',
	async try(size) {
		const { hours } = SIZES[size];
		const { falseAlarms, samples } = await watchCalm(hours * HOUR_MS);
		return [
			{
				what: `false “no signal” in ${hours} simulated hours with ${samples.toLocaleString('en')} samples, seed ${SEED}`,
				asked: `≤ ${MOST_FALSE}`,
				seen: `${falseAlarms}`,
				holds: falseAlarms <= MOST_FALSE,
			},
		];
	},
};

async function watchCalm(ms: number) {
	const random = createRandom(SEED);
	const under = await openHub();
	const { now } = under;
	const { session, token } = await under.startSession('calm');
	const joined = await under.joinSession(session);
	const linkOf = (seat: Seat, given: string) =>
		createSessionLink({
			seat,
			token: given,
			now,
			randomId: () => random.id(),
			outbox: null,
			secondRoad: () => Promise.reject(new Error('there is one road here')),
		});
	const [therapist, phone] = [linkOf('therapist', token), linkOf('client', joined.token)];
	const lines = [therapist, phone].map((link) => joinSlowly({ hub: under.hub, link, now, random }, DELAY));
	let [falseAlarms, samples, sampledAt] = [0, 0, 0];
	let isFalse = false;
	let signal = NO_SIGNAL_YET;

	const movePhone = () => {
		if (phone.view().line.is === 'waiting' || now() - sampledAt < SAMPLE_MS) return;
		const value = random.whole(0, 100);
		if (!phone.append({ kind: 'rating', value, touched: true })) return;
		sampledAt = now();
		samples += 1;
		phone.setPicture({ rating: value, at: phone.serverNow(), touchedAt: phone.serverNow() });
	};
	const lookAtDesk = () => {
		const view = therapist.view();
		const [asking] = view.asking;
		if (asking && view.log.size() === 0) therapist.append({ kind: 'admitted', device: asking.device });
		signal = learnSignal(signal, view);
		const isLost = alarmsAt(view.state, signal, therapist.serverNow()).some(
			(alarm) => alarm.kind === 'no-signal' && alarm.until === null,
		);
		if (isLost && !isFalse) falseAlarms += 1;
		isFalse = isLost;
	};

	for (const end = now() + ms; now() < end; ) {
		under.step(STEP_MS);
		for (const line of lines) line.move();
		movePhone();
		for (const link of [therapist, phone]) link.handleTick();
		lookAtDesk();
		if (now() % 10_000 < STEP_MS) await new Promise<void>((resolve) => void setImmediate(resolve));
	}
	return { falseAlarms, samples };
}
