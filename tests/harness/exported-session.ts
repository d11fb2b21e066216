import { randomBytes } from 'node:crypto';
import { createSessionJson, type SessionFileMeta } from '../../server/export/session-json.ts';
import type { LoggedEvent } from '../../shared/events.ts';
import { logOf, phase, rates, START, started } from '../shared/log-builder.ts';

const newId = () => randomBytes(16).toString('base64url');

/** A small session: pressed at one point, rated, ended. */
export const SMALL_LOG: readonly LoggedEvent[] = logOf([
	started,
	{ s: 1, body: { kind: 'consent', choice: 'recorded' } },
	{ s: 2, body: { kind: 'point', point: 1, muscle: 'soleus', side: 'left' } },
	phase(3, 'press'),
	...rates([4, 30], [6, 72], [9, 50]),
	{ s: 12, body: { kind: 'ended' } },
]);

/** A file as another server of ours would have written it, of a session that is nowhere else. */
export function exportedText(events: readonly LoggedEvent[] = SMALL_LOG, meta: Partial<SessionFileMeta> = {}): string {
	const session = newId();
	const startedAt = Math.min(START, ...events.slice(0, 1).map(({ at }) => at));
	const about = { session, origin: session, startedAt, endedAt: startedAt + 60_000, isTest: false };
	const whole: SessionFileMeta = {
		...about,
		recording: 'recorded',
		zone: 'Europe/Vienna',
		version: '0.1.0',
		madeAt: START + 120_000,
		...meta,
	};
	const file = createSessionJson(whole);
	return `${file.begin()}${file.add(events)}${file.end()}`;
}

export const exportedSession = (...how: Parameters<typeof exportedText>): unknown => JSON.parse(exportedText(...how));
