import type { BrowserContext, Page } from 'playwright';
import { expect as expectSeen } from 'playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { joinAsTherapist, OWNER, setUpClinic } from '../../tools/wire/clinic-calls.ts';
import { press, tabTo } from '../harness/by-keys.ts';
import {
	answerFollower,
	type Choice,
	choosePoint,
	endButton,
	endedScreen,
	enterPhase,
	hold,
	join,
	pressStop,
	ratingOf,
	slideTo,
	startSession,
} from '../harness/journey.ts';
import { createLooker } from '../harness/look.ts';
import { narrowFaults } from '../harness/look-narrow.ts';
import { signInAs } from '../harness/people-steps.ts';
import { openRoom, type Room } from '../harness/room.ts';

const CLIENT = 'Client Fern';
const THERAPIST = { name: 'Tess Example', email: 'tess.example@example.org', password: OWNER.password };
const VIEWER = { viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce', locale: 'en-GB' } as const;

/** What the client does when somebody asks to follow. */
const letFollow = (phone: Page) => answerFollower(phone, 'Let them follow');
const sayNo = (phone: Page) => answerFollower(phone, 'No');
async function endFollowing(phone: Page): Promise<void> {
	await phone.getByRole('button', { name: 'Menu' }).click();
	await phone.getByRole('button', { name: 'End following' }).click();
}

/** Both sides say goodbye to a session that has ended. */
async function putAway({ desk, phone }: Room): Promise<void> {
	await phone.getByRole('button', { name: 'Done' }).click();
	await desk.getByRole('button', { name: 'Done' }).click();
	await expectSeen(desk.getByRole('heading', { name: 'A new session' })).toBeVisible();
	await phone.getByRole('button', { name: 'Ready for the next client' }).click();
}

const rating = (page: Page) => page.getByRole('region', { name: 'Rating' });
const following = (page: Page) => page.getByRole('heading', { name: `Following ${CLIENT}` });
const ask = (page: Page) => page.getByRole('button', { name: /^Ask .* phone$/ });
const standing = (page: Page) => page.locator('[data-stop="standing"]');

/** The words set largest beside the rating's figure, as they are on the screen. */
const largest = (page: Page) =>
	page.evaluate(() => {
		const over = document.querySelector('dialog[open]') ?? document.querySelector('.said');
		const sized = [...(over?.querySelectorAll('*') ?? [])].filter((element) => element.children.length === 0);
		const size = (element: Element) => Number.parseFloat(getComputedStyle(element).fontSize);
		const most = Math.max(...sized.map(size));
		return sized.filter((element) => size(element) === most).map((element) => element.textContent);
	});

describe('a session under way is followed from the clinic page', () => {
	const looker = createLooker();
	let room: Room;
	let context: BrowserContext;
	let owner: Page;
	let session = '';

	/** The clinic page in a tab of its own. */
	const openOwner = async (): Promise<Page> => {
		const page = await context.newPage();
		await page.goto(`${room.server.origin}/clinic`);
		return page;
	};

	/** Another session of the same client, and the owner's page before asking. */
	const beginWith = async (choice: Choice) => {
		const { desk, phone, phoneOrigin, server } = room;
		const started = await startSession(desk, CLIENT);
		await join(phone, desk, phoneOrigin, started.ticket, choice);
		await choosePoint(desk, 'soleus', 'Left');
		await slideTo(phone, 0.4);
		await owner.goto(`${server.origin}/clinic#f=${started.session}`);
	};

	beforeAll(async () => {
		room = await openRoom({ phoneOrigin: 'secure' });
		const { server, browser, desk, phone, phoneOrigin } = room;
		const calls = await setUpClinic(server.origin, server.setupCode());
		await joinAsTherapist(server.origin, calls, THERAPIST.name);
		await desk.goto(`${server.origin}/therapist`);
		await signInAs(desk, THERAPIST);
		const started = await startSession(desk, CLIENT);
		session = started.session;
		await join(phone, desk, phoneOrigin, started.ticket, 'Recorded');
		await choosePoint(desk, 'infra', 'Right');
		await slideTo(phone, 0.4);
		context = await browser.newContext(VIEWER);
		context.setDefaultTimeout(12_000);
		owner = await openOwner();
		await signInAs(owner, OWNER);
	});
	afterAll(() => room?.close());

	test('WATCH1 WATCH9 what is under way stands above the sessions, with whom and since when, and is reached by keyboard', async () => {
		const list = owner.getByRole('region', { name: 'Under way' });
		await expectSeen(list).toContainText(CLIENT);
		await expectSeen(list).toContainText(`with ${THERAPIST.name}, since`);
		await looker.look(owner, 'sessions, one under way');
		// The therapist's own is theirs to go on with.
		const own = await room.deskContext.newPage();
		await own.goto(`${room.server.origin}/clinic`);
		const link = own.getByRole('link', { name: `To the therapist page: ${CLIENT}` });
		await expectSeen(link).toHaveAttribute('href', '/therapist');
		await own.goto(`${room.server.origin}/clinic#f=${session}`);
		await expectSeen(own.getByText('This session is yours.')).toBeVisible();
		await looker.look(own, 'following one’s own');
		await own.close();
		await press(owner, owner.getByRole('link', { name: `Follow: ${CLIENT}` }));
		await expectSeen(ask(owner)).toBeVisible();
		await looker.look(owner, 'before asking');
	});

	test('WATCH2 WATCH9 nothing is shown before the client’s yes', async () => {
		await press(owner, ask(owner));
		await expectSeen(owner.getByText(`Asking ${CLIENT}’s phone …`)).toBeVisible();
		await expectSeen(room.phone.getByText('asks to follow this session.', { exact: false })).toContainText(OWNER.name);
		await expectSeen(room.desk.locator('[data-line="would-follow"]')).toContainText(OWNER.name);
		expect(await rating(owner).count()).toBe(0);
		await looker.look(owner, 'asking');
		await letFollow(room.phone);
		await expectSeen(following(owner)).toBeVisible();
		await expectSeen(room.desk.locator('[data-line="following"]')).toContainText(OWNER.name);
		expect(await room.desk.locator('[data-line="would-follow"]').count()).toBe(0);
	});

	test('WATCH3 WATCH5 the rating moves on the phone and is seen, with zone, phase, point and the course so far', async () => {
		const { desk, phone } = room;
		await slideTo(phone, 0.5);
		await expectSeen(rating(owner)).toContainText(await ratingOf(phone));
		await expectSeen(rating(owner)).toContainText('good');
		await enterPhase(desk, phone, 'Press');
		const now = owner.getByRole('region', { name: 'Now' });
		await expectSeen(now).toContainText('Press');
		await expectSeen(now).toContainText('right infraspinatus');
		await expectSeen(now).toContainText('therapist’s page: in view');
		await slideTo(phone, 0.9);
		await expectSeen(rating(owner)).toContainText('over the edge');
		await expectSeen(now.locator('[data-alarm="over-edge"]')).toContainText('Over the edge, for');
		await slideTo(phone, 0.6);
		await expectSeen(owner.getByRole('heading', { name: 'The course so far' })).toBeVisible();
		const course = owner.getByRole('slider', { name: 'Place in the session' });
		await tabTo(owner, course);
		await owner.keyboard.press('End');
		await expectSeen(course).toHaveAttribute('aria-valuetext', /Press, 1 · right infraspinatus/);
		await looker.look(owner, 'following');
	});

	test('WATCH4 WATCH9 a STOP stands over everything with its marks, and nothing here answers it', async () => {
		const { desk, phone } = room;
		await pressStop(phone);
		const halt = owner.getByRole('dialog', { name: 'STOP' });
		await expectSeen(halt).toContainText('on the therapist’s screen, after');
		await expectSeen(halt).toContainText('recorded, with the clinic after');
		await expectSeen(halt).toContainText('answered, not yet');
		await expectSeen(halt).toContainText('STOP is the therapist’s to answer.');
		await looker.look(owner, 'STOP, over everything');
		await owner.keyboard.press('Enter');
		await expectSeen(halt).toBeHidden();
		await expectSeen(standing(owner)).toContainText('answered, not yet');
		await expectSeen(desk.locator('[data-stop="ringing"]')).toBeVisible();
		await looker.look(owner, 'STOP, put aside');
		await desk.keyboard.press('Enter');
		await expectSeen(standing(owner)).toContainText(/answered, after/);
		await expectSeen(owner.getByRole('region', { name: 'Now' })).toContainText('Rest');
		await phone.getByRole('button', { name: 'Go on, lighter' }).click();
		await expectSeen(standing(owner)).toBeHidden();
	});

	test('WATCH10 CLINIC16 a STOP that is not delivered says so in the largest words, put aside too, until it is shown', async () => {
		const { desk, deskContext, phone } = room;
		await deskContext.setOffline(true);
		await pressStop(phone);
		const halt = owner.getByRole('dialog', { name: 'STOP' });
		const lost = owner.locator('[data-stop="not-delivered"]');
		await expectSeen(halt).toContainText('NOT DELIVERED');
		await expectSeen(lost).toContainText(/The therapist’s page is (in view and has not shown it|not connected)\./);
		await expectSeen(halt).toContainText('on the therapist’s screen, not yet');
		expect(await largest(owner)).toContain('NOT DELIVERED');
		await looker.look(owner, 'STOP, not delivered');
		expect(await narrowFaults(owner)).toEqual([]);
		await owner.keyboard.press('Enter');
		await expectSeen(halt).toBeHidden();
		await expectSeen(standing(owner)).toContainText('NOT DELIVERED');
		expect(await largest(owner)).toContain('NOT DELIVERED');
		await looker.look(owner, 'STOP, not delivered, put aside');
		expect(await narrowFaults(owner)).toEqual([]);
		await deskContext.setOffline(false);
		await expectSeen(lost).toBeHidden({ timeout: 20_000 });
		await desk.keyboard.press('Enter');
		await expectSeen(standing(owner)).toContainText(/answered, after/);
		await phone.getByRole('button', { name: 'Go on, lighter' }).click();
		await expectSeen(standing(owner)).toBeHidden();
	});

	test('WATCH6 a reload in the same tab comes back without asking again', async () => {
		await owner.reload();
		await expectSeen(following(owner)).toBeVisible();
		await expectSeen(rating(owner)).toContainText(await ratingOf(room.phone));
	});

	test('WATCH7 where the record of another’s session under way would stand, following is offered', async () => {
		const other = await openOwner();
		await other.goto(`${room.server.origin}/clinic#s=${session}`);
		await expectSeen(other.getByText('This session is under way.')).toBeVisible();
		await looker.look(other, 'record, under way');
		await press(other, other.getByRole('link', { name: 'Follow it live' }));
		await expectSeen(ask(other)).toBeVisible();
		await other.close();
	});

	test('WATCH3 a phone that falls silent is struck out', async () => {
		const { phone, phoneContext } = room;
		await phoneContext.setOffline(true);
		await expectSeen(rating(owner).locator('[data-figure="lost"] s')).toBeVisible({ timeout: 15_000 });
		await expectSeen(owner.locator('[data-alarm="no-signal"]')).toContainText('No signal, for');
		await looker.look(owner, 'following, no signal');
		await phoneContext.setOffline(false);
		await slideTo(phone, 0.5);
		await expectSeen(rating(owner).locator('[data-figure="fresh"]')).toBeVisible({ timeout: 15_000 });
	});

	test('WATCH8 the session ends: that is said, with the way to its record', async () => {
		const { desk } = room;
		await hold(desk, endButton(desk), endedScreen(desk));
		await expectSeen(owner.getByText('The session has ended.')).toBeVisible();
		await looker.look(owner, 'ended');
		await press(owner, owner.getByRole('link', { name: 'See its record' }));
		await expectSeen(owner.getByRole('heading', { name: 'Comfort timeline' })).toBeVisible();
		await putAway(room);
		await owner.goto(`${room.server.origin}/clinic#f=${session}`);
		await expectSeen(owner.getByText('This session is not under way any more.')).toBeVisible();
		await looker.look(owner, 'not under way');
	});

	test('WATCH2 WATCH6 WATCH8 live only is followed too, and the client ends it: that is said, and nothing is kept', async () => {
		const { phone } = room;
		await beginWith('Live only');
		await press(owner, ask(owner));
		await letFollow(phone);
		await expectSeen(owner.getByText('Live only: nothing of this is kept', { exact: false })).toBeVisible();
		await slideTo(phone, 0.3);
		await expectSeen(rating(owner)).toContainText(await ratingOf(phone));
		await looker.look(owner, 'following, live only');
		await endFollowing(phone);
		await expectSeen(owner.getByText('Your following has ended.')).toBeVisible();
		expect(await rating(owner).count()).toBe(0);
		expect(await owner.evaluate(() => sessionStorage.length)).toBe(0);
		await looker.look(owner, 'ended by the client');
		await owner.reload();
		await press(owner, ask(owner));
		await expectSeen(owner.getByText('The answer is no, or was ended before.')).toBeVisible();
	});

	test('WATCH2 the client’s no is said, and nothing of the session was shown', async () => {
		const { desk, phone } = room;
		await hold(desk, endButton(desk), endedScreen(desk));
		await putAway(room);
		await beginWith('Recorded');
		await press(owner, ask(owner));
		await sayNo(phone);
		await expectSeen(owner.getByText('The answer is no, or was ended before.')).toBeVisible();
		expect(await rating(owner).count()).toBe(0);
		await looker.look(owner, 'said no');
	});

	test('WATCH9 axe finds nothing in any state, nothing runs out sideways, and nothing goes wrong unsaid', () => {
		expect(looker.faults).toEqual([]);
		// A phone without a network, a person who is not signed in yet, and a refusal are told on the page.
		const isTold = (fault: string) => fault.includes('ERR_') || /status of 4\d\d/.test(fault);
		expect(room.faults.filter((fault) => !isTold(fault))).toEqual([]);
	});
});
