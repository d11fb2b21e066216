import type { LiveHub } from '../../server/live/live-hub.ts';
import type { ClientChoice } from '../../shared/protocol.ts';
import { createComfortModel } from '../simulated/comfort-model.ts';
import { type NodeSession, openNodeSession } from '../simulated/node-session.ts';
import { createSimulatedClient, type SimulatedClient } from '../simulated/simulated-client.ts';
import { createSimulatedTherapist } from '../simulated/simulated-therapist.ts';
import { drawTemperament, STEADY } from '../simulated/temperament.ts';
import type { TreatmentPlan } from '../simulated/treatment-plan.ts';
import type { Random } from '../simulator/random.ts';
import type { DemoClinic } from './demo-store.ts';

export interface DemoLiveParts extends DemoClinic {
	readonly hub: LiveHub;
	/** The server's, as this machine reaches it. */
	readonly origin: string;
	readonly random: Random;
	readonly newId: () => string;
	readonly client: ClientChoice;
	readonly clientName: string;
}

export interface DemoLive {
	readonly session: string;
	/** Resolves when the client is past the practice and the therapist's place is free. */
	readonly ready: Promise<void>;
	/** Resolves when the session is over for the client. */
	readonly over: Promise<void>;
	close(): void;
}

/** A point to begin with, and rest until the person at the therapist page takes over. */
const OPENING: TreatmentPlan = [
	{ muscle: 'infraspinatus', side: 'right', visits: [{ phase: 'rest', ms: Number.POSITIVE_INFINITY }] },
];
const LIVELY = { ...STEADY, peak: 70, flareChance: 0.45, stopChance: 0.6, cueChance: 0.7 };

/**
 * Starts a session whose client is simulated, over real sockets. A simulated therapist lets the phone in and answers the
 * practice STOP; then that page is closed, and the place is the person's.
 */
export async function startDemoSession(parts: DemoLiveParts): Promise<DemoLive> {
	const { hub, origin, random } = parts;
	const session = parts.newId();
	const { clinic, member, client, clientName } = parts;
	const token = await hub.start({ id: session, clinic, member, client, clientName, isTest: false });
	const invitation = hub.issueCode(session);
	const joined = invitation && (await hub.join(invitation.ticket, '127.0.0.1'));
	if (!joined) throw new Error('the demo’s own phone could not join');
	const now = () => performance.now();

	const therapist = openNodeSession({ origin, seat: 'therapist', token, client }, (link) => {
		const simulated = createSimulatedTherapist({ link, plan: OPENING, random, now, admitAfterMs: 0, beginAfterMs: 0 });
		return () => simulated.tick();
	});
	const ready = Promise.withResolvers<void>();
	const over = Promise.withResolvers<void>();
	let isReady = false;
	const phone = openPhone(parts, joined.token, (simulated, { link }) => {
		if (!isReady && simulated.step() === 'live' && link.view().unacknowledged === 0) {
			isReady = true;
			therapist.close();
			ready.resolve();
		}
		if (link.view().line.is !== 'over') return;
		phone.close();
		over.resolve();
	});
	return {
		session,
		ready: ready.promise,
		over: over.promise,
		close() {
			therapist.close();
			phone.close();
		},
	};
}

function openPhone(
	{ origin, random }: DemoLiveParts,
	token: string,
	look: (simulated: SimulatedClient, session: Pick<NodeSession, 'link'>) => void,
): NodeSession {
	const temperament = drawTemperament(random, LIVELY);
	const { band } = temperament;
	return openNodeSession({ origin, seat: 'client', token }, (link) => {
		const model = createComfortModel(random, temperament);
		const simulated = createSimulatedClient({
			link,
			model,
			random,
			now: () => performance.now(),
			band,
			choice: 'recorded',
			readMs: 500,
			practiceMs: 1_500,
		});
		return () => {
			simulated.tick();
			look(simulated, { link });
		};
	});
}
