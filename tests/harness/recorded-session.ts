import type { SessionAnswer } from '../../shared/http-api.ts';
import type { ClinicCalls } from '../../tools/wire/clinic-calls.ts';
import { helloOf, openLiveLine } from '../../tools/wire/live-line.ts';

/** What a whole session leaves: one point, one note, sealed. */
export interface RecordedSession {
	readonly session: string;
	readonly client: string;
}

/** A session over the real line, with the client's consent as the therapist heard it; resolves once it is sealed. */
export async function recordOne(port: number, calls: ClinicCalls, name: string): Promise<RecordedSession> {
	const { session, token } = await calls.startSession(name);
	const line = await openLiveLine({ port });
	const writer = `desk-${session}`.slice(0, 22);
	line.up(helloOf(token, writer));
	await line.untilTold('welcome');
	const bodies = [
		{ kind: 'started' },
		{ kind: 'spoken-consent', choice: 'recorded', member: 'Owner Example' },
		{ kind: 'point', point: 1, muscle: 'soleus', side: 'left' },
		{ kind: 'note', text: `quiet note of ${name}` },
		{ kind: 'ended' },
	];
	const events = bodies.map((body, i) => ({ n: i + 1, at: Date.now(), body }));
	line.up({ t: 'events', writer, lane: 'say', events });
	await line.until(
		(frame) => frame.t === 'recorded' && Object.values(frame.heads).some(([say]) => say >= bodies.length),
	);
	line.up({ t: 'bye' });
	await line.closed;
	const record: SessionAnswer = await calls.readSession(session);
	return { session, client: record.session.client?.id ?? '' };
}
