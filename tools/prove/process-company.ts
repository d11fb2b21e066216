import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { constants, setPriority } from 'node:os';
import { eventKey } from '../../shared/events.ts';
import { startRealServer } from '../../tests/harness/real-server.ts';
import { createRandom } from '../simulator/random.ts';
import type { AttackerOrders } from '../torture/attacker.ts';
import { ATTACKS, type Attack } from '../torture/attacks.ts';
import { openPressRoom, type Room, untilRecorded } from '../torture/people.ts';
import { type ClinicCalls, setUpClinic } from '../wire/clinic-calls.ts';
import { openLetIn } from '../wire/let-in.ts';
import { figures, quantile } from './quantiles.ts';
import type { Finding, Row } from './row.ts';

const SIZES = {
	small: { rooms: 6, ms: 6_000, attackers: 1 },
	full: { rooms: 10, ms: 60_000, attackers: 2 },
} as const;
const MOST_TIMES = 2;
/** Below this nobody feels a difference, and a quiet machine's own figure says nothing, ms. */
const FLOOR_MS = 50;
const CUT_MS = 1_000;
const PRESS_MS = { least: 300, most: 900 };
const GIVE_UP_MS = 10_000;

/** Row 17. */
export const companyRow: Row = {
	row: 17,
	promise: 'one bad client can’t hurt others',
	async try(size) {
		const { rooms: count, ms, attackers } = SIZES[size];
		const server = await startRealServer({ LOG_LEVEL: 'error' });
		const rooms: Room[] = [];
		try {
			const calls = await setUpClinic(server.origin, server.setupCode());
			for (let i = 0; i < count; i += 1) {
				rooms.push(
					await openPressRoom({ port: server.port, calls, phoneOrigin: server.origin, isMoving: true, isTimed: true }),
				);
			}
			await untilRecorded(rooms);
			const calm = await pressFor(rooms, ms);
			const findings: Finding[] = [
				{ what: 'undisturbed, STOP to the server having *shown*', asked: '', seen: figures(calm), holds: null },
			];
			for (const kind of ATTACKS) {
				const { pressed, cuts } = await underAttack({ kind, port: server.port, calls, attackers }, () =>
					pressFor(rooms, ms),
				);
				findings.push(...findingsOf(kind, pressed, cuts, quantile(calm, 0.99), size));
			}
			return findings;
		} finally {
			for (const room of rooms) room.close();
			await server.remove();
		}
	},
};

function findingsOf(
	kind: Attack,
	pressed: readonly number[],
	cuts: readonly number[],
	calm: number,
	size: 'small' | 'full',
): readonly Finding[] {
	const most = Math.max(FLOOR_MS, calm * MOST_TIMES);
	const lost = pressed.filter((ms) => ms >= GIVE_UP_MS).length;
	return [
		{
			what: `under ${kind}`,
			asked: `p99 ≤ ${Math.round(most)} ms, none lost`,
			seen: `${figures(pressed)}, ${lost} lost`,
			// Small runs share their machine: there only what is lost counts.
			holds: lost === 0 && (size === 'small' || quantile(pressed, 0.99) <= most),
		},
		...(cuts.length === 0
			? []
			: [
					{
						what: `under ${kind}: each attacker cut`,
						asked: `≤ ${CUT_MS} ms`,
						seen: figures(cuts),
						holds: size === 'small' ? null : quantile(cuts, 0.99) <= CUT_MS,
					},
				]),
	];
}

async function underAttack(
	parts: { readonly kind: Attack; readonly port: number; readonly calls: ClinicCalls; readonly attackers: number },
	work: () => Promise<readonly number[]>,
) {
	const { kind, port, calls, attackers } = parts;
	const processes: ChildProcess[] = [];
	for (let i = 0; i < attackers; i += 1) {
		const { tokens, close } = await openLetIn(port, calls, 'Attacker Example');
		close();
		processes.push(sendOut({ kind, port, localAddress: `127.0.0.${10 + i}`, token: tokens.phone }));
	}
	const pressed = await work();
	const cuts: number[] = [];
	for (const each of processes) {
		const told = once(each, 'message');
		each.send('over');
		cuts.push(...((await told)[0] as number[]));
	}
	return { pressed, cuts };
}

/** Attackers have machines of their own: here they get of this one what the others leave. */
function sendOut(orders: AttackerOrders): ChildProcess {
	const attacker = fork(new URL('../torture/attacker.ts', import.meta.url));
	if (attacker.pid !== undefined) setPriority(attacker.pid, constants.priority.PRIORITY_LOW);
	attacker.send(orders);
	return attacker;
}

async function pressFor(rooms: readonly Room[], ms: number): Promise<readonly number[]> {
	const until = performance.now() + ms;
	const pressIn = async ({ phone, desk }: Room, seed: number) => {
		const random = createRandom(seed);
		const took: number[] = [];
		while (performance.now() < until) {
			const from = performance.now();
			const id = phone.link.append({ kind: 'stop' });
			if (id) took.push(await untilShown(desk, eventKey(id), from));
			else if (phone.link.view().line.is === 'over') throw new Error('a phone that did nothing wrong was sent away');
			await pause(random.whole(PRESS_MS.least, PRESS_MS.most));
		}
		return took;
	};
	return (await Promise.all(rooms.map(pressIn))).flat();
}

async function untilShown({ shownAt }: Room['desk'], key: string, from: number): Promise<number> {
	while (performance.now() - from < GIVE_UP_MS) {
		const at = shownAt.get(key);
		if (at !== undefined) return at - from;
		await pause(10);
	}
	return GIVE_UP_MS;
}

function pause(ms: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, ms));
}
