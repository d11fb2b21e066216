import { describe, expect, test } from 'vitest';
import {
	followStage,
	isNotDelivered,
	isOfNow,
	isTried,
	keptOf,
	stopsOf,
	therapistPage,
} from '../../../../client/clinic/follow/follow-model.ts';
import { sayAlarm, stopRows } from '../../../../client/clinic/follow/follow-words.ts';
import { fragmentOf, parseRoute, viewOf } from '../../../../client/clinic/route.ts';
import type { LinkView } from '../../../../client/link/link-view.ts';
import { ROUTES } from '../../../../server/http/routes.ts';
import type { Alarm } from '../../../../shared/alarms.ts';
import { createSessionLog } from '../../../../shared/session-log.ts';
import { EMPTY_STATE, foldSession, type StopState } from '../../../../shared/session-state.ts';
import { type Line, logOf, practiced, START, said, started } from '../../../shared/log-builder.ts';
import { speech } from '../speech.ts';

const ID = 'mZ0r1mD3QfG0wq3cJ1l2Ag';
const STOP: Line = { s: 10, body: { kind: 'stop' }, late: 0.2 };
const SHOWN: Line = { s: 10.6, body: { kind: 'shown', stops: [said('client', 1)] } };
const ANSWERED: Line = { s: 13, body: { kind: 'answered', stops: [said('client', 1)] } };

/** What a page knows after these lines. */
function viewAfter(lines: readonly Line[], rest: Partial<LinkView> = {}): LinkView {
	const log = createSessionLog(logOf([started, ...lines]));
	return {
		line: { is: 'live' },
		hasPen: false,
		recording: 'recorded',
		isStoreRefused: false,
		isPartLost: false,
		isChoiceLost: false,
		isErased: false,
		refusals: [],
		state: foldSession(log.ordered()),
		log,
		recordedHeads: log.heads(),
		unacknowledged: 0,
		others: {},
		asking: [],
		following: [],
		wouldFollow: [],
		clientName: 'Client Fern',
		lastBand: null,
		consentWords: {},
		...rest,
	};
}
const firstStop = ({ state }: LinkView) => state.stops[0] as StopState;

describe('where following stands', () => {
	const stageOf = (line: LinkView['line'], wasIn: boolean, ended = false) => {
		const state = ended ? { ...EMPTY_STATE, ended: { at: 0, by: 'therapist' as const } } : EMPTY_STATE;
		return followStage({ line, state }, wasIn).is;
	};

	test('WATCH2 before the yes it asks, and a no and an end by the client are told apart', () => {
		expect(stageOf({ is: 'connecting' }, false)).toBe('asking');
		expect(stageOf({ is: 'waiting', words: 'Owner Example' }, false)).toBe('asking');
		expect(stageOf({ is: 'live' }, false)).toBe('live');
		expect(stageOf({ is: 'over', code: 'removed' }, false)).toBe('refused');
		expect(stageOf({ is: 'over', code: 'removed' }, true)).toBe('taken-back');
	});

	test('WATCH2 WATCH8 a session that has ended or is closed for good is over, and another reason is said as it is', () => {
		expect(stageOf({ is: 'live' }, true, true)).toBe('ended');
		for (const code of ['session_sealed', 'session_erased', 'no_session'] as const)
			expect(stageOf({ is: 'over', code }, true)).toBe('ended');
		expect(followStage({ line: { is: 'over', code: 'upgrade_required' }, state: EMPTY_STATE }, true)).toEqual({
			is: 'closed',
			code: 'upgrade_required',
		});
	});

	test('WATCH6 a page that was let in before is not asking again while its line comes back', () => {
		expect(stageOf({ is: 'connecting' }, true)).toBe('live');
		expect(stageOf({ is: 'weak', since: 0 }, true)).toBe('live');
	});

	test('WATCH1 a session that is followed has an address of its own among the sessions', () => {
		expect(parseRoute(`#f=${ID}`)).toEqual({ is: 'follow', session: ID });
		expect(fragmentOf({ is: 'follow', session: ID })).toBe(`#f=${ID}`);
		expect(viewOf({ is: 'follow', session: ID })).toBe('diary');
		expect(parseRoute('#f=Client Fern')).toEqual({ is: 'diary' });
	});

	test('WATCH1 the list that a page looks at by itself is no sign of its person', () => {
		expect(ROUTES.listOpenSessions.isSign).toBe(false);
	});
});

describe('a STOP as whoever follows sees it', () => {
	test('WATCH4 it rings until it is answered, stands until it is cleared, and practice is neither', () => {
		const pressed = viewAfter([STOP]);
		expect(stopsOf(pressed.state)).toMatchObject({ isRinging: true, stops: [{ t: START + 10_000 }] });
		const answered = viewAfter([STOP, ANSWERED]);
		expect(stopsOf(answered.state)).toMatchObject({ isRinging: false, key: '' });
		expect(stopsOf(answered.state).stops).toHaveLength(1);
		const cleared = viewAfter([
			STOP,
			ANSWERED,
			{ s: 15, seat: 'client', body: { kind: 'cleared', stops: [said('client', 1)], how: 'lighter' } },
		]);
		expect(stopsOf(cleared.state).stops).toHaveLength(0);
		const tried = viewAfter(practiced([STOP]));
		expect(stopsOf(tried.state).stops).toHaveLength(0);
		expect(isTried(tried.state)).toBe(true);
	});

	test('WATCH4 a further STOP has another key, so that what was put aside comes back', () => {
		const one = viewAfter([STOP]);
		const two = viewAfter([STOP, { s: 12, body: { kind: 'stop' } }]);
		expect(stopsOf(two.state).key).not.toBe(stopsOf(one.state).key);
	});

	test('WATCH10 it is not delivered by the phone’s own rule, and nothing is claimed that this page could not hear of', () => {
		const presence = { seat: 'therapist', isConnected: true, heardAgoMs: 0, heardAt: 0, picture: null } as const;
		const seen = { therapist: { ...presence, inView: true } };
		const at = (view: LinkView, s: number) => isNotDelivered(view, firstStop(view), START + s * 1_000);
		const pressed = viewAfter([STOP], { others: seen });
		expect([at(pressed, 11.999), at(pressed, 12)]).toEqual([false, true]);
		expect(at({ ...pressed, others: { therapist: { ...presence, inView: false } } }, 10.5)).toBe(true);
		expect(at({ ...pressed, line: { is: 'weak', since: 0 } }, 20)).toBe(false);
		expect(at(viewAfter([STOP, SHOWN], { others: seen }), 20)).toBe(false);
		expect(at(viewAfter([STOP, ANSWERED], { others: {} }), 20)).toBe(false);
	});

	test('WATCH4 it is called recorded only when the server has said so, and never in live only', () => {
		const view = viewAfter([STOP]);
		expect(keptOf(view, firstStop(view))).toBe('recorded');
		expect(keptOf({ ...view, recordedHeads: {} }, firstStop(view))).toBe('not-yet');
		expect(keptOf({ ...view, recording: 'not-recording', recordedHeads: {} }, firstStop(view))).toBe('not-yet');
		for (const recording of ['held', 'live-only', 'withdrawn'] as const)
			expect(keptOf({ ...view, recording }, firstStop(view))).toBe('not-kept');
	});

	test('WATCH4 a STOP said again by a new load of the phone counts by the telling that was recorded', () => {
		const [first] = logOf([STOP]);
		if (!first) throw new Error('no STOP');
		const again = { ...first, writer: 'second-writer'.padEnd(22, '0'), of: said('client', 1) };
		const log = createSessionLog([first, again]);
		const view = viewAfter([], { log, state: foldSession(log.ordered()), recordedHeads: { [again.writer]: [1, 0] } });
		expect(view.state.stops).toHaveLength(1);
		expect(keptOf(view, firstStop(view))).toBe('recorded');
	});

	test('WATCH4 each mark is said with its time, and one that is missing is said to be missing', () => {
		const shown = viewAfter([STOP, SHOWN]);
		expect(stopRows(speech, firstStop(shown), 'recorded')).toEqual([
			{ what: 'recorded', when: 'with the clinic after 0.2 s', isMissing: false },
			{ what: 'on the therapist’s screen', when: 'after 0.6 s', isMissing: false },
			{ what: 'answered', when: 'not yet', isMissing: true },
		]);
		const answered = viewAfter([STOP, SHOWN, ANSWERED]);
		expect(stopRows(speech, firstStop(answered), 'not-kept').map(({ what, when }) => `${what}, ${when}`)).toEqual([
			'with the clinic, after 0.2 s, not kept',
			'on the therapist’s screen, after 0.6 s',
			'answered, after 3.0 s',
		]);
	});
});

describe('what is in force now, in words', () => {
	test('WATCH3 an alarm is said with how long it lasts, whole seconds below ten, and one that is over is said to be', () => {
		const over: Alarm = { kind: 'over-edge', since: 1_000, until: null, value: 80 };
		expect(sayAlarm(speech, over, 5_900)).toBe('Over the edge, for 4 s');
		expect(sayAlarm(speech, { ...over, until: 3_000 }, 5_900)).toBe('Over the edge, over now');
		const rise: Alarm = { kind: 'rise', since: 1_000, until: null, from: 30, to: 65 };
		expect(sayAlarm(speech, rise, 2_000)).toBe('Rising fast, from 3.0 to 6.5, for 1 s');
		expect([over, rise, { kind: 'stop', since: 0, stops: [] } as const].filter(isOfNow)).toEqual([over, rise]);
	});

	test('WATCH3 the therapist’s page is in view, not in view, or not connected', () => {
		const presence = {
			seat: 'therapist',
			isConnected: true,
			inView: true,
			heardAgoMs: 0,
			heardAt: 0,
			picture: null,
		} as const;
		expect(therapistPage({ others: {} })).toBe('away');
		expect(therapistPage({ others: { therapist: presence } })).toBe('in-view');
		expect(therapistPage({ others: { therapist: { ...presence, inView: false } } })).toBe('hidden');
		expect(therapistPage({ others: { therapist: { ...presence, isConnected: false } } })).toBe('away');
	});
});
