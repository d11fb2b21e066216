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
	return { cookies: cookiesOf(calls.cookie), client, session };
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
		const answer = await calls.ask('POST', path, body);
		if (!answer.ok) throw new Error(`${path} was answered ${answer.status}`);
	}
}

const cookiesOf = (cookie: string) =>
	cookie.split('; ').map((each) => {
		const at = each.indexOf('=');
		return { name: each.slice(0, at), value: each.slice(at + 1) };
	});
