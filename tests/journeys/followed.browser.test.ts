import type { APIRequestContext } from 'playwright';
import { expect as expectSeen } from 'playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type NodeSession, openNodeSession } from '../../tools/simulated/node-session.ts';
import {
	answerFollower,
	join,
	pressStop,
	ratingOf,
	setUpClinic,
	slideTo,
	startSession,
	stopBar,
} from '../harness/journey.ts';
import { createLooker } from '../harness/look.ts';
import { openRoom, type Room } from '../harness/room.ts';
import { waitFor } from '../harness/wait-for.ts';

const OLGA = 'Olga <i>Example</i> אולגה';
const OTTO = 'Otto Example';

describe('a session that is followed', () => {
	const looker = createLooker();
	const lines: NodeSession[] = [];
	let room: Room;
	let session = '';

	const post = async (request: APIRequestContext, path: string, data: object = {}) => {
		const answer = await request.post(`${room.server.origin}/api${path}`, { data });
		return (await answer.json()) as Record<string, string>;
	};
	/** Another owner of the clinic, signed in. */
	const addOwner = async (name: string) => {
		const email = `${name.slice(0, 4).toLowerCase()}@example.org`;
		const { link } = await post(room.deskContext.request, '/invitations', { email, role: 'owner' });
		const { request } = await room.browser.newContext();
		await post(request, '/invitation/accept', {
			token: String(link).split('=')[1],
			name,
			password: 'nine quiet herons',
		});
		return request;
	};
	/** Asks to follow, as the clinic page does. */
	const follow = async (request: APIRequestContext) => {
		const { token, seat } = await post(request, `/sessions/${session}/seat`);
		expect(seat).toBe('observer');
		const line = openNodeSession(
			{ origin: room.server.origin, seat: 'observer', token: String(token) },
			() => () => undefined,
		);
		lines.push(line);
		return line.link;
	};
	const question = (name: string) => room.phone.getByRole('heading', { name: new RegExp(`${name}.* asks to follow`) });
	/** A thumb that was about to touch something else comes down on the yes as it appears. */
	const tapAsItAppears = () =>
		room.phone.evaluate(() => {
			const watch = new MutationObserver(() => {
				const yes = [...document.querySelectorAll('button')].find((button) =>
					button.innerText.includes('Let them follow'),
				);
				if (!yes) return;
				watch.disconnect();
				for (const type of ['pointerdown', 'pointerup']) yes.dispatchEvent(new PointerEvent(type, { bubbles: true }));
				yes.click();
				document.documentElement.dataset.tapped = 'yes';
			});
			watch.observe(document.body, { childList: true, subtree: true });
		});
	const followed = () => room.phone.locator('.followed');

	beforeAll(async () => {
		room = await openRoom({ phoneOrigin: 'secure' });
		const { desk, phone, phoneOrigin, server } = room;
		await setUpClinic(desk, server);
		await desk.goto(`${server.origin}/therapist`);
		const started = await startSession(desk, 'Client Amber');
		session = started.session;
		await join(phone, desk, phoneOrigin, started.ticket, 'Recorded');
		await desk.keyboard.press('Escape');
	});
	afterAll(async () => {
		for (const line of lines) line.close();
		await room?.close();
	});

	test('OBSERVE9 the phone asks by name, above a STOP that stays, and nothing is seen until the client says yes', async () => {
		const { phone, desk } = room;
		await slideTo(phone, 0.5);
		const place = await stopBar(phone).boundingBox();
		await tapAsItAppears();
		const link = await follow(await addOwner(OLGA));
		await expectSeen(phone.locator('html[data-tapped]')).toBeAttached();
		await expectSeen(question('Olga')).toBeVisible();
		expect(await question('Olga').textContent()).toContain(OLGA);
		await expectSeen(phone.getByText('They would see your ratings and signals', { exact: false })).toBeVisible();
		expect(await stopBar(phone).boundingBox()).toEqual(place);
		expect(link.view().line).toEqual({ is: 'waiting', words: OLGA });
		expect(link.view().log.size()).toBe(0);
		await looker.look(phone, 'phone, somebody asks to follow', ['phone']);
		await answerFollower(phone, 'Let them follow');
		await waitFor(() => expect(link.view().state.samples.at(-1)?.value).toBeGreaterThan(0));
		await expectSeen(followed()).toContainText('is following');
		await expectSeen(desk.locator('[data-line="following"]')).toContainText(OLGA);
		await looker.look(phone, 'phone, followed', ['phone']);
		await looker.look(desk, 'desk, followed');
		expect(Number(await ratingOf(phone)) * 10).toBe(link.view().state.samples.at(-1)?.value);
	});

	test('OBSERVE9 OBSERVE5 who follows stands there all the time: at a STOP, in the menu, after a reload and a restart', async () => {
		const { phone, desk, server } = room;
		await pressStop(phone);
		await expectSeen(phone.getByText('On your therapist’s screen.')).toBeVisible();
		await expectSeen(followed()).toContainText('is following');
		await looker.look(phone, 'phone, followed at a STOP', ['phone']);
		await desk.keyboard.press('Enter');
		await phone.getByRole('button', { name: 'Go on, lighter' }).click();
		await server.stop('SIGKILL');
		await server.start();
		await phone.reload();
		await expectSeen(followed()).toContainText('is following', { timeout: 20_000 });
		await phone.getByRole('button', { name: 'Menu' }).click();
		await expectSeen(followed()).toContainText('is following');
		await looker.look(phone, 'phone, menu while followed', ['phone']);
		await phone.getByRole('button', { name: 'Close' }).click();
	});

	test('OBSERVE9 OBSERVE4 a no is told at once, and nobody who was told no asks again; one act ends all following', async () => {
		const { phone, desk } = room;
		const otto = await addOwner(OTTO);
		const link = await follow(otto);
		await expectSeen(question(OTTO)).toBeVisible();
		await answerFollower(phone, 'No');
		await waitFor(() => expect(link.view().line).toEqual({ is: 'over', code: 'removed' }));
		await expectSeen(question(OTTO)).toBeHidden();
		expect(await post(otto, `/sessions/${session}/seat`)).toEqual({ error: 'not_followed' });
		await phone.getByRole('button', { name: 'Menu' }).click();
		await phone.getByRole('button', { name: 'End following' }).click();
		await waitFor(() => expect(lines[0]?.link.view().line).toEqual({ is: 'over', code: 'removed' }));
		await expectSeen(followed()).toHaveText('');
		await expectSeen(desk.locator('[data-line="following"]')).toBeHidden();
		await phone.getByRole('button', { name: 'Menu' }).click();
		await expectSeen(phone.getByRole('button', { name: 'End following' })).toBeHidden();
	});

	test('JOURNEY9 nothing was found on any screen, and no page had a fault', () => {
		expect(looker.faults).toEqual([]);
		// While the server is down a browser says that it can't be reached.
		expect(room.faults.filter((fault) => !/401 |ERR_CONNECTION_REFUSED|WebSocket connection/.test(fault))).toEqual([]);
	});
});
