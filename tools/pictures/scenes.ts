import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright';
import type { LinkAnswer } from '../../shared/people-api.ts';
import {
	answerFollower,
	answerPractice,
	askToComeIn,
	choosePoint,
	consent,
	endButton,
	endedScreen,
	enterPhase,
	hold,
	join as joinSession,
	letIn,
	practiceBanner,
	practise,
	pressStop,
	startSession,
} from '../../tests/harness/journey.ts';
import type { Demo } from '../demo/open-demo.ts';
import { holdThumb } from './thumb.ts';

export interface PictureParts {
	readonly browser: Browser;
	readonly demo: Demo;
	readonly folder: string;
	/** Told of each picture's name. */
	readonly said: (name: string) => void;
}

interface How {
	readonly theme?: 'dark' | 'light';
	/** A part of the page, with a little around it, in place of what is on the screen. */
	readonly of?: Locator;
}

interface Scene {
	readonly desk: Page;
	readonly phone: Page;
	readonly take: (page: Page, name: string, how?: How) => Promise<void>;
	readonly origin: string;
}

const STILL: BrowserContextOptions = { reducedMotion: 'reduce', locale: 'en-GB' };
const TABLET: BrowserContextOptions = { ...STILL, viewport: { width: 1180, height: 820 } };
const DESKTOP = { ...STILL, viewport: { width: 1440, height: 1100 } } satisfies BrowserContextOptions;
/** What shows a part of a page: letters are still read where the picture is made small. */
const PART = { width: 1100, height: 1120 };
const PHONE: BrowserContextOptions = {
	...STILL,
	viewport: { width: 390, height: 844 },
	hasTouch: true,
	deviceScaleFactor: 2,
};
const WAIT_MS = 15_000;

export async function takePictures({ browser, demo, folder, said }: PictureParts): Promise<void> {
	const take: Scene['take'] = async (page, name, { theme, of } = {}) => {
		const where = of && { fullPage: true, clip: await placeOf(of) };
		const options = { path: join(folder, `${name}.png`), animations: 'disabled', ...where } as const;
		await inTheme(page, theme, () => page.screenshot(options));
		said(`${name}.png`);
	};
	const open = async (options: BrowserContextOptions): Promise<BrowserContext> => {
		const context = await browser.newContext(options);
		context.setDefaultTimeout(WAIT_MS);
		return context;
	};
	const deskContext = await open(TABLET);
	const scene: Scene = {
		desk: await openAwake(deskContext),
		phone: await openAwake(await open(PHONE)),
		take,
		origin: demo.origin,
	};
	await scene.desk.goto(demo.origin);
	await scene.desk.getByRole('heading').first().waitFor();
	await take(scene.desk, 'home', { theme: 'light' });
	await signIn(scene.desk, demo);
	await comeIn(scene);
	await work(scene);
	await stopAndEnd(scene);

	const clinic = await (await open({ ...DESKTOP, storageState: await deskContext.storageState() })).newPage();
	await review(scene, clinic);
	const colleague = { desk: await (await open(TABLET)).newPage(), phone: await (await open(PHONE)).newPage() };
	await follow({ ...scene, ...colleague }, clinic);
}

/** A page whose screen stays awake, as over https; a browser without a screen has to be told that it may. */
async function openAwake(context: BrowserContext): Promise<Page> {
	const page = await context.newPage();
	const devtools = await context.newCDPSession(page);
	const { browserContextId = '' } = (await devtools.send('Target.getTargetInfo')).targetInfo;
	await devtools.send('Browser.grantPermissions', { permissions: ['wakeLockScreen'], browserContextId });
	return page;
}

/** px around a part that is taken by itself. */
const AROUND = 20;

/** In the whole page, px. */
function placeOf(part: Locator) {
	return part.evaluate((element, around) => {
		const { left, top, width, height } = element.getBoundingClientRect();
		const x = Math.max(0, left - around);
		return { x, y: top + scrollY - around, width: width + 2 * around, height: height + 2 * around };
	}, AROUND);
}

async function inTheme(page: Page, theme: 'dark' | 'light' | undefined, act: () => Promise<unknown>): Promise<void> {
	const put = (next: string | undefined) =>
		page.evaluate((name) => {
			const before = document.documentElement.dataset.theme;
			if (name === undefined) delete document.documentElement.dataset.theme;
			else document.documentElement.dataset.theme = name;
			return before;
		}, next);
	if (theme === undefined) {
		await act();
		return;
	}
	const before = await put(theme);
	await act();
	await put(before);
}

async function signIn(desk: Page, { origin, email, password }: Demo): Promise<void> {
	await desk.goto(`${origin}/therapist`);
	await desk.getByLabel('E-mail').fill(email);
	await desk.getByLabel('Password', { exact: true }).fill(password);
	await desk.getByRole('button', { name: 'Sign in' }).click();
	await desk.getByRole('heading', { name: 'A new session' }).waitFor();
}

/** From the QR to the end of the practice. */
async function comeIn({ desk, phone, take, origin }: Scene): Promise<void> {
	const { ticket } = await startSession(desk, 'Client Fern');
	await desk.getByText('this page: live').waitFor();
	await take(desk, 'therapist-code');
	await askToComeIn(phone, desk, origin, ticket);
	await letIn(desk);
	await phone.getByText('Recorded', { exact: true }).waitFor();
	await take(phone, 'phone-choice');
	await consent(phone, 'Recorded');
	await choosePoint(desk, 'infra', 'Right');
	await practise(phone, async () => {
		await practiceBanner(desk).waitFor();
		await answerPractice(desk);
	});
}

/** Seconds and rating: searching, a press that eases, and how it is when the picture is taken. */
const SEARCHING = [
	[0, 8],
	[2, 17],
	[5, 26],
	[8, 20],
	[11, 28],
] as const;
const PRESSING = [
	[0, 28],
	[4, 49],
	[7, 58],
	[12, 63],
	[20, 61],
	[28, 57],
	[36, 53],
	[38, 52],
] as const;
const LETTING_GO = [
	[0, 52],
	[2, 14],
	[6, 9],
] as const;

async function work({ desk, phone, take }: Scene): Promise<void> {
	await enterPhase(desk, phone, 'Locate');
	const thumb = await holdThumb(phone, SEARCHING[0][1]);
	await thumb.follow(SEARCHING);
	await enterPhaseByKey(desk, '2');
	await thumb.follow(PRESSING);
	await take(phone, 'phone');
	await take(phone, 'phone-light', { theme: 'light' });
	await take(desk, 'therapist');
	await take(desk, 'therapist-light', { theme: 'light' });
	await enterPhaseByKey(desk, '3');
	await thumb.follow(LETTING_GO);
	await thumb.letGo();
}

/** By key, since the mouse of the phone's page is held down meanwhile. */
async function enterPhaseByKey(desk: Page, key: string): Promise<void> {
	await desk.keyboard.press(key);
}

/** Rises over the edge, and then STOP. */
const TOO_MUCH = [
	[0, 9],
	[3, 40],
	[6, 66],
	[8, 78],
] as const;

async function stopAndEnd({ desk, phone, take }: Scene): Promise<void> {
	await desk.keyboard.press('2');
	const thumb = await holdThumb(phone, null);
	await thumb.follow(TOO_MUCH);
	await thumb.letGo();
	await desk.getByText(/over/i).first().waitFor();
	await pause(2_500);
	await take(desk, 'therapist-over');
	await pressStop(phone);
	await desk.getByRole('alertdialog').waitFor();
	await phone.getByText('On your therapist’s screen.').waitFor();
	await take(desk, 'therapist-stop');
	await take(phone, 'phone-stop');
	await desk.keyboard.press('Enter');
	await phone.getByRole('button', { name: 'Go on, lighter' }).click();
	await desk.locator('[data-stop="answered"]').waitFor({ state: 'hidden' });
	await hold(desk, endButton(desk), endedScreen(desk));
	await phone.getByRole('heading', { name: 'The session is over.' }).waitFor();
	await take(phone, 'phone-after');
}

async function review({ take, origin }: Scene, clinic: Page): Promise<void> {
	await clinic.goto(`${origin}/clinic`);
	await clinic.getByRole('heading', { name: 'Sessions' }).waitFor();
	await clinic.getByText('Client Ember').first().waitFor();
	await take(clinic, 'clinic-sessions');
	await clinic.getByText('Client Ember').first().click();
	await clinic.getByRole('heading', { name: 'Points worked' }).waitFor();
	await take(clinic, 'clinic');
	await clinic.setViewportSize({ width: 820, height: 1180 });
	await take(clinic, 'clinic-dark', { theme: 'dark' });
	await clinic.setViewportSize(PART);
	await lookAtNote(clinic, take);
	await clinic.setViewportSize(DESKTOP.viewport);
	await lookAtClient(clinic, take);
	await clinic.setViewportSize(PART);
	await lookAtInsight(clinic, take);
}

/** The note of the session in view, as it stands filled in. */
async function lookAtNote(clinic: Page, take: Scene['take']): Promise<void> {
	const note = clinic.getByRole('region', { name: 'Note', exact: true });
	await note.getByLabel('Objective', { exact: true }).waitFor();
	await take(clinic, 'clinic-note', { of: note });
}

const COLLEAGUE = { name: 'Robin Example', email: 'robin@example.org', password: 'eight brisk badgers' };

/** A session of a colleague's, followed by the owner with the client's yes. */
async function follow({ desk, phone, take, origin }: Scene, clinic: Page): Promise<void> {
	await beginAsColleague({ desk, phone, origin }, clinic);
	await enterPhase(desk, phone, 'Locate');
	const thumb = await holdThumb(phone, SEARCHING[0][1]);
	await thumb.follow(SEARCHING);
	await thumb.letGo();
	await clinic.goto(`${origin}/clinic#`);
	await clinic.getByRole('link', { name: 'Follow: Client Heather' }).click();
	await clinic.getByRole('button', { name: /^Ask / }).click();
	await answerFollower(phone, 'Let them follow');
	await clinic.getByRole('heading', { name: 'Following Client Heather' }).waitFor();
	await enterPhaseByKey(desk, '2');
	const pressing = await holdThumb(phone, null);
	await pressing.follow(PRESSING);
	await take(clinic, 'clinic-follow');
	await pressing.letGo();
}

/** A therapist who has just joined, with a client of theirs on the table. */
async function beginAsColleague({ desk, phone, origin }: Pick<Scene, 'desk' | 'phone' | 'origin'>, clinic: Page) {
	const { email, name, password } = COLLEAGUE;
	const invited = await clinic.request.post(`${origin}/api/invitations`, { data: { email, role: 'therapist' } });
	const { link } = (await invited.json()) as LinkAnswer;
	await desk.goto(new URL(new URL(link).pathname + new URL(link).hash, origin).href);
	await desk.getByLabel('Your name').fill(name);
	await desk.getByLabel('Password', { exact: true }).fill(password);
	await desk.getByRole('button', { name: 'Accept the invitation' }).click();
	await desk.getByRole('heading', { name: 'Sessions' }).waitFor();
	await desk.goto(`${origin}/therapist`);
	const { ticket } = await startSession(desk, 'Client Heather');
	await joinSession(phone, desk, origin, ticket, 'Recorded');
	await choosePoint(desk, 'infra', 'Right');
}

/** The record and the course of somebody who came several times. */
async function lookAtClient(clinic: Page, take: Scene['take']): Promise<void> {
	await clinic.getByRole('link', { name: 'Clients', exact: true }).click();
	await clinic.getByRole('link', { name: 'Client Amber' }).click();
	const course = clinic.getByRole('heading', { name: 'Course of treatment' });
	await course.waitFor();
	await clinic.getByRole('heading', { name: 'Where it was worked and felt' }).waitFor();
	await take(clinic, 'clinic-client');
	await clinic.setViewportSize(PART);
	await take(clinic, 'clinic-hand-over', { of: clinic.getByRole('region', { name: 'Hand-over' }) });
	await take(clinic, 'clinic-body', { of: clinic.getByRole('region', { name: 'Where it was worked and felt' }) });
	await clinic.setViewportSize(DESKTOP.viewport);
	await course.scrollIntoViewIfNeeded();
	await course.evaluate((heading) => heading.scrollIntoView({ block: 'start' }));
	await take(clinic, 'clinic-course');
}

/** What the owner learns of all sessions. */
async function lookAtInsight(clinic: Page, take: Scene['take']): Promise<void> {
	await clinic.getByRole('link', { name: 'Insight', exact: true }).click();
	await clinic.getByRole('table').first().waitFor();
	await take(clinic, 'clinic-insight');
}
