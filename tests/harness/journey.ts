import type { BrowserContext, Locator, Page } from 'playwright';
import { expect } from 'playwright/test';
import type { CodeAnswer, SessionAnswer } from '../../shared/http-api.ts';
import { unpackFlow } from '../../shared/packed-flow.ts';
import type { UpFrame, UpFrameOf } from '../../shared/protocol.ts';
import type { RealServer } from './real-server.ts';
import { createUpReader } from './up-reader.ts';

/** What a person does on the pages, in their words. Every wait is for something to be seen. */

export const OWNER = { name: 'Owner Example', email: 'owner@example.org', password: 'nine quiet herons' };

const seen = (locator: Locator) => locator.waitFor({ state: 'visible' });

/** First visit: the clinic and its owner, with the code from the terminal. */
export async function setUpClinic(page: Page, server: RealServer): Promise<void> {
	await page.goto(`${server.origin}/clinic`);
	await page.getByLabel('Set-up code').fill(server.setupCode());
	await page.getByLabel('Name of the clinic').fill('Clinic Example');
	await page.getByLabel('Your name').fill(OWNER.name);
	await page.getByLabel('E-mail').fill(OWNER.email);
	await page.getByLabel('Password', { exact: true }).fill(OWNER.password);
	await page.getByRole('button', { name: 'Create the clinic' }).click();
	await seen(page.getByRole('heading', { name: 'Sessions' }));
}

export async function signIn(page: Page): Promise<void> {
	await page.getByLabel('E-mail').fill(OWNER.email);
	await page.getByLabel('Password', { exact: true }).fill(OWNER.password);
	await page.getByRole('button', { name: 'Sign in' }).click();
}

export interface StartedSession {
	readonly session: string;
	/** The fragment that the QR holds: `#` and the one-time ticket. */
	readonly ticket: string;
}

/** Starts a session by `act` and answers its id with the ticket that its QR holds. */
export async function startSession(
	page: Page,
	client: string,
	act: (page: Page) => Promise<void> = (desk) => desk.getByRole('button', { name: 'Start the session' }).click(),
): Promise<StartedSession> {
	await page.getByRole('combobox', { name: 'For whom?' }).fill(client);
	const answered = page.waitForResponse((response) => response.url().endsWith('/code'));
	await act(page);
	const answer = (await (await answered).json()) as CodeAnswer;
	const [joinUrl] = answer.joinUrls;
	const session = /sessions\/([^/]+)\/code/.exec((await answered).url())?.[1] ?? '';
	return { session, ticket: new URL(joinUrl ?? '').hash };
}

/** Where a phone asks to come in: in the dialog with the code, which lies above, or on the live screen. */
export const asking = (desk: Page) => desk.getByRole('region', { name: 'A phone asks to come in' }).last();

/** Opens the QR's address and joins, until two words stand on both screens. */
export async function askToComeIn(phone: Page, desk: Page, origin: string, ticket: string): Promise<void> {
	await phone.goto(`${origin}/join${ticket}`);
	await phone.getByRole('button', { name: 'Join', exact: true }).click();
	await seen(asking(desk));
	await expect(asking(desk)).toContainText(await phone.locator('.words').innerText());
}

export const letIn = (desk: Page) => asking(desk).getByRole('button', { name: 'Let it in' }).click();

export type Choice = 'Recorded' | 'Live only';

/** The choice before the slider, and the band as it is proposed; answers when the practice begins. */
export async function consent(phone: Page, choice: Choice): Promise<void> {
	await phone.getByText(choice, { exact: true }).click();
	await phone.getByRole('button', { name: 'This is right' }).click();
}

/** Half a minute of practice, in which STOP goes the whole way; `answer` is the therapist's act. */
export async function practise(phone: Page, answer: () => Promise<void>): Promise<void> {
	await slideTo(phone, 0.4);
	await pressStop(phone);
	await seen(phone.getByText('STOP is on your therapist’s screen.', { exact: false }));
	await answer();
	await seen(phone.getByText('Your therapist answered.', { exact: false }).first());
	await phone.getByRole('button', { name: 'I am ready' }).click();
}

export const practiceBanner = (desk: Page) => desk.locator('[data-stop="practice"]');

export async function answerPractice(desk: Page): Promise<void> {
	await practiceBanner(desk).getByRole('button', { name: 'Answer' }).click();
}

/** From the QR's address to the live screen, without practice. */
export async function join(phone: Page, desk: Page, origin: string, ticket: string, choice: Choice): Promise<void> {
	await askToComeIn(phone, desk, origin, ticket);
	await letIn(desk);
	await consent(phone, choice);
	await phone.getByRole('button', { name: 'Skip' }).click();
}

/**
 * Moves a finger over the field until the rating stands at `to`, a share of the scale: from the middle, where the first
 * touch sets by height, and then by as much as is missing.
 */
export async function slideTo(phone: Page, to: number): Promise<void> {
	const box = await field(phone).boundingBox();
	if (!box) throw new Error('the slider is not there');
	const x = box.x + box.width / 2;
	const y = box.y + box.height / 2;
	await phone.mouse.move(x, y);
	await phone.mouse.down();
	const missing = to - Number(await ratingOf(phone)) / 10;
	await phone.mouse.move(x, y - box.height * missing, { steps: 8 });
	await phone.mouse.up();
}

const field = (phone: Page) => phone.locator('[role="presentation"]').first();

/** The rating as the phone has it, as it is written. */
export async function ratingOf(phone: Page): Promise<string> {
	return Number(await phone.locator('input[type="range"]').inputValue()).toFixed(1);
}

export const ratingPanel = (desk: Page) => desk.getByRole('region', { name: 'Rating' });

export const stopBar = (phone: Page) => phone.getByRole('button', { name: 'STOP', exact: true });

export async function pressStop(phone: Page): Promise<void> {
	const box = await stopBar(phone).boundingBox();
	if (!box) throw new Error('STOP is not there');
	await phone.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
	await phone.mouse.down();
	await phone.mouse.up();
}

export async function choosePoint(desk: Page, muscle: string, side: 'Left' | 'Right'): Promise<void> {
	const dialog = desk.getByRole('dialog');
	await dialog.getByRole('combobox').fill(muscle);
	await dialog.getByRole('option').first().click();
	await dialog.getByText(side, { exact: true }).click();
	await dialog.getByRole('button', { name: 'Take this point' }).click();
	await dialog.waitFor({ state: 'hidden' });
}

export const phases = (desk: Page) => desk.getByRole('region', { name: 'Phases' });

export async function nextPoint(desk: Page): Promise<void> {
	await phases(desk)
		.getByRole('button', { name: /^Next point/ })
		.click();
}

export type PhaseName = 'Locate' | 'Press' | 'Release' | 'Stretch' | 'Rest';

/** Goes to a phase and waits until the phone shows it. */
export async function enterPhase(desk: Page, phone: Page, phase: PhaseName): Promise<void> {
	await phases(desk)
		.getByRole('button', { name: new RegExp(`^${phase}`) })
		.click();
	await seesPhase(phone, phase);
}

export const seesPhase = (phone: Page, phase: PhaseName) => expect(phone.locator('.phase')).toContainText(phase);

/** Holds a button down until something is seen, as with a finger. */
export async function hold(page: Page, button: Locator, until: Locator): Promise<void> {
	const box = await button.boundingBox();
	if (!box) throw new Error('nothing to hold');
	await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
	await page.mouse.down();
	await seen(until);
	await page.mouse.up();
}

export const endButton = (desk: Page) => desk.getByRole('button', { name: 'End the session' });
export const endedScreen = (desk: Page) => desk.locator('[data-stage="ended"]');

/** What the phone says of its line, in its own words. */
export const lineOf = {
	sees: (phone: Page) => phone.getByText('Your therapist sees this.'),
	here: (phone: Page) => phone.getByText('Your therapist is here.'),
	notConnected: (phone: Page) => phone.getByText('Not connected: speak up if you need to.'),
} as const;

export type Said = UpFrameOf<'events'>['events'][number];

/** All events that a phone put on its wires, either road, by identity, whatever load of the page said them. */
export interface SaidLog {
	events(): ReadonlyMap<string, Said>;
	/** A packet of the live line as it was sent. */
	takePacket(text: string): void;
	/** The body of a request on the second road. */
	takeBody(body: SecondRoadBody): void;
}

interface SecondRoadBody {
	readonly frames: readonly UpFrame[];
}
export const isSecondRoad = (path: string): boolean => path.endsWith('/api/live/say');

export function watchSaid(context: BrowserContext): SaidLog {
	const said = new Map<string, Said>();
	const take = (frame: UpFrame) => {
		if (frame.t !== 'events') return;
		for (const event of frame.events) said.set(`${frame.writer}.${frame.lane}.${event.n}`, event);
	};
	const takePacket = (text: string) => {
		if (text.startsWith('42["up",')) take(JSON.parse(text.slice(2))[1] as UpFrame);
	};
	const takeBody = ({ frames }: SecondRoadBody) => frames.forEach(take);
	context.on('request', (request) => {
		if (isSecondRoad(request.url())) takeBody(request.postDataJSON() as SecondRoadBody);
	});
	context.on('page', (page) => {
		page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => takePacket(payload.toString())));
	});
	return { events: () => said, takePacket, takeBody };
}

/** What a page sends as it closes nobody sees who watches it in the browser; the wire does. */
export const readInto = (said: SaidLog) =>
	createUpReader({
		onPacket: said.takePacket,
		onBody: (path, body) => isSecondRoad(path) && said.takeBody(JSON.parse(body)),
	});

/** The JSON behind the timeline, as the clinic page reads it. */
export async function readRecord(page: Page, session: string): Promise<SessionAnswer> {
	const response = await page.request.get(`${new URL(page.url()).origin}/api/sessions/${session}`);
	if (!response.ok()) throw new Error(`the record answered ${response.status()}`);
	const { flow = [], ...answer } = (await response.json()) as SessionAnswer;
	return { ...answer, events: [...answer.events, ...unpackFlow(flow)] };
}

/** What must be equal on both sides: everything but when it arrived and by which seat. */
interface Compared {
	readonly n: number;
	readonly at: number;
	readonly practice?: true | undefined;
	readonly of?: unknown;
	readonly body: unknown;
}
const compared = ({ n, at, practice, of, body }: Compared): Compared => ({
	n,
	at,
	body,
	...(practice && { practice }),
	...(of !== undefined && { of }),
});

/** What the phone said, and what the record has of it, by identity: the two are to be equal. */
export function bothSides(
	said: SaidLog,
	record: SessionAnswer,
): { readonly said: Readonly<Record<string, Compared>>; readonly recorded: Readonly<Record<string, Compared>> } {
	const own = record.events.filter(({ seat }) => seat === 'client');
	return {
		said: Object.fromEntries([...said.events()].map(([key, event]) => [key, compared(event)])),
		recorded: Object.fromEntries(own.map((event) => [`${event.writer}.${event.lane}.${event.n}`, compared(event)])),
	};
}

/** Says yes or no to who asks to follow: a touch counts only after a pause, so it is made again until the question is gone. */
export async function answerFollower(phone: Page, word: 'Let them follow' | 'No'): Promise<void> {
	const answer = phone.getByRole('button', { name: word, exact: true });
	await expect(async () => {
		await answer.click();
		await expect(answer).toBeHidden({ timeout: 500 });
	}).toPass({ intervals: [1_500], timeout: 20_000 });
}
