import { expect as expectSeen } from 'playwright/test';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
	answerPractice,
	asking,
	askToComeIn,
	bothSides,
	choosePoint,
	consent,
	endButton,
	endedScreen,
	enterPhase,
	hold,
	letIn,
	lineOf,
	nextPoint,
	practiceBanner,
	practise,
	pressStop,
	ratingOf,
	ratingPanel,
	readRecord,
	setUpClinic,
	signIn,
	slideTo,
	startSession,
} from '../harness/journey.ts';
import { createLooker } from '../harness/look.ts';
import { openRoom, type Room } from '../harness/room.ts';

/** How long the phone is away in *press*; the longer hunt is a row of `npm run prove`. */
const AWAY_MS = 6_000;
const COMING_BACK = { timeout: 15_000 };

describe('a whole session in two browsers, recorded', () => {
	const looker = createLooker();
	let room: Room;
	let session = '';

	const atPhone = (state: string) => looker.look(room.phone, `phone, ${state}`, ['phone', 'tablet']);
	const atDesk = (state: string) => looker.look(room.desk, `desk, ${state}`);

	beforeAll(async () => {
		room = await openRoom({ phoneOrigin: 'secure' });
	});
	afterAll(() => room?.close());
	afterEach(async ({ task }) => {
		if (task.result?.state !== 'fail') return;
		await looker.picture(room.desk, 'failed at the desk');
		await looker.picture(room.phone, 'failed at the phone');
	});

	test('SET1 the first visit creates the clinic and its owner with the code from the terminal', async () => {
		const { desk, server } = room;
		await desk.goto(server.origin);
		await expectSeen(desk.getByLabel('Set-up code')).toBeVisible();
		await atDesk('set-up');
		await setUpClinic(desk, server);
		await expectSeen(desk.getByText('No session yet.')).toBeVisible();
		await atDesk('clinic without sessions');
		await desk.getByRole('button', { name: 'Sign out' }).click();
		await expectSeen(desk.getByRole('heading', { name: 'Sign in' })).toBeVisible();
		await desk.goto(server.origin);
		await expectSeen(desk.getByRole('heading', { name: 'Who are you?' })).toBeVisible();
		await atDesk('who are you');
		await desk.getByRole('link', { name: /I am the therapist/ }).click();
		await expectSeen(desk.getByRole('heading', { name: 'Sign in' })).toBeVisible();
		await atDesk('sign in');
		await signIn(desk);
		await expectSeen(desk.getByRole('heading', { name: 'A new session' })).toBeVisible();
		await atDesk('before a session');
	});

	test('JOURNEY1 a phone joins by the QR’s address, is let in by two words, consents and practises STOP', async () => {
		const { desk, phone, phoneOrigin } = room;
		const started = await startSession(desk, 'Client Amber');
		session = started.session;
		await atDesk('code for the phone');
		await phone.goto(`${phoneOrigin}/join`);
		await expectSeen(phone.getByLabel('Code')).toBeVisible();
		await atPhone('typed code');
		await askToComeIn(phone, desk, phoneOrigin, started.ticket);
		expect(new URL(phone.url()).hash).toBe('');
		await atPhone('two words');
		await expectSeen(asking(desk)).toBeVisible();
		await atDesk('a phone asks');
		await letIn(desk);
		await expectSeen(phone.getByRole('heading', { name: 'Shall this session be kept?' })).toBeVisible();
		await atPhone('choice');
		await consent(phone, 'Recorded');
		await desk.getByRole('combobox').fill('infra');
		await expectSeen(desk.getByRole('option').first()).toBeVisible();
		await atDesk('choosing the point');
		await choosePoint(desk, 'infra', 'Right');
		await atPhone('practice');
		await practise(phone, async () => {
			await expectSeen(practiceBanner(desk)).toBeVisible();
			await atDesk('practice STOP');
			await atPhone('practice STOP shown');
			await answerPractice(desk);
		});
		await expectSeen(desk.getByText('being recorded', { exact: true })).toBeVisible();
		await atPhone('before the first touch');
		await atDesk('before the first touch');
	});

	test('JOURNEY2 four phases at two points follow the client’s thumb', async () => {
		const { desk, phone } = room;
		for (const [point, muscle] of [[1, 'infra'] as const, [2, 'soleus'] as const]) {
			if (point === 2) {
				await nextPoint(desk);
				await choosePoint(desk, muscle, 'Left');
			}
			await enterPhase(desk, phone, 'Locate');
			await slideTo(phone, 0.3);
			await enterPhase(desk, phone, 'Press');
			await slideTo(phone, 0.6);
			await enterPhase(desk, phone, 'Release');
			await slideTo(phone, 0.35);
			await enterPhase(desk, phone, 'Stretch');
			await slideTo(phone, 0.5);
			await expectSeen(ratingPanel(desk)).toContainText(await ratingOf(phone));
		}
		await phone.getByRole('button', { name: 'Ease off' }).click();
		await expectSeen(desk.getByText('Ease off.', { exact: true })).toBeVisible();
		await atDesk('live with a cue');
		await atPhone('live with a cue');
	});

	test('JOURNEY3 a STOP takes over the therapist’s screen, is answered, puts the phase to rest and is cleared', async () => {
		const { desk, phone } = room;
		await enterPhase(desk, phone, 'Press');
		await pressStop(phone);
		await expectSeen(desk.getByRole('alertdialog')).toBeVisible();
		await expectSeen(phone.getByText('On your therapist’s screen.')).toBeVisible();
		await atDesk('STOP');
		await atPhone('STOP shown');
		await desk.keyboard.press('Enter');
		await expectSeen(phone.getByText('Your therapist answered.').first()).toBeVisible();
		await expectSeen(desk.locator('[data-stop="answered"]')).toBeVisible();
		await atDesk('STOP answered');
		await atPhone('STOP answered');
		await phone.getByRole('button', { name: 'Go on, lighter' }).click();
		await expectSeen(desk.locator('[data-stop="answered"]')).toBeHidden();
		await expectSeen(phone.locator('.phase')).toContainText('Rest');
	});

	test('JOURNEY4 a phone that was offline in press comes back to the same seat with nothing lost', async () => {
		const { desk, phone, phoneContext } = room;
		await enterPhase(desk, phone, 'Press');
		await slideTo(phone, 0.55);
		await phoneContext.setOffline(true);
		const leftAt = Date.now();
		await slideTo(phone, 0.7);
		await expectSeen(lineOf.notConnected(phone)).toBeVisible({ timeout: AWAY_MS });
		await atPhone('not connected');
		await expectSeen(desk.getByText('No signal').first()).toBeVisible({ timeout: AWAY_MS + 4_000 });
		await atDesk('no signal');
		await expectSeen.poll(() => Date.now() - leftAt, { timeout: AWAY_MS + 4_000 }).toBeGreaterThan(AWAY_MS);
		await phoneContext.setOffline(false);
		await expectSeen(lineOf.sees(phone)).toBeVisible(COMING_BACK);
		await slideTo(phone, 0.45);
		await expectSeen(ratingPanel(desk)).toContainText(await ratingOf(phone), COMING_BACK);
	});

	test('JOURNEY5 a server killed and started again in press loses nothing', async () => {
		const { desk, phone, server } = room;
		await slideTo(phone, 0.5);
		await server.stop('SIGKILL');
		await slideTo(phone, 0.62);
		await expectSeen(lineOf.notConnected(phone)).toBeVisible(COMING_BACK);
		await pressStop(phone);
		await expectSeen(phone.getByRole('heading', { name: 'NOT DELIVERED' })).toBeVisible();
		await atPhone('STOP not delivered');
		await atDesk('no line of its own');
		await server.start();
		await expectSeen(desk.getByRole('alertdialog')).toBeVisible(COMING_BACK);
		await desk.keyboard.press('Enter');
		await phone.getByRole('button', { name: 'Go on, lighter' }).click();
		await expectSeen(lineOf.sees(phone)).toBeVisible(COMING_BACK);
		await slideTo(phone, 0.4);
		await enterPhase(desk, phone, 'Release');
	});

	test('JOURNEY6 a reloaded phone comes back to its seat, its old value standing as before', async () => {
		const { phone } = room;
		await phone.reload();
		await expectSeen(phone.getByText('before', { exact: true })).toBeVisible(COMING_BACK);
		await atPhone('after a reload');
		await phone.getByRole('button', { name: 'Menu' }).click();
		await expectSeen(phone.getByRole('heading', { name: 'Your session' })).toBeVisible();
		await atPhone('menu');
		await phone.getByRole('button', { name: 'Where we stay' }).click();
		await expectSeen(phone.getByRole('heading', { name: 'Where should we stay?' })).toBeVisible();
		await atPhone('band in mid-session');
		await phone.getByRole('button', { name: 'Leave it as it was' }).click();
		await slideTo(phone, 0.5);
		await slideTo(phone, 0.45);
	});

	test('JOURNEY7 the session ends, the timeline opens, and the record holds all that the phone said', async () => {
		const { desk, phone, said } = room;
		await expectSeen(lineOf.sees(phone)).toBeVisible();
		await hold(desk, endButton(desk), endedScreen(desk));
		await expectSeen(phone.getByRole('heading', { name: 'The session is over.' })).toBeVisible();
		await expectSeen(desk.getByText('Everything of this page has arrived.')).toBeVisible(COMING_BACK);
		await expectSeen(phone.getByText('on the way.', { exact: false })).toBeHidden(COMING_BACK);
		await atPhone('end');
		await atDesk('end');
		const sides = bothSides(said, await readRecord(desk, session));
		expect(Object.keys(sides.said).length).toBeGreaterThan(20);
		expect(sides.recorded).toEqual(sides.said);
		await desk.getByRole('link', { name: /timeline/ }).click();
		await expectSeen(desk.getByRole('heading', { name: /Client Amber/ })).toBeVisible();
		await expectSeen(desk.getByText('right infraspinatus').first()).toBeVisible();
		await atDesk('timeline');
		await desk.getByRole('link', { name: 'All sessions' }).first().click();
		await expectSeen(desk.getByText('Client Amber').first()).toBeVisible();
		await atDesk('clinic with a session');
	});

	test('JOURNEY8 goodbye from both sides seals the session, and the phone is wiped for the next client', async () => {
		const { desk, phone, server } = room;
		await phone.getByRole('button', { name: 'Done' }).click();
		await expectSeen(phone.getByRole('heading', { name: 'Goodbye, and take care.' })).toBeVisible();
		await atPhone('goodbye');
		await desk.goto(`${server.origin}/therapist`);
		await desk.getByRole('button', { name: 'Done' }).click();
		await expectSeen(desk.getByRole('heading', { name: 'A new session' })).toBeVisible();
		await expectSeen
			.poll(async () => (await readRecord(desk, session)).events.map(({ body }) => body.kind), COMING_BACK)
			.toContain('sealed');
		await phone.getByRole('button', { name: 'Ready for the next client' }).click();
		await expectSeen(phone.getByLabel('Code')).toBeVisible();
		expect(await phone.evaluate(() => localStorage.length)).toBe(0);
		await expectSeen.poll(() => phone.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
	});

	test('JOURNEY9 nothing went wrong in either browser that a person would not be told of', () => {
		// A server that is gone, and a person who is not signed in yet, are told on the page.
		const isTold = (fault: string) => /ERR_|status of 401|WebSocket connection/.test(fault);
		expect(room.faults.filter((fault) => !isTold(fault))).toEqual([]);
	});

	test('LOOK1 LOOK2 axe finds nothing in any state, dark and light, nothing runs out sideways, STOP is never covered', () => {
		expect(looker.faults).toEqual([]);
	});
});
