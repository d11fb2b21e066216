import { expect as expectSeen } from 'playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
	choosePointByKeys,
	holdByKey,
	letInByKey,
	phaseByKey,
	press,
	setUpByKeys,
	signInByKeys,
	tabTo,
} from '../harness/by-keys.ts';
import {
	askToComeIn,
	bothSides,
	consent,
	endButton,
	endedScreen,
	lineOf,
	practiceBanner,
	practise,
	pressStop,
	ratingOf,
	ratingPanel,
	readRecord,
	seesPhase,
	slideTo,
	startSession,
} from '../harness/journey.ts';
import { createLooker } from '../harness/look.ts';
import { openRoom, type Room } from '../harness/room.ts';

const COMING_BACK = { timeout: 15_000 };

describe('a recorded session: the therapist by keyboard alone, the phone over plain http', () => {
	const looker = createLooker();
	let room: Room;
	let session = '';

	beforeAll(async () => {
		room = await openRoom({ phoneOrigin: 'insecure' });
	});
	afterAll(() => room?.close());

	test('KEYS1 the clinic is set up, signed out of and signed in to by keyboard', async () => {
		const { desk, server } = room;
		await setUpByKeys(desk, server);
		await press(desk, desk.getByRole('link', { name: 'Therapist page' }));
		await desk.getByRole('heading', { name: 'A new session' }).waitFor();
		await press(desk, desk.getByRole('button', { name: 'Sign out' }));
		await signInByKeys(desk);
		await desk.getByRole('heading', { name: 'A new session' }).waitFor();
	});

	test('KEYS2 JOURNEY1 a session is started and a phone let in, and the point chosen, by keyboard', async () => {
		const { desk, phone, phoneOrigin } = room;
		const started = await startSession(desk, 'Client Basil', (page) => page.keyboard.press('Enter'));
		session = started.session;
		await askToComeIn(phone, desk, phoneOrigin, started.ticket);
		await letInByKey(desk);
		await choosePointByKeys(desk, 'infra', 'Right');
		await expectSeen(desk.getByRole('heading', { name: /Right infraspinatus/ })).toBeVisible();
		await consent(phone, 'Recorded');
		await practise(phone, () => press(desk, practiceBanner(desk).getByRole('button', { name: 'Answer' })));
	});

	test('JOURNEY10 over plain http a phone has no secure context, says what it can’t do, and everything else works', async () => {
		const { phone } = room;
		expect(await phone.evaluate(() => isSecureContext)).toBe(false);
		expect(await phone.evaluate(() => 'wakeLock' in navigator)).toBe(false);
		await expectSeen(phone.getByText('Your screen may lock: keep touching it.')).toBeVisible();
		await looker.look(phone, 'phone over plain http', ['phone']);
		expect(looker.faults).toEqual([]);
	});

	test('KEYS3 JOURNEY2 four phases at two points by 1–4, Space and N', async () => {
		const { desk, phone } = room;
		await phaseByKey(desk, phone, '1', 'Locate');
		await slideTo(phone, 0.3);
		await phaseByKey(desk, phone, 'Space', 'Press');
		await slideTo(phone, 0.6);
		await phaseByKey(desk, phone, 'Space', 'Release');
		await slideTo(phone, 0.4);
		await phaseByKey(desk, phone, '4', 'Stretch');
		await desk.keyboard.press('n');
		await choosePointByKeys(desk, 'soleus', 'Left');
		await seesPhase(phone, 'Rest');
		await phaseByKey(desk, phone, 'Space', 'Locate');
		await phaseByKey(desk, phone, '2', 'Press');
		await slideTo(phone, 0.7);
		await expectSeen(ratingPanel(desk)).toContainText(await ratingOf(phone));
		await phaseByKey(desk, phone, '3', 'Release');
		await phaseByKey(desk, phone, '4', 'Stretch');
		await slideTo(phone, 0.5);
		await phaseByKey(desk, phone, '2', 'Press');
	});

	test('KEYS4 JOURNEY3 a STOP is answered by Enter alone; Space and the phase keys leave it standing', async () => {
		const { desk, phone } = room;
		await pressStop(phone);
		const takeover = desk.getByRole('alertdialog');
		await takeover.waitFor();
		for (const key of ['Space', '1', 'Escape', 'a', 'n']) await desk.keyboard.press(key);
		await expectSeen(takeover).toBeVisible();
		await expectSeen(phone.getByText('On your therapist’s screen.')).toBeVisible();
		await desk.keyboard.press('Enter');
		await expectSeen(takeover).toBeHidden();
		await expectSeen(phone.getByText('Your therapist answered.').first()).toBeVisible();
		await holdByKey(desk, desk.getByRole('button', { name: 'Said aloud' }).first(), phone.locator('.phase'));
		await seesPhase(phone, 'Rest');
	});

	test('JOURNEY6 over plain http, too, a reloaded phone comes back to its seat', async () => {
		const { phone } = room;
		await phone.reload();
		await expectSeen(phone.getByText('before', { exact: true })).toBeVisible(COMING_BACK);
		await slideTo(phone, 0.45);
		await expectSeen(lineOf.sees(phone)).toBeVisible();
	});

	test('KEYS5 JOURNEY7 the end is held by Enter, and the timeline opened and walked through by keyboard', async () => {
		const { desk, phone, said } = room;
		await holdByKey(desk, endButton(desk), endedScreen(desk));
		await expectSeen(phone.getByRole('heading', { name: 'The session is over.' })).toBeVisible();
		await expectSeen(phone.getByText('on the way.', { exact: false })).toBeHidden(COMING_BACK);
		await expectSeen(desk.getByText('Everything of this page has arrived.')).toBeVisible(COMING_BACK);
		const sides = bothSides(said, await readRecord(desk, session));
		expect(Object.keys(sides.said).length).toBeGreaterThan(20);
		expect(sides.recorded).toEqual(sides.said);
		await press(desk, desk.getByRole('link', { name: /timeline/ }));
		await expectSeen(desk.getByRole('heading', { name: /Client Basil/ })).toBeVisible();
		const place = desk.getByRole('slider', { name: 'Place in the session' });
		await tabTo(desk, place);
		/** Moves by a key, until what is said of the place has changed: a step in a short session is less than a second. */
		const standsAt = async (key: string) => {
			const before = (await place.getAttribute('aria-valuetext')) ?? '';
			await expectSeen(async () => {
				await desk.keyboard.press(key);
				await expectSeen(place).not.toHaveAttribute('aria-valuetext', before, { timeout: 500 });
			}).toPass();
			return place.getAttribute('aria-valuetext');
		};
		const places = [await standsAt('End'), await standsAt('Home'), await standsAt('Shift+ArrowRight')];
		expect(new Set(places).size).toBe(3);
	});

	test('JOURNEY9 nothing went wrong in either browser that a person would not be told of', () => {
		const isTold = (fault: string) => fault.includes('status of 401');
		expect(room.faults.filter((fault) => !isTold(fault))).toEqual([]);
	});
});
