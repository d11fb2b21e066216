import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LinkEngine } from '../../../client/link/link-engine.ts';
import { createSessionLink } from '../../../client/link/session-link.ts';
import { cueStatus, type GivenCue, type PageState, phoneScreen, stepAfter } from '../../../client/phone/phone-model.ts';
import { STEPS, type Step } from '../../../client/phone/seat-store.ts';
import { common } from '../../../client/words/en/common.ts';
import { phone } from '../../../client/words/en/phone.ts';
import { CUES, type EventId } from '../../../shared/events.ts';
import { PHASES } from '../../../shared/phases.ts';
import { RECORDINGS, WEAK_MS } from '../../../shared/protocol.ts';
import { headOf } from '../../../shared/stream.ts';
import { createScriptedServer, type ScriptedServer } from './harness/scripted-server.ts';

/** What may be said only of what is acknowledged. */
const CLAIMS = /\b(recorded|saved|sent|stored|kept|delivered|passed on)\b/i;
const DENIALS = /\b(not|nothing|no longer|stopped)\b/i;

interface Walk {
	readonly link: LinkEngine;
	readonly server: ScriptedServer;
	now: number;
	step: Step | null;
	cues: GivenCue[];
	stops: EventId[];
}

const ACTS = {
	wait: (walk: Walk, ms: number) => {
		walk.now += ms;
		walk.link.handleTick();
	},
	tick: (walk: Walk) => walk.server.tick(),
	connect: (walk: Walk) => walk.server.connect(),
	cut: (walk: Walk) => walk.server.cut(),
	silence: (walk: Walk, n: number) => walk.server.setSilent(n % 2 === 0),
	admit: (walk: Walk) => walk.server.admit(),
	acknowledging: (walk: Walk, n: number) => walk.server.setAcknowledging(n % 2 === 0),
	recording: (walk: Walk, n: number) => walk.server.setRecording(RECORDINGS[n % RECORDINGS.length] ?? 'held'),
	therapist: (walk: Walk, n: number) => walk.server.setTherapist({ isConnected: n % 3 !== 0, inView: n % 2 === 0 }),
	movePen: (walk: Walk) => walk.server.movePen(),
	touch: (walk: Walk) => walk.link.touch(),
	rate: (walk: Walk, n: number) => walk.link.append({ kind: 'rating', value: n % 101, touched: true }),
	consent: (walk: Walk, n: number) =>
		walk.link.append({ kind: 'consent', choice: n % 2 === 0 ? 'recorded' : 'live-only' }),
	withdraw: (walk: Walk) => walk.link.append({ kind: 'withdrawn' }),
	cue: (walk: Walk, n: number) => {
		const cue = CUES[n % CUES.length] ?? 'ok';
		const id = walk.link.append({ kind: 'cue', cue });
		if (id) walk.cues.push({ cue, id, at: walk.link.serverNow() });
	},
	stop: (walk: Walk, n: number) => {
		const id = walk.link.append({ kind: 'stop' }, { practice: n % 3 === 0 });
		if (id) walk.stops.push(id);
	},
	shown: (walk: Walk, n: number) => {
		const stop = walk.stops[n % Math.max(1, walk.stops.length)];
		if (stop) walk.server.say({ kind: 'shown', stops: [stop] });
	},
	answered: (walk: Walk, n: number) => {
		const stop = walk.stops[n % Math.max(1, walk.stops.length)];
		if (stop) walk.server.say({ kind: 'answered', stops: [stop] });
	},
	phase: (walk: Walk, n: number) =>
		walk.server.say({ kind: 'phase', phase: PHASES[n % PHASES.length] ?? 'rest', point: 1 }),
	end: (walk: Walk, n: number) => walk.server.say(n % 2 === 0 ? { kind: 'ended' } : { kind: 'end-undone' }),
	over: (walk: Walk, n: number) => {
		if (n % 20 === 0) walk.server.send({ t: 'over', code: 'session_sealed' });
	},
} satisfies Record<string, (walk: Walk, n: number) => unknown>;

const act = fc.tuple(fc.constantFrom(...(Object.keys(ACTS) as (keyof typeof ACTS)[])), fc.nat(6_000));

async function startWalk(isAdmitted: boolean): Promise<Walk> {
	let writers = 0;
	const walk = { now: 1_000, step: null, cues: [], stops: [] } as unknown as Walk;
	const link = createSessionLink({
		seat: 'client',
		token: 'T'.repeat(22),
		now: () => walk.now,
		randomId: () => `walk-writer-${String(writers++).padStart(10, '0')}`,
		outbox: null,
		secondRoad: () => Promise.reject(new Error('no second road')),
	});
	const server = createScriptedServer(link, () => 1_700_000_000_000 + walk.now, { isAdmitted, words: 'amber harbour' });
	return Object.assign(walk, { link, server });
}

/** The sentence that stands for a state, or undefined where the catalogue has none. */
function sentencesOf(walk: Walk, page: PageState): readonly (string | undefined)[] {
	const screen = phoneScreen(walk.link.view(), page, walk.link.serverNow(), walk.link.pressedAgoMs);
	const told = walk.cues.map((cue) => cueStatus(cue, walk.link.isAcknowledged(cue.id), walk.link.serverNow()));
	return [
		phone.line[screen.line],
		phone.recording[screen.recording],
		phone.prompts[screen.phase ?? 'none'],
		...screen.notices.map((notice) => phone.notices[notice]),
		...(screen.stop ? [phone.stop[screen.stop.status], phone.stop.reasons[screen.stop.reason]] : []),
		...(screen.stop?.clearings ?? []).map((how) => phone.stop[how]),
		...(screen.overCode ? [common.reasons[screen.overCode]] : []),
		...told.flatMap((status, i) => (status ? [phone.cues[status](common.cues[walk.cues[i]?.cue ?? 'ok'])] : [])),
	];
}

/** Own events that the server has not acknowledged, as the walk knows it from the other end. */
function unacknowledgedAt(walk: Walk): readonly number[] {
	const { log } = walk.link.view();
	return log
		.streams()
		.flatMap((stream) => log.after(stream, headOf(walk.server.acknowledged(), stream)))
		.filter(({ seat }) => seat === 'client')
		.map(({ at }) => at);
}

function checkScreen(walk: Walk, page: PageState): void {
	const view = walk.link.view();
	const now = walk.link.serverNow();
	const screen = phoneScreen(view, page, now, walk.link.pressedAgoMs);

	for (const sentence of sentencesOf(walk, page)) expect(sentence?.trim()).toBeTruthy();

	if (screen.recording === 'being-recorded') {
		expect(view.line.is).toBe('live');
		expect(view.recording).toBe('recorded');
		expect(unacknowledgedAt(walk).filter((at) => now - at >= WEAK_MS)).toEqual([]);
		expect(Object.keys(view.recordedHeads).length).toBeGreaterThan(0);
	}
	if (screen.line === 'sees' || screen.line === 'here') {
		expect(view.line.is).toBe('live');
		expect(view.others.therapist).toMatchObject({ isConnected: true, inView: true });
		expect(screen.stop?.status).not.toBe('not-delivered');
	}
	for (const cue of walk.cues) {
		const isAcknowledged = walk.link.isAcknowledged(cue.id);
		if (cueStatus(cue, isAcknowledged, now) === 'arrived')
			expect(headOf(walk.server.acknowledged(), cue.id)).toBeGreaterThanOrEqual(cue.id.n);
	}
	if (screen.stop?.status === 'shown' || screen.stop?.status === 'answered') {
		const marked = view.log.ordered().filter(({ body }) => body.kind === 'shown' || body.kind === 'answered');
		expect(marked.length).toBeGreaterThan(0);
	}
	// Where a person stands under hands, STOP stands too.
	const isIn = STEPS.some((step) => step === screen.stage) || screen.stage === 'away';
	expect(screen.hasStop).toBe(isIn);
}

test('HONEST1 HONEST2 10,000 random walks: no "recorded" without an acknowledgement, no state without words', async () => {
	let recorded = 0;
	let screens = 0;
	await fc.assert(
		fc.asyncProperty(
			fc.array(act, { maxLength: 30, size: 'max' }),
			fc.boolean(),
			fc.boolean(),
			async (acts, isAdmitted, hasTouched) => {
				const walk = await startWalk(isAdmitted);
				walk.server.connect();
				if (isAdmitted) ACTS.consent(walk, 0);
				for (const [name, n] of acts) {
					ACTS[name](walk, n);
					walk.step = stepAfter(walk.link.view(), walk.step);
					const page: PageState = {
						step: walk.step,
						hasTouched,
						isAway: acts.length % 7 === 0,
						canStayAwake: acts.length % 2 === 0,
						hasAnsweredErase: false,
						answered: [],
					};
					checkScreen(walk, page);
					const { recording } = phoneScreen(walk.link.view(), page, walk.link.serverNow(), walk.link.pressedAgoMs);
					if (recording === 'being-recorded') recorded += 1;
					screens += 1;
				}
			},
		),
		{ numRuns: 10_000 },
	);
	// The walks did go where the claim can be made.
	expect(recorded).toBeGreaterThan(1_000);
	expect(screens).toBeGreaterThan(100_000);
}, 60_000);

test('HONEST3 among the words for states only those of acknowledged things claim to be recorded, sent or delivered', () => {
	const claims = (words: Record<string, string>) =>
		Object.entries(words)
			.filter(([, sentence]) => CLAIMS.test(sentence) && !DENIALS.test(sentence))
			.map(([key]) => key);
	expect(claims(phone.recording)).toEqual(['being-recorded']);
	expect(claims(phone.line)).toEqual([]);
	expect(claims(phone.notices)).toEqual([]);
	const cue = Object.fromEntries(
		(['going', 'arrived', 'waiting'] as const).map((key) => [key, phone.cues[key]('More')]),
	);
	expect(claims(cue)).toEqual(['arrived']);
	const { sending, shown, answered, 'not-delivered': notDelivered } = phone.stop;
	expect(claims({ sending, shown, answered, notDelivered })).toEqual([]);
});
