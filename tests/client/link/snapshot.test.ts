import { expect, test } from 'vitest';
import { lostFacts, snapshotOf } from '../../../client/link/snapshot.ts';
import { type Body, idOf, type LoggedEvent, refused } from '../../../shared/events.ts';
import { createSessionLog } from '../../../shared/session-log.ts';
import { type Line, logOf, phase, rates, said, started } from '../../shared/log-builder.ts';

const logWith = (lines: readonly Line[]) => createSessionLog(logOf(lines));
const kinds = (events: readonly { readonly body: Body }[]) => events.map(({ body }) => body.kind);
const STOPS = [said('client', 1)];

test('W7 a phone says again its consent first, then what still counts, each with its time and first identity', () => {
	const lines: readonly Line[] = [
		{ s: 1, body: { kind: 'band', low: 10, high: 20, edge: 30 } },
		{ s: 2, body: { kind: 'band', low: 40, high: 50, edge: 60 } },
		{ s: 3, body: { kind: 'stop' } },
		{ s: 4, body: { kind: 'consent', choice: 'recorded' } },
		{ s: 5, body: { kind: 'cleared', stops: STOPS, how: 'mistake' }, seat: 'client' },
	];
	const again = snapshotOf(logWith(lines), 'client');
	expect(kinds(again)).toEqual(['consent', 'band', 'stop', 'cleared']);
	expect(again[1]).toMatchObject({ body: { low: 40 }, of: said('client', 2), at: logOf(lines)[1]?.at });
	expect(again[0]).not.toHaveProperty('n');
});

test('W7 it says nothing again for another seat, no rating, no cue and nothing that was refused', () => {
	const log = logWith([
		started,
		phase(1, 'press'),
		...rates([2, 50]),
		{ s: 3, body: { kind: 'cue', cue: 'ok' } },
		{ s: 4, body: refused('out_of_range'), seat: 'client' },
		{ s: 5, body: { kind: 'stop' }, practice: true },
	]);
	expect(snapshotOf(log, 'client')).toMatchObject([{ body: { kind: 'stop' }, practice: true }]);
	expect(kinds(snapshotOf(log, 'therapist'))).toEqual(['started', 'phase']);
});

test('W7 a therapist says again every point, note, admission and mark, and the last phase', () => {
	const log = logWith([
		started,
		{ s: 1, body: { kind: 'admitted', device: 'a' } },
		{ s: 2, body: { kind: 'point', point: 1, muscle: 'soleus', side: 'left' } },
		{ s: 3, body: { kind: 'point', point: 2, muscle: 'masseter', side: 'left' } },
		phase(4, 'press'),
		phase(5, 'release'),
		{ s: 5.5, body: { kind: 'felt', point: 1, regions: ['heel-left'] } },
		{ s: 6, body: { kind: 'note', text: 'one' } },
		{ s: 7, body: { kind: 'note', text: 'two' } },
		{ s: 8, body: { kind: 'shown', stops: STOPS } },
		{ s: 9, body: { kind: 'answered', stops: STOPS } },
		{ s: 10, body: { kind: 'ended' } },
	]);
	const again = snapshotOf(log, 'therapist');
	expect(kinds(again)).toEqual([
		'started',
		'admitted',
		'point',
		'point',
		'phase',
		'felt',
		'note',
		'note',
		'shown',
		'answered',
		'ended',
	]);
	expect(again.find(({ body }) => body.kind === 'phase')?.body).toMatchObject({ phase: 'release' });
});

test('W7 what was itself said again keeps its first identity, and is said once', () => {
	const [first] = logOf([{ s: 1, body: { kind: 'stop' } }]) as [LoggedEvent];
	const again: LoggedEvent = { ...first, writer: 'phone-after-the-loss-00', of: idOf(first) };
	expect(snapshotOf(createSessionLog([again]), 'client').map(({ of }) => of)).toEqual([idOf(first)]);
	expect(snapshotOf(createSessionLog([first, again]), 'client')).toHaveLength(1);
});

test('W13 choices that nobody is left to bring are said again by whoever saw them, and nothing else', () => {
	const log = logWith([
		{ s: 1, body: { kind: 'consent', choice: 'recorded' } },
		{ s: 2, body: { kind: 'stop' } },
		{ s: 3, body: { kind: 'withdrawn' } },
	]);
	expect(kinds(lostFacts(log, 'client', () => false))).toEqual(['consent', 'withdrawn']);
	expect(kinds(lostFacts(log, 'client', ({ n }) => n <= 2))).toEqual(['withdrawn']);
	expect(lostFacts(log, 'client', () => true)).toEqual([]);
	expect(lostFacts(log, 'therapist', () => false)).toEqual([]);
});

test('W13 a choice that somebody said again already is safe', () => {
	const [first] = logOf([{ s: 1, body: { kind: 'consent', choice: 'recorded' } }]) as [LoggedEvent];
	const again: LoggedEvent = { ...first, writer: 'phone-after-the-loss-00', of: idOf(first) };
	const log = createSessionLog([first, again]);
	expect(lostFacts(log, 'client', ({ writer }) => writer === again.writer)).toEqual([]);
	expect(lostFacts(log, 'client', () => false)).toHaveLength(1);
});

test('W11 an end, and who was taken out, are not lost with the page that said so; an end that was undone is over', () => {
	const removed = { s: 1, body: { kind: 'removed', device: 'a' } } as const;
	const ended = { s: 2, body: { kind: 'ended' } } as const;
	const undone = { s: 3, body: { kind: 'end-undone' } } as const;
	const nothing = () => false;
	expect(kinds(lostFacts(logWith([removed, ended]), 'therapist', nothing))).toEqual(['removed', 'ended']);
	expect(kinds(lostFacts(logWith([removed, ended, undone]), 'therapist', nothing))).toEqual(['removed']);
	expect(lostFacts(logWith([removed, ended]), 'therapist', () => true)).toEqual([]);
});
