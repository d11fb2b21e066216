import { isRinging } from '../../client/phone/stop-panel.ts';
import { eventKey } from '../../shared/events.ts';
import { ringingStops, standingStops } from '../../shared/session-state.ts';
import { crashServer, cutPower, hideOrShow } from './acts.ts';
import { answerStops, clearStops } from './people.ts';
import { comeToRest } from './rest.ts';
import { play, playCases, type SceneResult, STEP_MS } from './scene.ts';
import type { SimPage } from './sim-page.ts';
import type { Stage } from './stage.ts';
import { settle } from './world.ts';

type Seat = SimPage['seat'];
const SEATS: readonly Seat[] = ['client', 'therapist'];
const MOST_TABS = 3;
/** A page that came back, or a server that started, has told everything again by then. */
const SETTLED_STEPS = 15;
const OUTBOX_JOBS = 8;

/** What may come between a STOP and its end, at either side. */
const TROUBLES: readonly { readonly name: string; readonly make: (stage: Stage, seat: Seat) => unknown }[] = [
	{ name: 'reload', make: reload },
	{ name: 'second tab', make: openTab },
	{ name: 'tab closed', make: closeTab },
	{ name: 'connection cut', make: ({ world, pages }, seat) => pages(seat).forEach(world.unplug) },
	{ name: 'page frozen for a while', make: freezeForAWhile },
	{ name: 'page hidden or shown', make: ({ pages }, seat) => pages(seat).forEach(hideOrShow) },
	{ name: 'server killed', make: crashServer },
	{ name: 'power cut', make: cutPower },
];

/** What is to be seen on every page of a STOP. */
interface Due {
	readonly stands: boolean;
	readonly rings: boolean;
}

/**
 * Row 11: a STOP stands on every page until it is cleared and sounds until it is answered, whatever happens meanwhile
 * to pages, connections and the server; and what was cleared does not come back.
 */
export function playStays(seed: number, cases: number): Promise<SceneResult> {
	return playCases(seed, cases, playStay);
}

async function playStay(stage: Stage) {
	const { random, witness } = stage;
	const client = await writing(stage, 'client');
	const id = client.engine.append({ kind: 'stop' });
	if (!id) return { fault: 'none', failure: 'STOP was not taken' };
	witness.note(client);
	// On the phone's own store, and in half of the cases no further, when the first trouble comes.
	await settle();
	stage.workBrowsers(OUTBOX_JOBS);
	await settle();
	if (random.chance(0.5)) await play(stage, STEP_MS);
	const chain = Array.from({ length: random.whole(1, 4) }, () => random.pick(TROUBLES));
	const ends: readonly (readonly [due: Due, act: () => Promise<void>])[] = [
		[{ stands: true, rings: true }, async () => answerStops(await writing(stage, 'therapist'), witness)],
		[{ stands: true, rings: false }, async () => clearStops(await writing(stage, 'client'), witness, random)],
		[{ stands: false, rings: false }, async () => undefined],
	];
	const failures: string[] = [];
	for (const [due, act] of ends) {
		for (const { name, make } of chain) {
			await make(stage, random.pick(SEATS));
			failures.push(...vanished(stage, eventKey(id), due, name));
			await play(stage, random.whole(0, 8) * STEP_MS);
			failures.push(...vanished(stage, eventKey(id), due, name));
		}
		await play(stage, SETTLED_STEPS * STEP_MS);
		failures.push(...amiss(stage, eventKey(id), due));
		await act();
		await play(stage, 5 * STEP_MS);
	}
	await leaveOneTab(stage);
	return { fault: chain[0]?.name ?? 'none', failure: failures[0] ?? null };
}

/** A page of that seat which can write: its person touches it, if another tab has the pen. */
async function writing(stage: Stage, seat: Seat): Promise<SimPage> {
	const page = stage.writing(seat);
	if (!page) throw new Error('nobody is there');
	if (!page.isInView) hideOrShow(page);
	page.touch();
	await play(stage, 2 * STEP_MS);
	return page;
}

const standsOn = ({ engine }: SimPage, key: string) =>
	standingStops(engine.view().state).some(({ id }) => eventKey(id) === key);
const ringsOn = ({ seat, engine }: SimPage) => {
	const view = engine.view();
	return seat === 'client' ? isRinging(view) : ringingStops(view.state).length > 0;
};

/** Meanwhile: a page that knows of it, or whose stored outbox holds it, never stops saying so. */
function vanished({ pages }: Stage, key: string, { stands, rings }: Due, trouble: string): readonly string[] {
	if (!stands) return [];
	const knowing = pages(null).filter((page) => !page.isFrozen && knows(page, key));
	return knowing.flatMap((page) => {
		if (!standsOn(page, key)) return [`gone from ${page.name} after: ${trouble}`];
		return rings && !ringsOn(page) ? [`silent on ${page.name} after: ${trouble}`] : [];
	});
}

function knows({ engine, outbox }: SimPage, key: string): boolean {
	return outbox.has(key) || engine.view().state.stops.some(({ id }) => eventKey(id) === key);
}

/** When all is calm again: every page says what is due. */
function amiss({ pages }: Stage, key: string, due: Due): readonly string[] {
	return pages(null).flatMap((page) => {
		if (standsOn(page, key) !== due.stands) return [`${page.name}: ${due.stands ? 'does not stand' : 'stands still'}`];
		return ringsOn(page) === due.rings ? [] : [`${page.name}: ${due.rings ? 'does not ring' : 'rings still'}`];
	});
}

async function reload(stage: Stage, seat: Seat): Promise<void> {
	const [page] = stage.pages(seat);
	if (page) stage.close(page);
	await stage.load(seat);
}

async function openTab(stage: Stage, seat: Seat): Promise<void> {
	if (stage.pages(seat).length < MOST_TABS) await stage.load(seat);
}

function closeTab(stage: Stage, seat: Seat): void {
	const [page, ...others] = stage.pages(seat);
	if (page && others.length > 0) stage.close(page);
}

async function freezeForAWhile(stage: Stage, seat: Seat): Promise<void> {
	const pages = stage.pages(seat);
	for (const page of pages) page.isFrozen = true;
	await play(stage, stage.random.whole(1, 60) * STEP_MS);
	for (const page of pages) stage.world.thaw(page);
}

async function leaveOneTab(stage: Stage): Promise<void> {
	for (const seat of SEATS) {
		for (const page of stage.pages(seat).slice(1)) stage.close(page);
		for (const page of stage.pages(seat)) if (!page.isInView) hideOrShow(page);
	}
	await comeToRest(stage);
}
