import { expect, test } from 'vitest';
import { createIntake } from '../../../server/live/intake.ts';
import type { Lane, LoggedEvent, Seat } from '../../../shared/events.ts';
import { createSessionLog } from '../../../shared/session-log.ts';
import { idNamed, NINE } from '../../harness/server-events.ts';
import { ONE_OF_EACH } from '../../shared/every-kind.ts';

const SEATS: Readonly<Record<string, Seat>> = {
	[idNamed('old')]: 'client',
	[idNamed('phone')]: 'client',
	[idNamed('desk')]: 'therapist',
};
const BODIES = { say: ONE_OF_EACH.stop, flow: ONE_OF_EACH.rating } as const;

function run(name: string, lane: Lane, count: number): readonly LoggedEvent[] {
	const writer = idNamed(name);
	const seat = SEATS[writer] ?? 'server';
	return Array.from({ length: count }, (_, i) => {
		return { writer, lane, seat, n: i + 1, at: NINE + i, arrivedAt: NINE + i, body: BODIES[lane] };
	});
}

function setUp(events: readonly LoggedEvent[]) {
	const log = createSessionLog(events);
	const intake = createIntake({
		log,
		now: () => NINE,
		seatOf: (writer) => SEATS[writer],
		hadPhone: () => true,
		accept: (event) => void log.add(event),
	});
	const next = (name: string, lane: Lane) => {
		const writer = idNamed(name);
		const n = log.head({ writer, lane }) + 1;
		const body = lane === 'say' && name === 'desk' ? ONE_OF_EACH.started : BODIES[lane];
		const { answers } = intake.take(SEATS[writer] ?? 'server', {
			t: 'events',
			writer,
			lane,
			events: [{ n, at: NINE, body }],
		});
		return answers.map((answer) => (answer.t === 'refused' ? answer.code : answer.t));
	};
	return { next };
}

test('HOST14 a seat that brings more than a session can hold is told so, lane by lane, and no other seat is', () => {
	const { next } = setUp([...run('old', 'say', 30_000), ...run('phone', 'say', 19_999)]);
	expect(next('phone', 'say')).toEqual([]);
	expect(next('phone', 'say')).toEqual(['too_many']);
	expect(next('old', 'say')).toEqual(['too_many']);
	expect(next('phone', 'flow')).toEqual([]);
	expect(next('desk', 'say')).toEqual([]);
});

test('HOST14 a slider may move for five hours and a half without rest', () => {
	const { next } = setUp(run('phone', 'flow', 20 * 60 * 60 * 5.5));
	expect(next('phone', 'flow')).toEqual([]);
	for (let i = 0; next('phone', 'flow').length === 0; i += 1) if (i > 4_000) throw new Error('there is no end');
	expect(next('phone', 'flow')).toEqual(['too_many']);
	expect(next('phone', 'say')).toEqual([]);
});
