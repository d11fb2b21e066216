import type { ImportAnswer } from '../../shared/http-api.ts';
import type { SavedNoteAnswer } from '../../shared/notes-api.ts';
import type { Heads } from '../../shared/stream.ts';
import type { RealServer } from '../../tests/harness/real-server.ts';
import { type ClinicCalls, setUpClinic } from '../wire/clinic-calls.ts';
import { openLetIn } from '../wire/let-in.ts';

/** Stands in every field that a person fills. */
export const FIELD_TEXT = 'Fieldtext';

export interface FilledClinic {
	readonly cookies: readonly { readonly name: string; readonly value: string }[];
	readonly client: string;
	readonly session: string;
	/** The same, brought in again from its file. */
	readonly imported: string;
}

/** A clinic in which every text of a person is the marker. */
export async function fillClinic(server: RealServer): Promise<FilledClinic> {
	const calls = await setUpClinic(server.origin, server.setupCode(), { clinic: FIELD_TEXT, name: FIELD_TEXT });
	const room = await openLetIn(server.port, calls, FIELD_TEXT);
	const { session } = room;
	const say = (line: typeof room.desk, writer: string, n: number, body: object) =>
		line.up({ t: 'events', writer, lane: 'say', events: [{ n, at: Date.now(), body }] });
	const desk = `desk-${session}`.slice(0, 22);
	say(room.phone, room.phoneWriter, 1, { kind: 'consent', choice: 'recorded' });
	say(room.desk, desk, 2, { kind: 'point', point: 1, muscle: FIELD_TEXT, side: 'left', place: FIELD_TEXT });
	say(room.desk, desk, 3, { kind: 'phase', phase: 'press', point: 1 });
	say(room.desk, desk, 4, { kind: 'note', text: FIELD_TEXT });
	say(room.desk, desk, 5, { kind: 'ended' });
	const isKept = (heads: Heads) => (heads[desk]?.[0] ?? 0) >= 5;
	await room.desk.until((frame) => frame.t === 'now' && frame.recording === 'recorded' && isKept(frame.heads));
	room.close();
	const client = (await calls.readSession(session)).session.client?.id ?? '';
	await fillRecords(calls, client);
	await fillNote(calls, session);
	const imported = await bringIn(calls, session);
	return { cookies: cookiesOf(calls.cookie), client, session, imported };
}

async function ask(calls: ClinicCalls, path: string, body: object): Promise<Response> {
	const answer = await calls.ask('POST', path, body);
	if (!answer.ok) throw new Error(`${path} was answered ${answer.status}`);
	return answer;
}

async function fillRecords(calls: ClinicCalls, client: string): Promise<void> {
	const of = `/api/clients/${client}`;
	for (const [path, body] of [
		[of, { reason: FIELD_TEXT }],
		[`${of}/plan`, { goal: FIELD_TEXT, reviewOn: null }],
		[`${of}/hold`, { reason: FIELD_TEXT }],
		['/api/consent-words', { use: 'recording', words: FIELD_TEXT }],
		['/api/keys', { name: FIELD_TEXT, scopes: ['records'], days: null }],
	] as const) {
		await ask(calls, path, body);
	}
}

/** A note of four sections, signed, with an amendment; what hands over says it again. */
async function fillNote(calls: ClinicCalls, session: string): Promise<void> {
	const of = `/api/sessions/${session}/note`;
	const sections = { subjective: FIELD_TEXT, objective: FIELD_TEXT, assessment: FIELD_TEXT, plan: FIELD_TEXT };
	const saved = (await (await ask(calls, of, { version: 0, ...sections })).json()) as SavedNoteAnswer;
	await ask(calls, `${of}/sign`, { version: saved.note.version });
	await ask(calls, `${of}/amend`, { text: FIELD_TEXT });
}

async function bringIn(calls: ClinicCalls, session: string): Promise<string> {
	const file = (await (await calls.ask('GET', `/api/sessions/${session}/json`)).json()) as { session: object };
	// One that is here already is not brought in: another server knows it by another id.
	const exported = JSON.parse(JSON.stringify(file).replaceAll(session, session.split('').reverse().join('')));
	const answer = await ask(calls, '/api/sessions/import', { client: { name: FIELD_TEXT }, export: exported });
	return ((await answer.json()) as ImportAnswer).session.session;
}

const cookiesOf = (cookie: string) =>
	cookie.split('; ').map((each) => {
		const at = each.indexOf('=');
		return { name: each.slice(0, at), value: each.slice(at + 1) };
	});
