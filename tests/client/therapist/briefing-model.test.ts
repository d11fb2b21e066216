import { expect, test, vi } from 'vitest';
import { createTodayKeeper, todayNote } from '../../../client/therapist/briefing-model.ts';
import type { MaskingKey } from '../../../shared/cautions.ts';
import type { ClientAnswer } from '../../../shared/clients-api.ts';

const record = (masking: readonly MaskingKey[]) =>
	({ client: { id: 'client' }, today: { day: '2027-01-15', masking } }) as ClientAnswer;
const note = { client: 'client', masking: ['painkiller'] } as const;

test('CLIENT10 what was taken is a note only where it differs from what the record says', () => {
	expect(todayNote(record([]), [])).toBeNull();
	expect(todayNote(record(['painkiller', 'nsaid']), ['nsaid', 'painkiller'])).toBeNull();
	expect(todayNote(record([]), ['painkiller'])).toEqual(note);
	expect(todayNote(record(['painkiller']), [])).toEqual({ client: 'client', masking: [] });
});

test('CLIENT10 it goes into the record once the session is recorded, again until there is an answer, and then no more', async () => {
	let is: 'no-answer' | 'ok' = 'no-answer';
	const setToday = vi.fn(async () => (is === 'ok' ? ({ is, answer: {} } as const) : { is }));
	const keeper = createTodayKeeper(note, { setToday });
	keeper.follow('held', 0);
	expect(setToday).not.toHaveBeenCalled();
	keeper.follow('recorded', 1_000);
	expect(setToday.mock.calls).toEqual([['client', ['painkiller']]]);
	await Promise.resolve();
	keeper.follow('recorded', 2_000);
	expect(setToday).toHaveBeenCalledTimes(1);
	is = 'ok';
	keeper.follow('recorded', 6_000);
	await Promise.resolve();
	await Promise.resolve();
	keeper.follow('recorded', 60_000);
	expect(setToday).toHaveBeenCalledTimes(2);
});

test.each(['live-only', 'withdrawn'] as const)('CLIENT10 of a session that is %s it leaves nothing', (recording) => {
	const setToday = vi.fn(async () => ({ is: 'ok', answer: {} }) as const);
	const keeper = createTodayKeeper(note, { setToday });
	keeper.follow('held', 0);
	keeper.follow(recording, 1_000);
	keeper.follow('recorded', 60_000);
	expect(setToday).not.toHaveBeenCalled();
});
