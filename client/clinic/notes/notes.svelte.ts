import type { Code } from '../../../shared/codes.ts';
import type { NoteAnswer, SavedNoteAnswer, SoapNote } from '../../../shared/notes-api.ts';
import type { SoapText } from '../../../shared/soap.ts';
import type { Outcome } from '../../link/http-call.ts';
import type { NotesApi } from './notes-api.ts';
import { isSameText, textOf } from './soap-words.ts';

export interface NoteParts {
	readonly api: NotesApi;
	readonly session: string;
	/** What the sections begin with before anything was saved. */
	readonly draft: (answer: NoteAnswer) => SoapText;
	readonly onRefused: (code: Code) => void;
}

/** Why the last act changed nothing: somebody else was first, or it was not taken. */
export type NoteTrouble =
	| { readonly is: 'conflict'; readonly theirs: SoapNote }
	| { readonly is: 'not-taken'; readonly code: Code | null };

export type Reading =
	| { readonly is: 'loading' }
	| { readonly is: 'not-possible'; readonly code: Code | null }
	| { readonly is: 'fine'; readonly answer: NoteAnswer };

const EMPTY: SoapText = { subjective: '', objective: '', assessment: '', plan: '' };

/** The note of one session as it is read, written, signed and added to. */
export function openNote({ api, session, draft, onRefused }: NoteParts) {
	let reading = $state.raw<Reading>({ is: 'loading' });
	let note = $state.raw<SoapNote | null>(null);
	let text = $state.raw<SoapText>(EMPTY);
	let saved = $state.raw<SoapText | null>(null);
	/** What the sections held when they were shown. */
	let shown = $state.raw<SoapText>(EMPTY);
	let trouble = $state.raw<NoteTrouble | null>(null);
	let isBusy = $state(false);
	const isChanged = $derived(saved === null || !isSameText(saved, text));
	const isWritten = $derived(isChanged && !isSameText(shown, text) && note?.signed == null);

	const hold = (next: SoapNote) => {
		note = next;
		saved = textOf(next);
		trouble = null;
	};
	const refuse = (code: Code | null) => {
		trouble = { is: 'not-taken', code };
		if (code !== null) onRefused(code);
	};
	const isOvertaken = (code: Code) => code === 'conflict' || code === 'note_signed';

	/** What somebody else wrote meanwhile; the own text stays in the sections. */
	const learnTheirs = async () => {
		const outcome = await api.read(session);
		if (outcome.is !== 'ok' || outcome.answer.note === null)
			return refuse(outcome.is === 'refused' ? outcome.code : null);
		trouble = { is: 'conflict', theirs: outcome.answer.note };
	};
	const take = async (outcome: Outcome<SavedNoteAnswer>): Promise<boolean> => {
		if (outcome.is === 'ok') hold(outcome.answer.note);
		else if (outcome.is === 'refused' && isOvertaken(outcome.code)) await learnTheirs();
		else refuse(outcome.is === 'refused' ? outcome.code : null);
		return outcome.is === 'ok';
	};
	const busy = async (act: () => Promise<boolean>): Promise<boolean> => {
		if (isBusy) return false;
		isBusy = true;
		const isDone = await act();
		isBusy = false;
		return isDone;
	};
	const saveOver = async (version: number) => take(await api.save(session, version, text));
	const saveChanges = () => (isChanged ? saveOver(note?.version ?? 0) : Promise.resolve(true));

	return {
		get reading() {
			return reading;
		},
		get note() {
			return note;
		},
		get text() {
			return text;
		},
		get trouble() {
			return trouble;
		},
		get isBusy() {
			return isBusy;
		},
		/** The sections hold something that is not saved. */
		get isChanged() {
			return isChanged;
		},
		/** What a person wrote, and not only what was filled in, is not saved. */
		get isWritten() {
			return isWritten;
		},
		async read() {
			reading = { is: 'loading' };
			const outcome = await api.read(session);
			if (outcome.is !== 'ok') {
				const code = outcome.is === 'refused' ? outcome.code : null;
				reading = { is: 'not-possible', code };
				if (code !== null) onRefused(code);
				return;
			}
			const { answer } = outcome;
			if (answer.note) hold(answer.note);
			text = answer.note ? textOf(answer.note) : draft(answer);
			shown = text;
			reading = { is: 'fine', answer };
		},
		write(change: Partial<SoapText>) {
			text = { ...text, ...change };
		},
		save: () => busy(saveChanges),
		sign: () => busy(async () => (await saveChanges()) && take(await api.sign(session, note?.version ?? 0))),
		amend: (words: string) => busy(async () => take(await api.amend(session, words))),
		takeTheirs() {
			if (trouble?.is !== 'conflict') return;
			text = textOf(trouble.theirs);
			shown = text;
			hold(trouble.theirs);
		},
		keepMine: () => busy(async () => trouble?.is === 'conflict' && saveOver(trouble.theirs.version)),
		/** What a person wrote is saved when they go; what was only filled in is not. */
		leave() {
			if (isWritten && trouble === null) void api.save(session, note?.version ?? 0, text);
		},
	};
}

export type OpenNote = ReturnType<typeof openNote>;
