import { join as joinPath } from 'node:path';
import Database from 'better-sqlite3';
import type { BrowserContext, Page } from 'playwright';
import { expect as expectSeen } from 'playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { press, tabTo } from '../harness/by-keys.ts';
import {
	askToComeIn,
	choosePoint,
	endButton,
	endedScreen,
	enterPhase,
	hold,
	letIn,
	OWNER,
	setUpClinic,
	slideTo,
} from '../harness/journey.ts';
import { createLooker } from '../harness/look.ts';
import { openRoom, type Room } from '../harness/room.ts';
import { filesHolding } from '../harness/store-bytes.ts';

/** In no other word of the product, so that finding it means finding the client. */
const NAME = 'Quillwort Zephyrine';
const FORMER = 'Zephyrine Twice';
const REASON = '<img src=x onerror="globalThis.ran=1"> marshpurslane';
const GOAL = '"><script>globalThis.ran=1</script> bogrosemary';
const MANY = 10_000;

describe('one client’s whole way', () => {
	const looker = createLooker();
	let room: Room;
	let client = '';
	let second = '';

	beforeAll(async () => {
		room = await openRoom({ phoneOrigin: 'secure' });
		await setUpClinic(room.desk, room.server);
	});
	afterAll(() => room?.close());

	const idIn = (page: Page) => /#[cs]=([\w-]{22})$/.exec(page.url())?.[1] ?? '';
	const openDirectory = async (page: Page) => {
		await page.goto(`${room.server.origin}/clinic#clients`);
		await page.getByRole('heading', { name: 'Clients' }).waitFor();
	};
	/** Opens a record; where cautions are in force, by seeing them. */
	const openRecord = async (page: Page, id: string) => {
		await page.goto(`${room.server.origin}/clinic#c=${id}`);
		const seen = page.getByRole('button', { name: 'I have seen them' });
		const whole = page.getByRole('heading', { name: 'Treatment plan' });
		await seen.or(whole).waitFor();
		if (await seen.isVisible()) await seen.click();
		await whole.waitFor();
	};
	const part = (page: Page, title: string) => page.getByRole('region', { name: title, exact: true });
	const ranNothing = async (page: Page) =>
		expect(await page.evaluate(() => (globalThis as { ran?: number }).ran)).toBeUndefined();

	/** Chooses the known client on the therapist page and waits for what the record says. */
	const choose = async (desk: Page) => {
		await desk.goto(`${room.server.origin}/therapist`);
		await desk.getByRole('combobox', { name: 'For whom?' }).fill('quill');
		await desk.getByRole('option', { name: NAME }).click();
		await desk.getByText('Cautions in force').waitFor();
	};
	const start = async (desk: Page, phone: Page) => {
		const answered = desk.waitForResponse((response) => response.url().endsWith('/code'));
		await desk.getByRole('button', { name: 'Start the session' }).click();
		const { joinUrls } = (await (await answered).json()) as { joinUrls: readonly string[] };
		await askToComeIn(phone, desk, room.phoneOrigin, new URL(joinUrls[0] ?? '').hash);
		await letIn(desk);
	};
	const work = async (desk: Page, phone: Page) => {
		await choosePoint(desk, 'infra', 'Right');
		await enterPhase(desk, phone, 'Press');
		await slideTo(phone, 0.5);
		await slideTo(phone, 0.3);
	};
	const finish = async (desk: Page, phone: Page) => {
		await hold(desk, endButton(desk), endedScreen(desk));
		await phone.getByRole('button', { name: 'Done' }).click();
		await desk.getByRole('button', { name: 'Done' }).click();
		await desk.getByRole('heading', { name: 'A new session' }).waitFor();
		await phone.getByRole('button', { name: 'Ready for the next client' }).click();
	};

	test('CLIENT11 CLIENT8 a client is registered by keyboard alone, and the record opens behind the cautions', async () => {
		const { desk } = room;
		await openDirectory(desk);
		await desk.getByText('No client yet.').waitFor();
		await looker.look(desk, 'no client yet');
		await press(desk, desk.getByRole('button', { name: 'Register a client' }));
		const dialog = desk.getByRole('dialog');
		await press(desk, dialog.getByRole('button', { name: 'Register' }));
		await dialog.getByText('This is still empty.').waitFor();
		await expectSeen(dialog.getByLabel('Name or pseudonym')).toBeFocused();
		await desk.keyboard.type(NAME);
		await tabTo(desk, dialog.getByLabel('This is a pseudonym'));
		await desk.keyboard.press('Space');
		await tabTo(desk, dialog.getByLabel('Year of birth'));
		await desk.keyboard.type('1980');
		await tabTo(desk, dialog.getByLabel('Reason for coming'));
		await desk.keyboard.type(REASON);
		await tabTo(desk, dialog.getByLabel('Therapist'));
		await desk.keyboard.press('ArrowDown');
		for (const caution of ['Deep vein thrombosis or pulmonary embolism', 'Open wound', 'Takes an anticoagulant']) {
			await tabTo(desk, dialog.getByLabel(caution));
			await desk.keyboard.press('Space');
		}
		await looker.look(desk, 'intake');
		await press(desk, dialog.getByRole('button', { name: 'Register' }));
		await desk.getByRole('heading', { name: `Before you open the record of ${NAME}` }).waitFor();
		await expectSeen(desk.getByText('marshpurslane')).toBeHidden();
		await looker.look(desk, 'cautions before the record');
		client = idIn(desk);
		await press(desk, desk.getByRole('button', { name: 'I have seen them' }));
		await expectSeen(desk.getByText(REASON)).toBeVisible();
		await ranNothing(desk);
		await desk.reload();
		await desk.getByRole('button', { name: 'I have seen them' }).waitFor();
	});

	test('CLIENT1 CONSENT2 a plan, consent at the desk in the words in force, and cautions are entered', async () => {
		const { desk } = room;
		await openRecord(desk, client);
		await desk.getByRole('button', { name: 'Write a plan' }).click();
		await desk.getByRole('dialog').getByLabel('Goal').fill(GOAL);
		await desk.getByRole('dialog').getByLabel('Look at it again on').fill('2027-01-31');
		await desk.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
		await expectSeen(part(desk, 'Treatment plan')).toContainText(GOAL);
		await expectSeen(part(desk, 'Treatment plan')).toContainText('January 31, 2027');
		await desk.getByRole('button', { name: 'Give: Use for teaching' }).click();
		await expectSeen(desk.getByRole('dialog').locator('blockquote')).toContainText('for teaching');
		await looker.look(desk, 'consent given');
		await desk.getByRole('button', { name: 'The client agrees' }).click();
		await expectSeen(part(desk, 'Consent')).toContainText(`at the desk, entered by ${OWNER.name}`);
		await desk.getByRole('button', { name: 'Withdraw: Use for teaching' }).click();
		await desk.getByRole('button', { name: 'The client withdraws' }).click();
		await part(desk, 'Consent').getByText('Every giving and withdrawing').click();
		await expectSeen(part(desk, 'Consent').locator('ol > li')).toHaveCount(2);
		await desk.getByRole('button', { name: 'Change the cautions' }).click();
		await desk.getByRole('dialog').getByLabel('Deep vein thrombosis or pulmonary embolism').uncheck();
		await desk.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
		await expectSeen(part(desk, 'Cautions')).not.toContainText('thrombosis');
		await ranNothing(desk);
		await looker.look(desk, 'a record');
	});

	test('CLIENT8 CLIENT10 a session starts once the cautions were seen, with what was taken today', async () => {
		const { desk, phone } = room;
		await choose(desk);
		await expectSeen(desk.getByText('None yet.')).toBeVisible();
		await desk.getByRole('button', { name: 'Start the session' }).click();
		await desk.getByText('Look at the cautions first').waitFor();
		await desk.getByLabel('I have seen the cautions').check();
		await desk.getByLabel('Painkiller').check();
		await looker.look(desk, 'before a session');
		await start(desk, phone);
		await phone.getByText('Recorded', { exact: true }).click();
		await expectSeen(phone.getByText('This is where you stayed last time.')).toBeHidden();
		for (let i = 0; i < 2; i += 1) await phone.getByRole('button', { name: 'Never above: less' }).click();
		await phone.getByRole('button', { name: 'This is right' }).click();
		await phone.getByRole('button', { name: 'Skip' }).click();
		await work(desk, phone);
		await finish(desk, phone);
	});

	test('CLIENT4 CLIENT12 its ratings are hatched and said to be so, and the band stands for next time', async () => {
		const { desk } = room;
		await openRecord(desk, client);
		await expectSeen(part(desk, 'Band and edge of last time')).toContainText('never above 6.0');
		await expectSeen(desk.getByLabel('Painkiller')).toBeChecked();
		await part(desk, 'Sessions').getByRole('link').click();
		await desk.getByText('Taken that day: Painkiller.', { exact: false }).waitFor();
		await expectSeen(desk.locator('path.masked').first()).toBeAttached();
		await looker.look(desk, 'hatched ratings');
	});

	test('CLIENT9 the phone begins with the band of last time; CONSENT3 withdrawn in mid-session, the record shows it and asks', async () => {
		const { desk, phone } = room;
		await choose(desk);
		await expectSeen(desk.getByText('never above 6.0', { exact: false })).toBeVisible();
		await desk.getByLabel('I have seen the cautions').check();
		await start(desk, phone);
		await phone.getByText('Recorded', { exact: true }).click();
		await phone.getByText('This is where you stayed last time.').waitFor();
		await looker.look(phone, 'band of last time', ['phone']);
		await phone.getByRole('button', { name: 'This is right' }).click();
		await phone.getByRole('button', { name: 'Skip' }).click();
		await work(desk, phone);
		await phone.getByText('Being recorded.').first().waitFor();
		await phone.getByRole('button', { name: 'Menu' }).click();
		await phone.getByText('Stop recording', { exact: true }).click();
		await phone.getByRole('button', { name: 'Keep it' }).click();
		await finish(desk, phone);
		await openRecord(desk, client);
		await expectSeen(part(desk, 'Consent')).toContainText('chosen in a session');
		await expectSeen(desk.getByRole('button', { name: 'Ask about deleting what was recorded' })).toBeVisible();
		await part(desk, 'Sessions').getByRole('link').first().click();
		await desk.getByText('The client withdrew. What was recorded until then is shown.').waitFor();
		await desk.getByRole('button', { name: 'Delete what was recorded' }).click();
		await desk.getByRole('dialog').getByRole('button', { name: 'Delete it' }).click();
		await desk.getByRole('heading', { name: 'Sessions' }).waitFor();
		await openRecord(desk, client);
		await expectSeen(part(desk, 'Sessions').getByRole('link')).toHaveCount(1);
	});

	test('CLIENT6 another’s session is moved to the right record, and two records become one, each with its trace', async () => {
		const { desk, server } = room;
		await desk.goto(`${server.origin}/therapist`);
		await desk.getByRole('combobox', { name: 'For whom?' }).fill('Somebody Else');
		await desk.getByRole('button', { name: 'Start the session' }).click();
		await desk.getByRole('button', { name: 'Go on without a phone' }).click();
		await choosePoint(desk, 'soleus', 'Left');
		await desk.getByRole('button', { name: 'Said aloud' }).click();
		await desk.getByRole('dialog').getByRole('button', { name: 'Recorded', exact: true }).click();
		await desk.keyboard.press('Escape');
		await hold(desk, endButton(desk), endedScreen(desk));
		await desk.getByRole('button', { name: 'Done' }).click();
		await desk.goto(`${server.origin}/clinic#diary`);
		await desk.getByRole('link', { name: 'Somebody Else' }).click();
		await desk.getByRole('button', { name: 'Correct the client' }).click();
		await desk.getByRole('dialog').getByLabel('Client').fill('quill');
		await desk.getByRole('dialog').getByRole('radio', { name: NAME, exact: true }).check();
		await desk.getByRole('button', { name: 'Move it there' }).click();
		await desk.getByRole('heading', { name: NAME }).waitFor();
		await openDirectory(desk);
		await desk.getByRole('button', { name: 'Register a client' }).click();
		await desk.getByLabel('Name or pseudonym').fill(FORMER);
		await desk.getByRole('dialog').getByRole('button', { name: 'Register' }).click();
		await desk.getByRole('heading', { name: FORMER }).waitFor();
		second = idIn(desk);
		await desk.getByRole('button', { name: 'Merge into another record' }).click();
		await desk.getByLabel('Into which record?').fill('quill');
		await desk.getByRole('dialog').getByRole('radio', { name: NAME }).check();
		await desk.getByText(`${FORMER} becomes a part of ${NAME}.`, { exact: false }).waitFor();
		await looker.look(desk, 'merging');
		await desk.getByRole('button', { name: 'Merge them' }).click();
		await desk.getByRole('button', { name: 'I have seen them' }).click();
		const traces = part(desk, 'What happened to this record');
		await expectSeen(traces).toContainText('A session came from another record');
		await expectSeen(traces).toContainText('Another record was merged into this one');
		await expectSeen(traces).toContainText(FORMER);
		await desk.goto(`${server.origin}/clinic#c=${second}`);
		await desk.getByText('This record can’t be shown.').waitFor();
		await openDirectory(desk);
		await desk.getByLabel('Find a client').fill('twice');
		await expectSeen(desk.getByRole('main').getByRole('listitem')).toHaveCount(1);
		await expectSeen(desk.getByRole('main').getByRole('listitem')).toContainText(NAME);
		await looker.look(desk, 'directory');
	});

	test('CLIENT14 the front desk finds people and is shown no record', async () => {
		const { desk, server, browser } = room;
		const invited = await desk.request.post(`${server.origin}/api/invitations`, {
			data: { email: 'front@example.org', role: 'desk' },
		});
		const { link } = (await invited.json()) as { link: string };
		const front: BrowserContext = await browser.newContext({ viewport: { width: 1280, height: 860 } });
		const token = /([\w-]{22})$/.exec(link)?.[1];
		const accepted = await front.request.post(`${server.origin}/api/invitation/accept`, {
			data: { token, name: 'Front Example', password: 'nine quiet herons' },
		});
		expect(accepted.ok()).toBe(true);
		const page = await front.newPage();
		await openDirectory(page);
		await expectSeen(page.getByRole('main').getByRole('listitem')).toHaveCount(1);
		await expectSeen(page.getByRole('main').getByRole('listitem').getByRole('link')).toHaveCount(0);
		await looker.look(page, 'the front desk’s directory');
		await page.goto(`${server.origin}/clinic#c=${client}`);
		await page.getByText('This record can’t be shown.').waitFor();
		await looker.look(page, 'no record for the front desk');
		const shown = await page.content();
		for (const canary of ['marshpurslane', 'bogrosemary', 'anticoagulant']) expect(shown).not.toContain(canary);
		await front.close();
	});

	test('CLIENT11 a directory of 10,000 is opened, searched and read on', async () => {
		const { desk, server } = room;
		await server.stop('SIGTERM');
		const db = new Database(joinPath(server.dataDir, 'clinic.db'));
		const { clinic } = db.prepare('select clinic from client limit 1').get() as { clinic: string };
		const insert = db.prepare('insert into client (id, clinic, name, searchName, createdAt) values (?, ?, ?, ?, 1)');
		db.transaction(() => {
			for (let i = 0; i < MANY; i += 1) {
				const name = `Client ${String(i).padStart(5, '0')}`;
				insert.run(`many-${String(i).padStart(16, '0')}x`, clinic, name, name.toLowerCase());
			}
		})();
		db.close();
		await server.start();
		await openDirectory(desk);
		await desk.reload();
		const rows = desk.getByRole('main').getByRole('listitem');
		await expectSeen(rows).toHaveCount(50);
		await desk.getByRole('button', { name: 'Further clients' }).click();
		await expectSeen(rows).toHaveCount(100);
		await desk.getByLabel('Find a client').fill('client 0777');
		await expectSeen(rows).toHaveCount(10);
		await desk.getByLabel('Find a client').fill('ephyr');
		await expectSeen(rows).toHaveCount(1);
		expect(desk.url()).not.toContain('ephyr');
	});

	test('CLIENT13 ERASE1 a record under a legal hold stays; then it is held down to erase, and nothing of it is in the store’s bytes', async () => {
		const { desk, server } = room;
		await openRecord(desk, client);
		await desk.getByRole('button', { name: 'Put a legal hold on it' }).click();
		await desk.getByRole('dialog').getByLabel('Why').fill('A letter of the insurer');
		await desk.getByRole('button', { name: 'Hold the record' }).click();
		await desk.getByText('A letter of the insurer', { exact: false }).waitFor();
		const keeping = part(desk, 'The record as a whole');
		await keeping.getByRole('button', { name: 'Erase' }).click();
		const dialog = desk.getByRole('dialog');
		const erase = dialog.getByRole('button', { name: 'Hold to erase' });
		await hold(desk, erase, desk.getByText('A legal hold stands on this record.'));
		await looker.look(desk, 'a held record is not erased');
		await dialog.getByRole('button', { name: 'Keep it' }).click();
		await keeping.getByRole('button', { name: 'Lift the legal hold' }).click();
		await keeping.getByRole('button', { name: 'Put a legal hold on it' }).waitFor();
		expect(filesHolding(server.dataDir, 'Zephyrine').length).toBeGreaterThan(0);
		await keeping.getByRole('button', { name: 'Erase' }).click();
		await hold(desk, erase, desk.getByRole('heading', { name: 'Clients' }));
		await desk.goto(`${server.origin}/clinic#c=${client}`);
		await desk.getByText('This record can’t be shown.').waitFor();
		await server.stop('SIGTERM');
		for (const canary of ['Quillwort', 'Zephyrine', 'marshpurslane', 'bogrosemary']) {
			expect([canary, filesHolding(server.dataDir, canary)]).toEqual([canary, []]);
			expect([canary, server.printed().includes(canary)]).toEqual([canary, false]);
		}
	});

	test('LOOK1 LOOK2 axe finds nothing on what was looked at, and nothing runs out sideways', () => {
		expect(looker.faults).toEqual([]);
	});
});
