import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createEventReader, parseSessionFile } from '../../../server/export/session-form.ts';
import type { Code } from '../../../shared/codes.ts';
import type { LoggedEvent } from '../../../shared/events.ts';
import { exportedText, SMALL_LOG } from '../../harness/exported-session.ts';
import { KINDS, ONE_OF_EACH } from '../../shared/every-kind.ts';
import { logOf, START, started } from '../../shared/log-builder.ts';
import { randomLog } from '../../shared/random-log.ts';

const LATEST = START + 86_400_000;

/** What a reader makes of a file: its events, or why it takes none of them. */
function read(text: string): readonly LoggedEvent[] | Code {
	const file = parseSessionFile(JSON.parse(text));
	if (!file) return 'not_ours';
	const reader = createEventReader(LATEST);
	const events: LoggedEvent[] = [];
	for (const raw of file.events) {
		const event = reader.take(raw);
		if (typeof event === 'string') return event;
		events.push(event);
	}
	const { count, sha256 } = reader.sum();
	return count === file.count && sha256 === file.sha256 ? events : 'not_whole';
}

/** The file of a log whose events somebody changed, with number and hash made anew: only what stands in it can tell. */
const forged = (change: (events: readonly LoggedEvent[]) => readonly LoggedEvent[]) => exportedText(change(SMALL_LOG));

const withEvent = (i: number, change: object) =>
	forged((events) => events.map((event, k) => (k === i ? ({ ...event, ...change } as LoggedEvent) : event)));

describe('a session as JSON', () => {
	test('OUT1 IN1 is read back event for event, for 300 random logs', () => {
		fc.assert(
			fc.property(randomLog({ stops: true, most: 60 }), (events) => {
				expect(read(exportedText(events))).toEqual(events);
			}),
			{ numRuns: 300, seed: 11 },
		);
	});

	test('OUT1 IN1 holds every kind there is, what was refused, and kinds of another version', () => {
		const unknown = { kind: 'temperature', celsius: 31.5 } as unknown as LoggedEvent['body'];
		const bodies: readonly LoggedEvent['body'][] = [
			...KINDS.filter((kind) => kind !== 'sealed').map((kind) => ONE_OF_EACH[kind]),
			{ kind: 'refused', code: 'out_of_range' },
			unknown,
		];
		const events = logOf(
			bodies.map((body, s) => ({ s, body, ...(body.kind === 'cleared' && { seat: 'client' as const }) })),
		);
		expect(read(exportedText(events))).toEqual(events);
	});

	test('OUT1 is one JSON object that comes line by line and says its scale, and nobody’s name', () => {
		const text = exportedText();
		expect(text.split('\n')).toHaveLength(SMALL_LOG.length + 3);
		expect(JSON.parse(text)).toMatchObject({
			file: 'palpate session 1',
			scale: { name: 'pressure intensity', direction: 'higher is stronger', unit: 'tenths', min: 0, max: 100 },
			count: SMALL_LOG.length,
			events: SMALL_LOG,
		});
	});

	test('OUT1 written anew by another program it is the same', () => {
		expect(read(JSON.stringify(JSON.parse(exportedText()), null, 2))).toEqual(SMALL_LOG);
	});

	test('IN2 a file with any one event left out, doubled or changed is not whole', () => {
		const file = JSON.parse(exportedText()) as { events: Record<string, unknown>[] };
		for (let i = 0; i < file.events.length; i++) {
			const out = { ...file, events: file.events.toSpliced(i, 1) };
			const doubled = { ...file, events: file.events.toSpliced(i, 0, file.events[i] as Record<string, unknown>) };
			const later = file.events.map((event, k) => (k === i ? { ...event, at: Number(event.at) + 1 } : event));
			for (const wrong of [out, doubled, { ...file, events: later }]) {
				expect([i, read(JSON.stringify(wrong))]).toEqual([i, 'not_whole']);
			}
		}
	});

	const STOP_OF_THERAPIST = { seat: 'therapist', lane: 'say', n: 1, writer: 'x'.repeat(22), body: { kind: 'stop' } };
	const ELSEWHERE = { body: { kind: 'rating', value: 50, touched: true }, lane: 'say', n: 2, writer: 'x'.repeat(22) };
	test.each<[string, string, Code]>([
		['a number left out', withEvent(4, { n: 2 }), 'not_whole'],
		['a rating off the scale', withEvent(4, { body: { kind: 'rating', value: 101, touched: true } }), 'out_of_range'],
		['a STOP from the therapist', withEvent(0, STOP_OF_THERAPIST), 'forbidden'],
		['a writer of two seats', withEvent(5, { seat: 'owner', body: { kind: 'mood' } }), 'forbidden'],
		['a rating among what is said', withEvent(4, ELSEWHERE), 'bad_request'],
		['a seat there is not', withEvent(0, { seat: 'guest' }), 'not_ours'],
		['a writer of another form', withEvent(0, { writer: 'x' }), 'not_ours'],
		['something more in an event', exportedText().replace('"n":1,', '"n":1,"note":"x",'), 'not_ours'],
		['something more in a body', withEvent(0, { body: { kind: 'started', why: 'x' } }), 'bad_request'],
		['a refusal without a code', withEvent(0, { body: { kind: 'refused', code: 'because' } }), 'not_ours'],
		[
			'a refusal with its content',
			withEvent(0, { body: { kind: 'refused', code: 'forbidden', text: 'x' } }),
			'not_ours',
		],
		['text as no server keeps it', withEvent(0, { body: { kind: 'note', text: ' x\u202e ' } }), 'not_ours'],
		['an event of next week', withEvent(0, { arrivedAt: LATEST + 1 }), 'out_of_range'],
		['an event without end', withEvent(0, { body: { kind: 'mood', text: 'x'.repeat(20_000) } }), 'too_large'],
	])('IN2 %s is refused', (_, text, code) => {
		expect(read(text)).toBe(code);
	});

	test('IN2 more writers than the live line takes are refused', () => {
		const events = Array.from({ length: 101 }, (_, i) => ({
			...(logOf([started])[0] as LoggedEvent),
			writer: String(i).padStart(22, '0'),
		}));
		expect(read(exportedText(events.slice(0, 100)))).toHaveLength(100);
		expect(read(exportedText(events))).toBe('forbidden');
	});

	test.each<[string, unknown]>([
		['another program’s file', { file: 'something', events: [] }],
		['a client’s record', { file: 'palpate client record 1', sessions: [] }],
		['a later form', { ...JSON.parse(exportedText()), file: 'palpate session 2' }],
		['a list', []],
		['nothing', null],
	])('IN2 %s is not ours', (_, raw) => {
		expect(read(JSON.stringify(raw))).toBe('not_ours');
	});
});
