import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import type { SessionDigest } from '../../../shared/course.ts';
import type { AgainstAnswer, CourseAnswer, InsightAnswer, NamedInsightAnswer } from '../../../shared/course-api.ts';
import type { LoggedEvent } from '../../../shared/events.ts';
import { type ClinicPlace, openClinicPlace } from '../../harness/clinic-place.ts';
import { signInAs } from '../../harness/server-people.ts';
import { waitFor } from '../../harness/wait-for.ts';
import { type Line, logOf, phase, rates, said } from '../../shared/log-builder.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;
const FIRST = Date.UTC(2026, 0, 5, 9);

const treatment = (muscle: string, peak: number): readonly Line[] => [
	{ s: 0, body: { kind: 'started' } },
	{ s: 1, body: { kind: 'point', point: 1, muscle, side: 'right' } },
	phase(2, 'press'),
	...rates([2, 40], [4, peak], [8, peak - 25], [12, 40]),
	{ s: 9, body: { kind: 'stop' } },
	{ s: 11, body: { kind: 'answered', stops: [said('client', 1)] } },
	{ s: 12, body: { kind: 'felt', point: 1, regions: ['arm-front-right'] } },
	{ s: 20, body: { kind: 'ended' } },
];

interface Past {
	readonly client: string;
	readonly member: string;
	readonly clinic: string;
	readonly day: number;
	readonly lines: readonly Line[];
	readonly isTest?: 1;
	readonly recording?: 'recorded' | 'withdrawn';
}

/** Puts an ended session straight into store and journal. */
async function past({ app }: ClinicPlace, { client, member, clinic, day, lines, ...rest }: Past): Promise<string> {
	const id = randomBytes(16).toString('base64url');
	const startedAt = FIRST + day * DAY_MS;
	const times = { startedAt, endedAt: startedAt + 20_000, sealedAt: startedAt + 30_000 };
	await app.store.db
		.insertInto('session')
		.values({ id, clinic, member, client, ...times, recording: 'recorded', isTest: 0, peak: null, band: null, ...rest })
		.execute();
	await app.journal.append(logOf(lines).map((event: LoggedEvent) => ({ session: id, event })));
	return id;
}

async function openPlace() {
	const place = await openClinicPlace();
	const { db } = place.app.store;
	const owner = await db.selectFrom('member').select(['id', 'organizationId as clinic']).executeTakeFirstOrThrow();
	const client = await place.register({ name: 'Blue Heron' });
	const whose = { client, member: owner.id, clinic: owner.clinic };
	return { ...place, whose, client };
}
const sessionsOf = (json: Record<string, unknown>) => (json as unknown as CourseAnswer).sessions;
const peakOf = ({ visits }: SessionDigest) => visits[0]?.peak;
const entriesOf = async ({ app }: ClinicPlace, what: string) =>
	app.store.db.selectFrom('access').select(['what', 'client', 'session']).where('what', '=', what).execute();

test('COURSE5 a course is the ended recorded sessions of a client, the oldest first, in one answer that is one read', async () => {
	const place = await openPlace();
	const { client, whose } = place;
	const other = await place.register({ name: 'Grey Heron' });
	for (const [day, peak] of [
		[1, 80],
		[9, 60],
		[4, 70],
	] as const)
		await past(place, { ...whose, day, lines: treatment('soleus', peak) });
	await past(place, { ...whose, day: 2, lines: treatment('soleus', 90), isTest: 1 });
	await past(place, { ...whose, day: 3, lines: treatment('soleus', 91), recording: 'withdrawn' });
	await past(place, { ...whose, client: other, day: 3, lines: treatment('soleus', 92) });
	await place.record({ id: client }, 'under way');
	const { status, json } = await place.call('GET', `/api/clients/${client}/course`);
	expect([status, json.earlier]).toEqual([200, 0]);
	expect(sessionsOf(json).map(({ digest }) => peakOf(digest))).toEqual([80, 70, 60]);
	expect(sessionsOf(json)[0]?.digest.points).toEqual([
		{ point: 1, muscle: 'soleus', side: 'right', felt: ['arm-front-right'] },
	]);
	expect(await entriesOf(place, 'course-read')).toEqual([{ what: 'course-read', client, session: null }]);
});

test('COURSE5 of a long course the newest twenty are told, and how many came before', async () => {
	const place = await openPlace();
	for (let day = 0; day < 23; day++) await past(place, { ...place.whose, day, lines: treatment('soleus', 50 + day) });
	const { json } = await place.call('GET', `/api/clients/${place.client}/course`);
	expect(json.earlier).toBe(3);
	expect(sessionsOf(json).map(({ digest }) => peakOf(digest))).toEqual(Array.from({ length: 20 }, (_, i) => 53 + i));
});

test('COURSE5 a session stands against the client’s last one before it, and the first one against none', async () => {
	const place = await openPlace();
	const ids: string[] = [];
	for (const day of [0, 7, 14]) ids.push(await past(place, { ...place.whose, day, lines: treatment('soleus', 60) }));
	const against = async (session: string) => {
		const { json } = await place.call('GET', `/api/sessions/${session}/against`);
		return (json as unknown as AgainstAnswer).sessions.map(({ session }) => session);
	};
	expect(await against(ids[1] ?? '')).toEqual(ids.slice(0, 2));
	expect(await against(ids[0] ?? '')).toEqual(ids.slice(0, 1));
	expect((await entriesOf(place, 'course-read')).map(({ session, client }) => [session, client])).toEqual([
		[ids[1], place.client],
		[ids[0], place.client],
	]);
});

test('COURSE5 RIGHT4 a therapist sees the course of clients of their own, and of the others nothing is found', async () => {
	const place = await openPlace();
	const cookie = await signInAs(place.app, 'therapist', place.whose.clinic, 'tom');
	await past(place, { ...place.whose, day: 1, lines: treatment('soleus', 60) });
	const ask = () => place.app.call('GET', `/api/clients/${place.client}/course`, { cookie });
	expect((await ask()).status).toBe(404);
	const settings = (await place.call('GET', '/api/settings')).json.settings as object;
	await place.call('POST', '/api/settings', { ...settings, therapistsSee: 'all' });
	const seen = await ask();
	expect([seen.status, sessionsOf(seen.json).length]).toEqual([200, 1]);
});

test('COURSE4 what is derived of a session goes with it: after erasing and redacting nothing of before is told', async () => {
	const place = await openPlace();
	const [first, , ...rest] = treatment('soleus', 60) as [Line, Line, ...Line[]];
	const body = { kind: 'point', point: 1, muscle: 'soleus', side: 'right', place: 'below Heron’s scar' } as const;
	const session = await past(place, { ...place.whose, day: 1, lines: [first, { s: 1, body }, ...rest] });
	const { journal } = place.app;
	expect((await journal.digest(session)).points[0]?.place).toBe('below Heron’s scar');
	await journal.redact(session);
	expect(JSON.stringify(await journal.digest(session))).not.toContain('Heron');
	expect((await journal.digest(session)).visits.length).toBe(1);
	await journal.erase(session);
	expect(await journal.digest(session)).toEqual({ points: [], visits: [], stops: [], over: [] });
});

test('COURSE4 what was appended since is in the next digest', async () => {
	const place = await openPlace();
	const lines = treatment('soleus', 60);
	const session = await past(place, { ...place.whose, day: 1, lines: lines.slice(0, -1) });
	const before = await place.app.journal.digest(session);
	const later = logOf([...lines.slice(0, -1), phase(30, 'stretch'), { s: 40, body: { kind: 'ended' } }]).slice(-2);
	await place.app.journal.append(later.map((event) => ({ session, event })));
	const after = await place.app.journal.digest(session);
	expect([before, after].map(({ visits }) => visits.map((visit) => visit.phase))).toEqual([
		['press'],
		['press', 'stretch'],
	]);
});

test('INSIGHT3 the owner learns of times without names; with the therapists’ names by another choice, which is logged', async () => {
	const place = await openPlace();
	const { whose } = place;
	await signInAs(place.app, 'therapist', whose.clinic, 'tom');
	const { id: tom } = await place.app.store.db
		.selectFrom('member')
		.select('id')
		.where('role', '=', 'therapist')
		.executeTakeFirstOrThrow();
	for (let day = 0; day < 5; day++) await past(place, { ...whose, day, lines: treatment('soleus', 80) });
	for (let day = 0; day < 4; day++) await past(place, { ...whose, member: tom, day, lines: treatment('masseter', 80) });
	const period = { from: FIRST, to: FIRST + 30 * DAY_MS };
	const plain = await place.call('POST', '/api/insight', period);
	const { rows, sessions, uncounted } = plain.json as unknown as InsightAnswer;
	expect([sessions, uncounted]).toEqual([9, 0]);
	expect(rows.map(({ muscle, cells }) => [muscle, cells[1]?.sessions, cells[1]?.told?.stops.medianMs])).toEqual([
		['soleus', 5, 2_000],
		['masseter', 4, undefined],
	]);
	for (const name of ['Ada', 'tom', 'Heron']) expect(plain.text).not.toContain(name);
	const named = (await place.call('POST', '/api/insight/named', period)).json as unknown as NamedInsightAnswer;
	expect(named.therapists.map(({ name, sessions: count }) => [name, count])).toEqual([
		['Ada Owner', 5],
		['tom', 4],
	]);
	expect((await entriesOf(place, 'insight-read')).length).toBe(1);
	expect((await entriesOf(place, 'insight-named')).length).toBe(1);
	const outside = await place.call('POST', '/api/insight', { from: 0, to: FIRST - 1 });
	expect(outside.json).toMatchObject({ sessions: 0, rows: [] });
	expect((await place.call('POST', '/api/insight', { from: 5, to: 4 })).status).toBe(400);
	await waitFor(() => expect(place.app.logged()).not.toContain('Heron'));
});
