import { expect, test } from 'vitest';
import { laneOf } from '../../../shared/events.ts';
import { openHub, openPair, openRecorded, SESSION } from '../../harness/hub-harness.ts';
import { isWriterOf, KINDS, ONE_OF_EACH } from '../../shared/every-kind.ts';

/** Of these a session would end, or its phone lose its place. */
const TURNING = ['ended', 'end-undone', 'admitted', 'removed', 'consent', 'spoken-consent', 'withdrawn'] as const;
const QUIET = KINDS.filter((kind) => !(TURNING as readonly string[]).includes(kind));

/** What no phone is told. */
const STAFF_ONLY: readonly string[] = ['note', 'signal', 'felt'];

test('W14 of everything a therapist writes, notes, signals and where it is felt are not in any frame to a phone', async () => {
	const room = await openHub();
	const { phone, therapist, tokens } = await openPair(room);
	const kinds = QUIET.filter((kind) => isWriterOf('therapist', kind));
	for (const kind of kinds) therapist.say(ONE_OF_EACH[kind]);
	await room.pass(2_000, 100);
	const reloaded = room.page(tokens.phone, 'reloaded');
	const answer = await room.hub.say({ token: tokens.phone, frames: [] });
	const seen = kinds.filter((kind) => !STAFF_ONLY.includes(kind));
	for (const page of [phone, reloaded]) expect(page.heard()).toEqual(expect.arrayContaining([...seen]));
	const everything = JSON.stringify([phone.got, reloaded.got, answer]);
	for (const kind of STAFF_ONLY) expect(everything).not.toContain(`"${kind}"`);
	expect(everything).not.toContain(ONE_OF_EACH.note.text);
	expect(room.page(tokens.therapist, 'again').heard()).toEqual(expect.arrayContaining(kinds));
});

test('W14 heads mean the same for everyone: what is hidden is counted', async () => {
	const room = await openHub();
	const { phone, therapist } = await openPair(room);
	therapist.say(ONE_OF_EACH.note, ONE_OF_EACH.started, ONE_OF_EACH.note);
	await room.pass(1_000);
	const spans = phone.of('events').filter(({ writer }) => writer === therapist.writer);
	expect(spans.at(-1)?.to).toBe(4);
	expect(phone.of('now').at(-1)?.accepted[therapist.writer]).toEqual([4, 0]);
});

test('W4 W14 no seat writes another’s kinds: every kind from the wrong page is refused and shown as such to the staff', async () => {
	const room = await openHub();
	const { phone, therapist } = await openRecorded(room);
	const foreign = KINDS.filter((kind) => !isWriterOf('client', kind));
	for (const [i, kind] of foreign.filter((kind) => laneOf(ONE_OF_EACH[kind]) === 'say').entries())
		phone.tell('say', 2 + i, ONE_OF_EACH[kind]);
	for (const kind of KINDS.filter((kind) => !isWriterOf('therapist', kind) && kind !== 'rating' && kind !== 'cleared'))
		therapist.say(ONE_OF_EACH[kind]);
	const ofPhone = phone.of('refused');
	expect(ofPhone).toHaveLength(foreign.length);
	expect(new Set(ofPhone.map(({ code }) => code))).toEqual(new Set(['forbidden']));
	expect(new Set(therapist.of('refused').map(({ code }) => code))).toEqual(new Set(['forbidden']));
	const kept = new Set(room.hub.events(SESSION)?.map(({ body }) => body.kind));
	expect(kept).toEqual(new Set(['admitted', 'consent', 'refused']));
	const told = phone.of('events').filter(({ seat }) => seat === 'therapist');
	expect(told.flatMap(({ events }) => events.map(({ body }) => body.kind))).toEqual(['admitted']);
});
