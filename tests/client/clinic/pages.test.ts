import { describe, expect, test } from 'vitest';
import { createClinicApi } from '../../../client/clinic/api.ts';
import { openDiary } from '../../../client/clinic/diary/diary.svelte.ts';
import { canOpen, daysOf, entryName, joinRows, refreshRows } from '../../../client/clinic/diary/diary-model.ts';
import { fragmentOf, parseRoute } from '../../../client/clinic/route.ts';
import { choicesOf } from '../../../client/clinic/session/client-model.ts';
import { setupBody, setupTroubles } from '../../../client/clinic/setup/setup-model.ts';
import { createTimeFormat, elapsed, isZone, lengthOf } from '../../../client/clinic/time-format.ts';
import type { Outcome } from '../../../client/link/http-call.ts';
import type { SessionListAnswer, SessionRow } from '../../../shared/http-api.ts';

const ID = 'abcdefghijklmnopqrstuv';
const row = (startedAt: number, change: Partial<SessionRow> = {}): SessionRow => ({
	session: ID,
	startedAt,
	endedAt: startedAt + 3_600_000,
	recording: 'recorded',
	isTest: false,
	client: { id: ID, name: 'Blue Heron' },
	therapist: 'Ada',
	points: [],
	peak: null,
	stops: 0,
	...change,
});

describe('addresses', () => {
	test('CLINIC1 the fragment holds an opaque id and nothing else', () => {
		expect(parseRoute(fragmentOf({ is: 'session', session: ID }))).toEqual({ is: 'session', session: ID });
		for (const wrong of ['', '#', '#s=', '#s=Blue Heron', `#s=${ID}x`, `#s=${ID}&name=x`, '#s=../../etc/passwd00000']) {
			expect(parseRoute(wrong)).toEqual({ is: 'diary' });
		}
	});

	test('CLINIC1 names go in bodies, never in an address', async () => {
		const asked: { path: string; body: string }[] = [];
		const api = createClinicApi((path, init) => {
			asked.push({ path: String(path), body: String(init?.body ?? '') });
			return Promise.resolve(Response.json({ sessions: [], clients: [], session: row(0), cursor: null }));
		});
		await api.listSessions('Blue Heron', null);
		await api.searchClients('Blue Heron');
		await api.correctClient(ID, { name: 'Blue Heron' });
		expect(asked.map(({ path }) => path).join()).not.toMatch(/heron/i);
		expect(asked.every(({ body }) => body.includes('Blue Heron'))).toBe(true);
	});
});

describe('answers', () => {
	const answering = (answer: () => Response | Promise<Response>) => createClinicApi(() => Promise.resolve(answer()));

	test('CLINIC8 a success that something else gave in the server’s place is no answer', async () => {
		expect(await answering(() => new Response('<html>Sign in to the network</html>')).me()).toEqual({
			is: 'no-answer',
		});
		expect(await answering(() => Response.json({ ok: true })).listSessions('', null)).toEqual({ is: 'no-answer' });
		expect(await answering(() => Response.json([])).signIn('a', 'b')).toMatchObject({ is: 'ok' });
	});

	test('CLINIC8 a refusal keeps its code; an unknown one and a dead network are no answer', async () => {
		const refusal = () => Response.json({ error: 'signed_out' }, { status: 401 });
		expect(await answering(refusal).me()).toEqual({ is: 'refused', code: 'signed_out' });
		expect(await answering(() => Response.json({ error: 'x' }, { status: 500 })).me()).toEqual({ is: 'no-answer' });
		expect(await createClinicApi(() => Promise.reject(new TypeError('gone'))).me()).toEqual({ is: 'no-answer' });
	});
});

describe('the diary', () => {
	const at = (iso: string) => Date.parse(iso);

	test('CLINIC2 days and times are those of the clinic’s zone, over a change of clocks too', () => {
		const format = createTimeFormat('en-GB', 'Europe/Vienna');
		const now = at('2026-10-25T22:30:00Z');
		const rows = [
			at('2026-10-25T22:10:00Z'),
			at('2026-10-24T22:30:00Z'),
			at('2026-10-24T21:30:00Z'),
			at('2026-10-20T10:00:00Z'),
		];
		const days = daysOf(
			rows.map((t) => row(t)),
			format,
			now,
		);
		expect(days.map(({ key, when, rows: own }) => [key, when, own.length])).toEqual([
			['2026-10-25', 'today', 2],
			['2026-10-24', 'yesterday', 1],
			['2026-10-20', 'earlier', 1],
		]);
		expect(format.clock(at('2026-10-25T00:30:00Z'))).toBe('02:30');
		expect(format.clock(at('2026-10-25T01:30:00Z'))).toBe('02:30');
		expect(format.clockSeconds(at('2026-10-25T23:00:05Z'))).toBe('00:00:05');
		expect(`${format.weekday(now)} ${format.date(now)}`).toBe('Sunday 25 October 2026');
	});

	test('CLINIC2 a zone that this browser does not know shows times all the same', () => {
		expect(isZone('Europe/Vienna')).toBe(true);
		expect(['', 'Mars/Olympus', 'x y'].map(isZone)).toEqual([false, false, false]);
		expect(createTimeFormat('en', 'Mars/Olympus').clock(0)).toMatch(/^\d\d:\d\d$/);
	});

	test('CLINIC10 an entry without a name says why', () => {
		expect(entryName(row(0))).toEqual({ is: 'name', name: 'Blue Heron' });
		expect(
			(['held', 'live-only', 'withdrawn', 'recorded'] as const).map(
				(recording) => entryName(row(0, { recording, client: null })).is,
			),
		).toEqual(['undecided', 'live-only', 'withdrawn', 'nameless']);
		expect(canOpen(row(0, { recording: 'live-only' }))).toBe(false);
		expect(canOpen(row(0, { recording: 'withdrawn' }))).toBe(true);
	});

	test('CLINIC10 a further page adds what is not there yet', () => {
		const [a, b, c] = ['a', 'b', 'c'].map((session) => row(0, { session }));
		if (!a || !b || !c) throw new Error('three rows');
		expect(joinRows([a, b], [b, c]).map(({ session }) => session)).toEqual(['a', 'b', 'c']);
	});

	test('CLINIC10 the first page read again changes what it tells of and keeps what is older', () => {
		const known = [40, 30, 20, 10].map((t) => row(t, { session: `s${t}`, endedAt: null }));
		const fresh = [row(50, { session: 's50' }), row(40, { session: 's40' })];
		const after = refreshRows(known, fresh);
		expect(after.rows.map(({ session, endedAt }) => [session, endedAt !== null])).toEqual([
			['s50', true],
			['s40', true],
			['s30', false],
			['s20', false],
			['s10', false],
		]);
		expect(after.isWhole).toBe(false);
		expect(refreshRows(known, [row(5, { session: 's5' })])).toMatchObject({ isWhole: true, rows: [{ session: 's5' }] });
	});

	test('CLINIC10 the list goes on page by page, keeps what is older when it is read again, and leaves answers to what it forgot', async () => {
		const pageOf = (...times: readonly number[]) => times.map((t) => row(t, { session: `s${t}` }));
		const asked: unknown[] = [];
		const late = Promise.withResolvers<Outcome<SessionListAnswer>>();
		const answers: (Outcome<SessionListAnswer> | Promise<Outcome<SessionListAnswer>>)[] = [
			{ is: 'ok', answer: { sessions: pageOf(40, 30), cursor: 'older' } },
			{ is: 'ok', answer: { sessions: pageOf(20), cursor: null } },
			{ is: 'ok', answer: { sessions: pageOf(50, 40), cursor: 'newer' } },
			late.promise,
		];
		const listSessions = async (...how: readonly unknown[]) => {
			asked.push(how);
			return (await answers.shift()) ?? ({ is: 'no-answer' } as const);
		};
		const diary = openDiary({ listSessions }, () => undefined);
		await diary.reload();
		await diary.more();
		await diary.more();
		await diary.reload();
		expect(diary.rows.map(({ startedAt }) => startedAt)).toEqual([50, 40, 30, 20]);
		expect([diary.hasMore, asked]).toEqual([
			false,
			[
				['', null],
				['', 'older'],
				['', null],
			],
		]);
		diary.put(row(30, { session: 's30', stops: 2 }));
		diary.drop('s20');
		expect(diary.rows.map(({ session, stops }) => [session, stops])).toEqual([
			['s50', 0],
			['s40', 0],
			['s30', 2],
		]);
		const reading = diary.reload();
		diary.forget();
		late.resolve({ is: 'ok', answer: { sessions: pageOf(60), cursor: null } });
		await reading;
		expect([diary.rows, diary.status]).toEqual([[], 'loading']);
	});

	test('CLINIC10 a session can be moved to someone else or to a new name, not to whom it stands under', () => {
		const found = [
			{ id: 'now', name: 'Marta' },
			{ id: 'other', name: 'Márta' },
		];
		expect(choicesOf(found, 'Mar', 'now').map(({ name, client }) => [name, client?.id ?? 'new'])).toEqual([
			['Márta', 'other'],
			['Mar', 'new'],
		]);
		expect(choicesOf(found, 'marta', 'now').map(({ name }) => name)).toEqual(['Márta']);
	});
});

describe('setting up', () => {
	const form = {
		code: ' K7Q2-9XMD ',
		clinic: 'Praxis',
		zone: 'Europe/Vienna',
		name: 'Ada',
		email: 'ada@praxis.example',
		password: ' ten letters ',
	};

	test('CLINIC7 what is still to be mended is said field by field', () => {
		expect(setupTroubles(form)).toEqual({});
		expect(setupTroubles({ code: '', clinic: ' ', zone: '', name: '', email: '', password: '' })).toEqual({
			code: 'missing',
			clinic: 'missing',
			zone: 'missing',
			name: 'missing',
			email: 'missing',
			password: 'missing',
		});
		expect(setupTroubles({ ...form, zone: 'Vienna', email: 'ada', password: 'short' })).toEqual({
			zone: 'unknown-zone',
			email: 'not-an-address',
			password: 'too-short',
		});
	});

	test('CLINIC7 a password is sent as it was typed', () => {
		expect(setupBody(form)).toMatchObject({ code: 'K7Q2-9XMD', password: ' ten letters ' });
	});
});

describe('lengths', () => {
	test('CLINIC2 time since the start and lengths read as people say them', () => {
		expect([elapsed(0), elapsed(65_999), elapsed(3_725_000), elapsed(1_250, true)]).toEqual([
			'0:00',
			'1:05',
			'1:02:05',
			'0:01.2',
		]);
		expect(lengthOf(3_725_400)).toEqual({ hours: 1, minutes: 2, seconds: 5 });
		expect(lengthOf(59_600)).toEqual({ hours: 0, minutes: 1, seconds: 0 });
	});
});
