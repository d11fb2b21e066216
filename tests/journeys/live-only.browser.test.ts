import { expect as expectSeen } from 'playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
	choosePoint,
	endButton,
	endedScreen,
	enterPhase,
	hold,
	join,
	nextPoint,
	pressStop,
	ratingOf,
	ratingPanel,
	setUpClinic,
	slideTo,
	startSession,
} from '../harness/journey.ts';
import { createLooker } from '../harness/look.ts';
import { openRoom, type Room } from '../harness/room.ts';
import { filesHolding, keptIn } from '../harness/store-bytes.ts';

/** In no other word of the product, so that finding it means finding the client. */
const NAME = 'Quillwort Zephyrine';

describe('a whole session in two browsers, live only', () => {
	const looker = createLooker();
	let room: Room;
	let session = '';

	beforeAll(async () => {
		room = await openRoom({ phoneOrigin: 'secure' });
	});
	afterAll(() => room?.close());

	test('LIVE1 the phone says that nothing is stored, and everything is seen', async () => {
		const { desk, phone, phoneOrigin, server } = room;
		await setUpClinic(desk, server);
		await desk.goto(`${server.origin}/therapist`);
		const started = await startSession(desk, NAME);
		session = started.session;
		await join(phone, desk, phoneOrigin, started.ticket, 'Live only');
		await choosePoint(desk, 'infra', 'Right');
		await expectSeen(phone.getByText('Not stored.')).toBeVisible();
		await expectSeen(desk.getByText('live only: nothing is stored')).toBeVisible();
		await looker.look(phone, 'phone, live only', ['phone']);
		await looker.look(desk, 'desk, live only');
	});

	test('LIVE1 four phases at two points, a STOP and a note go the whole way', async () => {
		const { desk, phone } = room;
		for (const point of [1, 2]) {
			if (point === 2) {
				await nextPoint(desk);
				await choosePoint(desk, 'soleus', 'Left');
			}
			for (const [phase, rating] of [
				['Locate', 0.3],
				['Press', 0.6],
				['Release', 0.4],
				['Stretch', 0.5],
			] as const) {
				await enterPhase(desk, phone, phase);
				await slideTo(phone, rating);
			}
			await expectSeen(ratingPanel(desk)).toContainText(await ratingOf(phone));
		}
		await pressStop(phone);
		await expectSeen(phone.getByText('On your therapist’s screen.')).toBeVisible();
		await desk.keyboard.press('Enter');
		await phone.getByRole('button', { name: 'Go on, lighter' }).click();
		await expectSeen(phone.locator('.phase')).toContainText('Rest');
		await desk.getByRole('button', { name: 'Notes' }).click();
		await desk.getByRole('textbox', { name: 'A note, never shown on the phone' }).fill(`${NAME} breathes out`);
		await desk.getByRole('button', { name: 'Add' }).click();
		await desk.keyboard.press('Escape');
	});

	test('LIVE2 a reloaded page of either side comes back to the same seat from the server’s memory', async () => {
		const { desk, phone } = room;
		await phone.reload();
		await expectSeen(phone.getByText('before', { exact: true })).toBeVisible();
		await slideTo(phone, 0.4);
		await desk.reload();
		await expectSeen(ratingPanel(desk)).toContainText(await ratingOf(phone));
		await expectSeen(desk.getByRole('heading', { name: /Left soleus/ })).toBeVisible();
	});

	test('LIVE3 KEEP8 no event and no name is in any file of the store: under way, after the end, and after a restart', async () => {
		const { desk, phone, server } = room;
		const expectNothing = () => {
			expect(filesHolding(server.dataDir, 'Quillwort')).toEqual([]);
			const { events, streams, clients, sessions } = keptIn(server.dataDir);
			expect({ events, streams, clients }).toEqual({ events: 0, streams: 0, clients: 0 });
			expect(sessions).toEqual([{ id: session, client: null, recording: 'live-only' }]);
		};
		expectNothing();
		await hold(desk, endButton(desk), endedScreen(desk));
		await expectSeen(desk.getByText('Live only: nothing is stored.')).toBeVisible();
		await looker.look(desk, 'desk, end of live only');
		await expectSeen(phone.getByRole('heading', { name: 'The session is over.' })).toBeVisible();
		await phone.getByRole('button', { name: 'Done' }).click();
		await desk.getByRole('button', { name: 'Done' }).click();
		await expectSeen(desk.getByRole('heading', { name: 'A new session' })).toBeVisible();
		await server.stop('SIGTERM');
		expectNothing();
		await server.start();
		expectNothing();
		// What was searched with finds what is there.
		expect(filesHolding(server.dataDir, 'Clinic Example').length).toBeGreaterThan(0);
	});

	test('LIVE4 the clinic sees one session without a client and nothing in it', async () => {
		const { desk, server } = room;
		await desk.goto(`${server.origin}/clinic`);
		await expectSeen(desk.getByText('Live only: nothing was kept')).toBeVisible();
		await expectSeen(desk.getByText(NAME)).toHaveCount(0);
		await desk.goto(`${server.origin}/clinic#s=${session}`);
		await expectSeen(desk.getByText('The client chose live only, so nothing of this session was kept.')).toBeVisible();
		await looker.look(desk, 'clinic, live only');
		expect(looker.faults).toEqual([]);
	});

	test('LIVE5 nothing of the session is in what the server printed', () => {
		expect(room.server.printed()).not.toContain('Quillwort');
		expect(room.server.printed()).not.toContain('Clinic Example');
	});
});
