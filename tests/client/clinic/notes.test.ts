import { expect, test } from 'vitest';
import { openNote } from '../../../client/clinic/notes/notes.svelte.ts';
import type { NotesApi } from '../../../client/clinic/notes/notes-api.ts';
import type { Outcome } from '../../../client/link/http-call.ts';
import type { Code } from '../../../shared/codes.ts';
import type { NoteAnswer, SavedNoteAnswer, SoapNote } from '../../../shared/notes-api.ts';
import type { SoapText } from '../../../shared/soap.ts';

const DRAFT: SoapText = { subjective: 'Filled in', objective: '', assessment: '', plan: '' };
const noteOf = (change: Partial<SoapNote> = {}): SoapNote => ({
	...DRAFT,
	version: 1,
	savedAt: 1,
	savedBy: 'Ada Owner',
	signed: null,
	amendments: [],
	...change,
});
const ok = <T>(answer: T): Outcome<T> => ({ is: 'ok', answer });
const refused = (code: Code): Outcome<never> => ({ is: 'refused', code });
const answerOf = (note: SoapNote | null): NoteAnswer => ({
	note,
	afterwards: { isWanted: false, replies: [] },
	plan: null,
});

/** A note whose server answers what it is told to, and keeps what it was asked. */
async function openScripted(first: SoapNote | null) {
	const asked: unknown[] = [];
	const refusals: Code[] = [];
	const next = {
		read: ok(answerOf(first)),
		write: ok<SavedNoteAnswer>({ note: noteOf() }) as Outcome<SavedNoteAnswer>,
	};
	const answer = async (what: unknown) => {
		asked.push(what);
		return next.write;
	};
	const api: NotesApi = {
		read: async () => next.read,
		save: (_session, version, text) => answer(['save', version, text.plan]),
		sign: (_session, version) => answer(['sign', version]),
		amend: (_session, text) => answer(['amend', text]),
		handOver: async () => ({ is: 'no-answer' }),
	};
	const note = openNote({ api, session: 's', draft: () => DRAFT, onRefused: (code) => refusals.push(code) });
	await note.read();
	return { note, asked, refusals, next };
}

test('NOTE3 what was only filled in is not saved on leaving; what a person wrote is, once', async () => {
	const untouched = await openScripted(null);
	expect([untouched.note.text, untouched.note.isChanged, untouched.note.isWritten]).toEqual([DRAFT, true, false]);
	untouched.note.leave();
	expect(untouched.asked).toEqual([]);
	const { note, asked, next } = await openScripted(null);
	note.write({ plan: 'Mine' });
	expect(note.isWritten).toBe(true);
	note.leave();
	expect(asked).toEqual([['save', 0, 'Mine']]);
	next.write = ok({ note: noteOf({ plan: 'Mine' }) });
	await note.save();
	expect([note.isChanged, note.isWritten]).toEqual([false, false]);
	note.leave();
	expect(asked).toHaveLength(2);
});

test('NOTE3 who comes second keeps their text, and saves over the version they were shown, or takes the other', async () => {
	const { note, asked, next } = await openScripted(noteOf());
	note.write({ plan: 'Mine' });
	next.write = refused('conflict');
	next.read = ok(answerOf(noteOf({ version: 4, plan: 'Theirs' })));
	expect(await note.save()).toBe(false);
	expect([note.trouble, note.text.plan]).toMatchObject([{ is: 'conflict', theirs: { plan: 'Theirs' } }, 'Mine']);
	next.write = ok({ note: noteOf({ version: 5, plan: 'Mine' }) });
	await note.keepMine();
	expect([asked.at(-1), note.trouble, note.isChanged]).toEqual([['save', 4, 'Mine'], null, false]);
	note.write({ plan: 'Mine again' });
	next.write = refused('conflict');
	await note.save();
	note.takeTheirs();
	expect([note.text.plan, note.trouble, note.isChanged]).toEqual(['Theirs', null, false]);
});

test('NOTE4 signing saves what was changed first, and signs that version; nothing is signed where saving was refused', async () => {
	const { note, asked, next, refusals } = await openScripted(noteOf());
	note.write({ plan: 'Last words' });
	next.write = { is: 'no-answer' };
	expect(await note.sign()).toBe(false);
	expect([asked, note.trouble]).toEqual([[['save', 1, 'Last words']], { is: 'not-taken', code: null }]);
	next.write = refused('forbidden');
	await note.sign();
	expect([asked.length, refusals]).toEqual([2, ['forbidden']]);
	next.write = ok({ note: noteOf({ version: 2, plan: 'Last words', signed: { at: 9, by: 'Ada Owner' } }) });
	expect(await note.sign()).toBe(true);
	expect(asked.slice(2)).toEqual([
		['save', 1, 'Last words'],
		['sign', 2],
	]);
	note.write({ plan: 'too late' });
	note.leave();
	expect([note.isWritten, asked.length]).toEqual([false, 4]);
});
