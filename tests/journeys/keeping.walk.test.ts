import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { expect as expectSeen } from 'playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SessionListAnswer } from '../../shared/http-api.ts';
import { launchChromium } from '../../tools/chromium.ts';
import { type ClinicCalls, signInToClinic } from '../../tools/wire/clinic-calls.ts';
import { tabTo } from '../harness/by-keys.ts';
import { hold, setUpClinic, signIn } from '../harness/journey.ts';
import { createLooker } from '../harness/look.ts';
import { addManyRecords, MANY, makeDue, manyName } from '../harness/many-records.ts';
import { type RealServer, startRealServer } from '../harness/real-server.ts';
import { recordOne } from '../harness/recorded-session.ts';
import { runTool } from '../harness/run-tool.ts';
import { filesHolding } from '../harness/store-bytes.ts';
import { parseCsv } from '../server/export/parse-csv.ts';

const SIZE = { width: 1280, height: 860 };

describe('a clinic answers for what it keeps', () => {
	const looker = createLooker();
	const faults: string[] = [];
	const shelf = mkdtempSync(join(tmpdir(), 'palpate-shelf-'));
	const file = join(shelf, 'palpate.backup');
	let browser: Awaited<ReturnType<typeof launchChromium>>;
	let server: RealServer;
	let restored: RealServer | undefined;
	let page: Page;
	let calls: ClinicCalls;
	let heron = { session: '', client: '' };
	let egret = { session: '', client: '' };

	const openDesk = async (): Promise<Page> => {
		const context = await browser.newContext({ viewport: SIZE, reducedMotion: 'reduce', acceptDownloads: true });
		context.setDefaultTimeout(30_000);
		const desk = await context.newPage();
		desk.on('pageerror', (fault) => faults.push(fault.message));
		desk.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
		return desk;
	};
	const open = (view: string) => page.getByRole('navigation').getByRole('link', { name: view, exact: true }).click();

	beforeAll(async () => {
		[server, browser] = await Promise.all([startRealServer(), launchChromium()]);
		page = await openDesk();
		await setUpClinic(page, server);
		calls = await signInToClinic(server.origin);
		heron = await recordOne(server.port, calls, 'Blue Heron');
		egret = await recordOne(server.port, calls, 'Grey Egret');
	}, 120_000);
	afterAll(async () => {
		await browser?.close();
		await server?.remove();
		await restored?.remove();
		rmSync(shelf, { recursive: true, force: true });
	});

	test('LOGPAGE4 LOGPAGE1 the owner reads the log and sees the own reading in it', async () => {
		await page.goto(`${server.origin}/clinic#s=${heron.session}`);
		await page.getByRole('heading', { name: 'Blue Heron' }).waitFor();
		expect((await fetch(`${server.origin}/api/sessions/${heron.session}`)).status).toBe(401);
		await open('Access log');
		const entry = page.getByRole('listitem').filter({ hasText: 'Owner Example (owner) read a session' }).first();
		await expectSeen(entry).toContainText('Blue Heron');
		await looker.look(page, 'access log');
		await entry.getByRole('button', { name: 'Only entries about Blue Heron' }).click();
		await expectSeen(page.getByText('Only: Blue Heron')).toBeVisible();
		await expectSeen(page.getByRole('listitem').filter({ hasText: 'Grey Egret' })).toHaveCount(0);
		await page.getByRole('button', { name: 'Show all' }).click();
		await expectSeen(page.getByRole('listitem').filter({ hasText: 'Grey Egret' }).first()).toBeVisible();
		await page.getByLabel('Who').selectOption('Owner Example');
		await expectSeen(page.getByRole('listitem').first()).toContainText('Owner Example');
	});

	test('LOGPAGE4 LOGPAGE3 the log is taken as a file, checked, and checked against the line that was kept', async () => {
		const download = page.waitForEvent('download');
		await page.getByRole('link', { name: 'Download CSV' }).click();
		const rows = parseCsv(readFileSync(await (await download).path(), 'utf8').replaceAll(/^#.*\r\n/gm, ''));
		expect(rows.some((row) => row.includes('session-read') && row.includes(heron.session))).toBe(true);
		await page.getByText('Check the log').click();
		await page.getByRole('button', { name: 'Check now' }).click();
		await expectSeen(page.getByText(/entries are as they were written/)).toBeVisible();
		await looker.look(page, 'log is whole');
		const kept = await page.getByLabel('The end of the log, to keep').inputValue();
		expect(kept).toBe(`${rows.at(-1)?.[0]} ${rows.at(-1)?.at(-1)}`);
		const line = page.getByLabel('A line you kept (if you have one)');
		await line.fill('somewhere');
		await page.getByRole('button', { name: 'Check now' }).click();
		await expectSeen(page.getByText('This is not such a line.', { exact: false })).toBeVisible();
		await line.fill(kept);
		await page.getByRole('button', { name: 'Check now' }).click();
		await expectSeen(page.getByText('The line you kept stands among them.')).toBeVisible();
		await line.fill(kept.replace(/.$/, (sign) => (sign === '0' ? '1' : '0')));
		await page.getByRole('button', { name: 'Check now' }).click();
		await expectSeen(page.getByText(`Entry ${rows.at(-1)?.[0]} is not as it was written.`)).toBeVisible();
		await looker.look(page, 'log is not whole');
	});

	test('SETPAGE1 SETPAGE3 the retention rule is set, and consent words put in force', async () => {
		await open('Settings');
		await page.getByLabel('After the last session').selectOption({ label: '8 years (asked by CNHC (UK))' });
		await page.getByLabel('Whoever was a minor then').selectOption({ index: 2 });
		await page.getByText('Erase by itself what is due').click();
		await expectSeen(page.getByText('the server begins to erase for good', { exact: false })).toBeVisible();
		await looker.look(page, 'settings, not saved');
		await page.getByText('Erase by itself what is due').click();
		await page.getByText('All clients of the clinic').click();
		await page.getByRole('button', { name: 'Save' }).click();
		await expectSeen(page.getByText('Saved.')).toBeVisible();
		await expectSeen(page.getByText('Nothing is due.')).toBeVisible();
		for (const [version, words] of [
			[1, 'We keep your ratings.'],
			[2, 'We keep your ratings for eight years.'],
		] as const) {
			await page.getByRole('button', { name: 'Write new words: Recording the session' }).click();
			await page.getByRole('textbox', { name: 'Words' }).fill(words);
			if (version === 1) await looker.look(page, 'writing consent words');
			await page.getByRole('button', { name: 'Put in force' }).click();
			await expectSeen(page.getByText(`Version ${version} is in force.`)).toBeVisible();
		}
		await page.getByText('1 earlier version').click();
		await expectSeen(page.getByText('We keep your ratings.', { exact: true })).toBeVisible();
		await looker.look(page, 'settings');
		await page.reload();
		await expectSeen(page.getByLabel('After the last session')).toHaveValue('8');
		await expectSeen(page.getByText('We keep your ratings for eight years.')).toBeVisible();
	});

	test('KEYPAGE1 KEYPAGE2 a key is made by keyboard, reads over HTTP, and is refused once it is revoked', async () => {
		await open('Keys');
		await page.getByText('No key yet.').waitFor();
		await looker.look(page, 'no key yet');
		await page.reload();
		await page.getByText('No key yet.').waitFor();
		await tabTo(page, page.getByLabel('What is it for?'));
		await page.keyboard.type('Statistics');
		await page.keyboard.press('Enter');
		await page.getByText('Choose at least one.').waitFor();
		expect(
			await page.getByRole('checkbox', { name: /^Sessions/ }).evaluate((box) => box === document.activeElement),
		).toBe(true);
		await page.keyboard.press('Space');
		await tabTo(page, page.getByRole('button', { name: 'Make the key' }));
		await page.keyboard.press('Enter');
		await page.getByRole('heading', { name: 'The key “Statistics” is ready.' }).waitFor();
		await looker.look(page, 'the key, shown once');
		const token = await page.getByLabel('The key', { exact: true }).inputValue();
		const read = () =>
			fetch(`${server.origin}/api/v1/sessions`, {
				method: 'POST',
				headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
				body: '{}',
			});
		const { sessions } = (await (await read()).json()) as SessionListAnswer;
		expect(sessions.map(({ session }) => session).sort()).toEqual([heron.session, egret.session].sort());
		await tabTo(page, page.getByRole('button', { name: 'I have it' }));
		await page.keyboard.press('Enter');
		expect(await page.content()).not.toContain(token);
		await page.getByRole('button', { name: 'Revoke “Statistics”' }).focus();
		await page.keyboard.press('Enter');
		await looker.look(page, 'revoking a key');
		await tabTo(page, page.getByRole('button', { name: 'Revoke it' }));
		await page.keyboard.press('Enter');
		await page.getByText(/^Revoked \w/).waitFor();
		const refused = await read();
		expect([refused.status, await refused.json()]).toEqual([401, { error: 'wrong_key' }]);
		await looker.look(page, 'keys');
		await open('Access log');
		await expectSeen(page.getByText('Key “Statistics”').first()).toBeVisible();
	});

	test('KEYPAGE3 how a program uses a key is one link away, as the document says it', async () => {
		await open('Keys');
		const address = await page.getByRole('link', { name: 'How a program uses it' }).getAttribute('href');
		const answer = await fetch(new URL(String(address), server.origin));
		expect(answer.headers.get('content-type')).toContain('text/plain');
		expect(await answer.text()).toBe(readFileSync(join(import.meta.dirname, '../../docs/API.md'), 'utf8'));
	});

	test('BACK5 a backup made while the server runs is restored into a fresh folder, and what was erased since stays erased', async () => {
		const made = await runTool('backup', server.dataDir, [file]);
		expect([made.code, made.text]).toEqual([0, expect.stringContaining('holds everything up to')]);
		expect((await calls.ask('POST', `/api/clients/${egret.client}/erase`)).status).toBe(200);
		await server.stop('SIGTERM');
		const fresh = await startRealServer();
		restored = fresh;
		await fresh.stop('SIGTERM');
		rmSync(fresh.dataDir, { recursive: true });
		const put = await runTool('restore', fresh.dataDir, [file, join(server.dataDir, 'erased.jsonl')]);
		expect([put.code, put.text]).toEqual([0, expect.stringContaining('erased again')]);
		expect(filesHolding(fresh.dataDir, 'Grey Egret')).toEqual([]);
		await fresh.start();
		page = await openDesk();
		await page.goto(`${fresh.origin}/clinic`);
		await signIn(page);
		await page.getByRole('link', { name: /Blue Heron/ }).waitFor();
		expect(await page.getByText('Grey Egret').count()).toBe(0);
		await page.getByRole('link', { name: /Blue Heron/ }).click();
		await page.getByRole('heading', { name: 'Blue Heron' }).waitFor();
		await page.getByRole('listitem').getByText('quiet note of Blue Heron').waitFor();
		await open('Access log');
		await page.getByText('was restored from a backup').waitFor();
		await page.getByText('Check the log').click();
		await page.getByRole('button', { name: 'Check now' }).click();
		await expectSeen(page.getByText(/entries are as they were written/)).toBeVisible();
	});

	test('SETPAGE2 MANY1 of 10,000 sessions and clients the pages open, search and go on, and what is due is shown and erased', async () => {
		const old = Date.now() - 9 * 365.25 * 24 * 60 * 60 * 1_000;
		await restored?.stop('SIGTERM');
		addManyRecords(restored?.dataDir ?? '', Date.now());
		const due = makeDue(restored?.dataDir ?? '', old);
		await restored?.start();
		await page.goto(`${restored?.origin}/clinic`);
		await page.getByRole('link', { name: new RegExp(manyName(MANY - 1)) }).waitFor();
		await page.getByRole('button', { name: 'Earlier sessions' }).click();
		await page.getByRole('link', { name: new RegExp(manyName(MANY - 60)) }).waitFor();
		await page.getByRole('searchbox').fill(manyName(42).toLowerCase());
		await page.getByRole('link', { name: new RegExp(manyName(42)) }).waitFor();
		await open('Settings');
		await expectSeen(page.getByText('Legal hold: stays')).toBeVisible();
		await looker.look(page, 'what is due');
		const erase = page.getByRole('button', { name: 'Erase 1 that is due' });
		await erase.scrollIntoViewIfNeeded();
		await hold(page, erase, page.getByText('Erased for good: 1 client, 0 sessions without a client.'));
		await expectSeen(page.getByText(due.free)).toHaveCount(0);
		expect(await page.getByText(due.held).count()).toBe(1);
	});

	test('LOOK1 LOOK2 nothing went wrong in any page, and every state looked at is in order', () => {
		// Signed out, gone, and asked of a server that was stopped to be restored.
		expect(faults.filter((fault) => !/status of (401|404)|ERR_CONNECTION_REFUSED/.test(fault))).toEqual([]);
		expect(looker.faults).toEqual([]);
	});
});
