import type { KnownBody, Seat } from '../../shared/events.ts';
import { laneOf } from '../../shared/events.ts';
import type { Random } from '../simulator/random.ts';
import { helloOf, type LiveLine, openLiveLine } from '../wire/live-line.ts';
import { BINARY } from '../wire/raw-line.ts';
import { mutateText, mutateValue, randomJson } from './mutate.ts';

/** One event of every kind, as it would be right. */
const BODIES: readonly KnownBody[] = [
	{ kind: 'rating', value: 40, touched: true },
	{ kind: 'cue', cue: 'more' },
	{ kind: 'stop' },
	{ kind: 'cleared', stops: [{ writer: 'w'.repeat(22), lane: 'say', n: 1 }], how: 'lighter' },
	{ kind: 'band', low: 40, high: 60, edge: 70 },
	{ kind: 'consent', choice: 'recorded' },
	{ kind: 'left' },
	{ kind: 'started' },
	{ kind: 'point', point: 1, muscle: 'soleus', side: 'left', place: 'below the knee' },
	{ kind: 'phase', phase: 'press', point: 1, targetMs: 60_000 },
	{ kind: 'note', text: 'firm' },
	{ kind: 'felt', point: 1, regions: ['heel-left'] },
	{ kind: 'end-undone' },
	{ kind: 'spoken-rating', value: 50 },
	{ kind: 'shown', stops: [{ writer: 'w'.repeat(22), lane: 'say', n: 1 }] },
	{ kind: 'answered', stops: [{ writer: 'w'.repeat(22), lane: 'say', n: 1 }] },
	{ kind: 'signal', state: 'lost' },
];

export interface FuzzSeat {
	readonly seat: Extract<Seat, 'client' | 'therapist'>;
	readonly token: string;
}

/** Frames between two connections at most: a line that says too much that is bad is cut. */
const FRAMES_PER_LINE = 8;

export interface FrameCounts {
	frames: number;
	lines: number;
	/** Lines that could not be opened. */
	unopened: number;
	/** What came down, by tag and code. */
	readonly answers: Map<string, number>;
}

/** Opens a line for one of the seats, or for nobody, and sends some frames that are wrong in some way. */
export async function fuzzLine(
	parts: {
		readonly port: number;
		readonly random: Random;
		readonly seats: readonly FuzzSeat[];
		readonly counts: FrameCounts;
	},
	most: number,
): Promise<void> {
	const { port, random, seats, counts } = parts;
	const frames = Math.min(most, random.whole(1, FRAMES_PER_LINE));
	const seat = random.chance(0.8) ? random.pick(seats) : { seat: 'client' as const, token: random.id() };
	counts.lines += 1;
	counts.frames += frames;
	let line: LiveLine;
	try {
		line = await openLiveLine({ port });
	} catch {
		counts.unopened += 1;
		return;
	}
	line.onDown((frame) => {
		const name = 'code' in frame ? `${frame.t} ${frame.code}` : frame.t;
		counts.answers.set(name, (counts.answers.get(name) ?? 0) + 1);
	});
	const writer = random.id();
	const n = { say: 0, flow: 0 };
	if (random.chance(0.9)) {
		line.up(helloOf(seat.token, writer));
		// Often enough it is let in first; otherwise all of it comes in one piece.
		if (random.chance(0.7)) await Promise.race([line.until(() => true).catch(() => null), line.closed]);
	}
	for (let i = 0; i < frames; i += 1) {
		const good = goodFrame(random, seat.token, writer, n);
		if (i < frames - 1) sendFrame(random, line, good);
		else sendLast(random, line, good);
	}
	// The last word: a line that lives answers it, and one that does not has ended.
	line.packet('42["fuzz",{}]');
	await Promise.race([line.until((frame) => 'code' in frame && frame.code === 'unknown_event'), line.closed]).catch(
		() => undefined,
	);
	line.destroy();
}

/** A frame that Socket.IO hands on, whatever is in it. */
function sendFrame(random: Random, line: LiveLine, good: object): void {
	const act = random.whole(0, 19);
	if (act < 5) line.up(good);
	else if (act < 17) line.up(mutateValue(random, good));
	else line.up(randomJson(random));
}

/** The last of a line may end it. */
function sendLast(random: Random, line: LiveLine, good: object): void {
	const packet = `42${JSON.stringify(['up', good])}`;
	const act = random.whole(0, 2);
	if (act === 0) sendFrame(random, line, good);
	else if (act === 1) line.packet(mutateText(random, packet));
	else sendOddly(random, line, packet);
}

function sendOddly(random: Random, line: LiveLine, packet: string): void {
	const act = random.whole(0, 4);
	if (act === 0) line.raw.send(Buffer.from(random.bytes(random.whole(0, 64))), BINARY);
	else if (act === 1) line.packet(`${random.whole(0, 9)}${random.whole(0, 9)}${packet.slice(2)}`);
	else if (act === 2) line.packet(String.fromCharCode(...random.bytes(random.whole(0, 24))));
	else if (act === 3) {
		const half = packet.length >> 1;
		line.raw.send(packet.slice(0, half), 1, false);
		line.raw.send(packet.slice(half), 0, random.chance(0.8));
	} else line.raw.sendBytes(random.bytes(random.whole(1, 32)));
}

function goodFrame(random: Random, token: string, writer: string, n: { say: number; flow: number }): object {
	const act = random.whole(0, 9);
	if (act === 0) return helloOf(token, random.chance(0.5) ? writer : random.id());
	if (act === 1)
		return { t: 'now', writer, rating: 40, at: Date.now(), touchedAt: null, inView: true, say: n.say, flow: n.flow };
	if (act === 2) return { t: random.pick(['pen', 'bye']) };
	if (act === 3) return { t: 'want', heads: { [writer]: [n.say, n.flow] } };
	if (act === 4) return { t: 'erase', erase: false };
	const body = random.pick(BODIES);
	const lane = laneOf(body);
	if (random.chance(0.8)) n[lane] += 1;
	return { t: 'events', writer, lane, events: [{ n: Math.max(1, n[lane]), at: Date.now(), body }] };
}
