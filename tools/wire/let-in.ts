import type { ClinicCalls } from './clinic-calls.ts';
import { helloOf, type LiveLine, openLiveLine } from './live-line.ts';

export interface LetIn {
	readonly session: string;
	readonly tokens: { readonly therapist: string; readonly phone: string };
	/** The lines by which it was done; they stay open. */
	readonly desk: LiveLine;
	readonly phone: LiveLine;
	readonly phoneWriter: string;
	close(): void;
}

/** Starts a session, joins it with a phone, and lets the phone in, as the pages do. */
export async function openLetIn(port: number, calls: ClinicCalls, clientName: string): Promise<LetIn> {
	const { session, token } = await calls.startSession(clientName);
	const joined = await calls.join(session);
	const [desk, phone] = [await openLiveLine({ port }), await openLiveLine({ port })];
	const [deskWriter = '', phoneWriter = ''] = ['desk', 'phone'].map((who) => `${who}-${session}`.slice(0, 22));
	phone.up(helloOf(joined.token, phoneWriter));
	desk.up(helloOf(token, deskWriter));
	const told = await desk.until((frame) => frame.t === 'now' && (frame.asking?.length ?? 0) > 0);
	const device = told.t === 'now' ? told.asking?.[0]?.device : undefined;
	const admitted = { n: 1, at: Date.now(), body: { kind: 'admitted', device } };
	desk.up({ t: 'events', writer: deskWriter, lane: 'say', events: [admitted] });
	await phone.untilTold('welcome');
	return {
		session,
		tokens: { therapist: token, phone: joined.token },
		desk,
		phone,
		phoneWriter,
		close() {
			desk.destroy();
			phone.destroy();
		},
	};
}
