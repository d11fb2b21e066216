import { type EventId, eventKey, type KnownBody } from '../../shared/events.ts';
import { type Heads, headOf } from '../../shared/stream.ts';
import { openNodeSession } from '../simulated/node-session.ts';
import type { Random } from '../simulator/random.ts';

export interface SaidEvent {
	readonly id: EventId;
	readonly at: number;
	readonly body: KnownBody;
}

/** A phone that never rests, over the shipping engine and a real socket. */
export interface TorturePhone {
	readonly session: string;
	/** Everything it appended, by identity. */
	readonly said: ReadonlyMap<string, SaidEvent>;
	/** The highest heads it was ever told are recorded. */
	acknowledged(): Heads;
	unacknowledged(): number;
	isLive(): boolean;
	/** What it was told that never should be: a part lost, a refusal, an end. */
	complaints(): readonly string[];
	/** Says nothing more, but brings what it holds. */
	rest(): void;
	close(): void;
}

/** One event in so many is discrete: a cue, or a STOP. */
const SAY_SHARE = 0.02;

export function openTorturePhone(parts: {
	readonly origin: string;
	readonly session: string;
	readonly token: string;
	readonly random: Random;
}): TorturePhone {
	const { random, session } = parts;
	const said = new Map<string, SaidEvent>();
	let acknowledged: Heads = {};
	let isResting = false;
	let hasChosen = false;

	const { link, close } = openNodeSession({ ...parts, seat: 'client' }, (opened) => {
		const say = (body: KnownBody) => {
			const id = opened.append(body);
			const event = id && opened.view().log.get(id, id.n);
			if (id && event) said.set(eventKey(id), { id, at: event.at, body });
			return id !== null;
		};
		const move = () => {
			say({ kind: 'rating', value: random.whole(0, 100), touched: true });
			if (random.chance(SAY_SHARE)) say(random.chance(0.3) ? { kind: 'stop' } : { kind: 'cue', cue: 'more' });
		};
		return () => {
			const { recording, recordedHeads, line } = opened.view();
			// While it is only held, heads say nothing about the disk.
			if (recording === 'recorded') acknowledged = highest(acknowledged, recordedHeads);
			if (isResting || line.is === 'over') return;
			if (hasChosen) move();
			else hasChosen = line.is === 'live' && say({ kind: 'consent', choice: 'recorded' });
		};
	});

	return {
		session,
		said,
		acknowledged: () => acknowledged,
		unacknowledged: () => link.view().unacknowledged,
		isLive: () => link.view().line.is === 'live',
		complaints() {
			const { line, isPartLost, refusals } = link.view();
			return [
				...(line.is === 'over' ? [`the line is over: ${line.code}`] : []),
				...(isPartLost ? ['a part is lost'] : []),
				...refusals.map((code) => `refused: ${code}`),
			];
		},
		rest() {
			isResting = true;
		},
		close,
	};
}

function highest(a: Heads, b: Heads): Heads {
	const writers = [...new Set([...Object.keys(a), ...Object.keys(b)])];
	return Object.fromEntries(
		writers.map((writer) => {
			const of = (lane: 'say' | 'flow') => Math.max(headOf(a, { writer, lane }), headOf(b, { writer, lane }));
			return [writer, [of('say'), of('flow')]] as const;
		}),
	);
}
