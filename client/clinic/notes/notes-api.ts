import type { HandOverAnswer, NoteAnswer, SavedNoteAnswer } from '../../../shared/notes-api.ts';
import type { SoapText } from '../../../shared/soap.ts';
import type { Call } from '../../link/http-call.ts';

export type NotesApi = ReturnType<typeof createNotesApi>;

export const createNotesApi = (call: Call) => {
	const of = (session: string) => `/api/sessions/${encodeURIComponent(session)}/note`;
	return {
		read: (session: string) => call<NoteAnswer>('GET', of(session), 'afterwards'),
		save: (session: string, version: number, text: SoapText) =>
			call<SavedNoteAnswer>('POST', of(session), 'note', { ...text, version }),
		sign: (session: string, version: number) =>
			call<SavedNoteAnswer>('POST', `${of(session)}/sign`, 'note', { version }),
		amend: (session: string, text: string) => call<SavedNoteAnswer>('POST', `${of(session)}/amend`, 'note', { text }),
		handOver: (client: string) =>
			call<HandOverAnswer>('GET', `/api/clients/${encodeURIComponent(client)}/hand-over`, 'handOver'),
	};
};
