import { stopPanel } from '../../client/phone/stop-panel.ts';
import { eventKey } from '../../shared/events.ts';
import { NOT_DELIVERED_MS } from '../../shared/stop-status.ts';
import { hideOrShow } from './acts.ts';
import { answerStops, clearStops } from './people.ts';
import { comeToRest } from './rest.ts';
import { play, playCases, type SceneResult, STEP_MS } from './scene.ts';
import type { SimPage } from './sim-page.ts';
import type { Stage } from './stage.ts';

interface Fault {
	readonly name: string;
	readonly set: (stage: Stage, client: SimPage, therapist: SimPage) => void;
	/** Whether the therapist's page can still paint. */
	readonly isShown: boolean;
}

const FAULTS: readonly Fault[] = [
	{ name: 'none', set: () => undefined, isShown: true },
	{ name: 'no path', set: ({ world }, client) => goOffline(world, client), isShown: false },
	// The second road leads round a line on which nothing moves.
	{ name: 'WebSocket black-holed', set: (_stage, client) => stall(client), isShown: true },
	{ name: 'half-open, no second road', set: (_stage, client) => goSilent(client), isShown: false },
	{ name: 'server dead', set: ({ world }) => world.crash(), isShown: false },
	{ name: 'therapist’s page hidden', set: (_stage, _client, therapist) => hideOrShow(therapist), isShown: false },
	{ name: 'therapist’s page closed', set: (stage, _client, therapist) => stage.close(therapist), isShown: false },
	{ name: 'therapist’s page frozen', set: (_stage, _client, therapist) => freeze(therapist), isShown: false },
	{ name: 'therapist’s line cut', set: ({ world }, _client, therapist) => goOffline(world, therapist), isShown: false },
];

/** Row 8: a STOP that no therapist's page painted is called NOT DELIVERED two seconds after it was pressed, and never "shown". */
export function playStops(seed: number, cases: number): Promise<SceneResult> {
	return playCases(seed, cases, playStop);
}

async function playStop(stage: Stage) {
	const client = stage.writing('client');
	const therapist = stage.writing('therapist');
	if (!client || !therapist) throw new Error('nobody is there');
	const fault = stage.random.pick(FAULTS);
	// The fault comes before the STOP, so long before that it may or may not be known.
	fault.set(stage, client, therapist);
	await play(stage, stage.random.whole(0, 12) * STEP_MS);
	const id = client.engine.append({ kind: 'stop' });
	stage.witness.note(client);
	const failure = id ? await watchStop(stage, client, fault, () => client.engine.pressedAgoMs(id) ?? 0) : 'not taken';
	if (id && failure === null && fault.isShown !== stage.witness.painted.has(eventKey(id))) {
		return { fault: fault.name, failure: 'the fault was none' };
	}
	await heal(stage);
	return { fault: fault.name, failure };
}

/** Until a moment past the two seconds; the page's clock runs a little askew. */
async function watchStop(stage: Stage, client: SimPage, fault: Fault, agoMs: () => number): Promise<string | null> {
	while (agoMs() < NOT_DELIVERED_MS) await play(stage, Math.min(STEP_MS, NOT_DELIVERED_MS + 5 - agoMs()));
	const panel = stopPanel(client.engine.view(), client.engine.serverNow(), client.engine.pressedAgoMs);
	const due = fault.isShown ? 'shown' : 'not-delivered';
	return panel?.status === due ? null : `the phone says ${panel?.status ?? 'nothing'} at 2 s`;
}

async function heal(stage: Stage): Promise<void> {
	const { world } = stage;
	if (!world.hub) await world.boot();
	for (const page of stage.pages(null)) {
		page.wire?.setStalled(false);
		if (!page.isInView) hideOrShow(page);
	}
	await comeToRest(stage);
	const [client, therapist] = [stage.writing('client'), stage.writing('therapist')];
	if (therapist) answerStops(therapist, stage.witness);
	await play(stage, 5 * STEP_MS);
	if (client) clearStops(client, stage.witness, stage.random);
	await play(stage, 5 * STEP_MS);
}

function goOffline(world: Stage['world'], page: SimPage): void {
	page.isOnline = false;
	world.unplug(page);
}

function goSilent(page: SimPage): void {
	page.isOnline = false;
	stall(page);
}

function stall(page: SimPage): void {
	page.wire?.setStalled(true);
}

function freeze(page: SimPage): void {
	page.isFrozen = true;
}
