import { expect, test } from 'vitest';
import { openWorkerLine } from '../../../server/worker-line.ts';

const script = new URL('../../harness/server-mortal-worker.ts', import.meta.url);

test('REC11 a worker that throws answers so and goes on', async () => {
	const line = await openWorkerLine({ script, data: {}, farewell: 'bye' });
	await expect(line.ask('throw')).rejects.toMatchObject({ code: 'TypeError', message: 'It does not do that.' });
	expect(await line.ask('well')).toBe('well 2');
	await line.close();
	await expect(line.ask('well')).rejects.toMatchObject({ code: 'closed' });
});

test('REC11 a worker that dies fails what it was asked, and the next request starts it again', async () => {
	const line = await openWorkerLine({ script, data: {}, farewell: 'bye' });
	const asked = ['die', 'well'].map((request) => line.ask(request));
	expect((await Promise.allSettled(asked)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
	expect(await line.ask('well')).toBe('well 1');
	await line.close();
});

test('REC11 a worker that does not open says why', async () => {
	const opening = openWorkerLine({ script, data: { refuse: true }, farewell: 'bye' });
	await expect(opening).rejects.toMatchObject({ code: 'RangeError', message: 'It does not open.' });
});
