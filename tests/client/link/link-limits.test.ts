import { expect, test } from 'vitest';
import { openLink } from '../../harness/link-harness.ts';

test.each(['too_many', 'too_slow', 'internal'] as const)(
	'HOST6 a page that was cut with %s has not ended: it comes back, and STOP goes with it',
	async (code) => {
		const page = await openLink();
		page.join({ recording: 'recorded' });
		page.down({ t: 'over', code });
		page.cut();
		expect(page.link.view().line.is).not.toBe('over');
		page.say({ kind: 'stop' });
		expect(page.link.view().unacknowledged).toBe(1);
		const wire = page.join({ recording: 'recorded' });
		const sent = wire.sent.filter((frame) => frame.t === 'events');
		expect(sent.flatMap(({ events }) => events.map(({ body }) => body.kind))).toEqual(['stop']);
	},
);

test('HOST6 a page whose session is closed for good does not come back', async () => {
	const page = await openLink();
	page.join({ recording: 'recorded' });
	page.down({ t: 'over', code: 'session_sealed' });
	page.cut();
	expect(page.link.view().line).toEqual({ is: 'over', code: 'session_sealed' });
});

test('W9 a STOP pressed just after the second road was taken waits 400 ms and no more', async () => {
	const page = await openLink();
	page.join({ recording: 'recorded' });
	page.say({ kind: 'stop' });
	page.pass(500);
	expect(page.secondRoad).toHaveLength(1);
	page.say({ kind: 'stop' });
	page.pass(500);
	expect(page.secondRoad).toHaveLength(2);
	expect(page.secondRoad[1]?.frames.flatMap(({ events }) => events.map(({ n }) => n))).toEqual([1, 2]);
	page.pass(1_500);
	expect(page.secondRoad).toHaveLength(2);
	page.pass(600);
	expect(page.secondRoad).toHaveLength(3);
});
