/** A bug to plant: a text that stands exactly once in a source, and what takes its place. */
export interface Mutant {
	readonly name: string;
	readonly file: string;
	readonly find: string;
	readonly replace: string;
}

/** A planted bug that lives through this many sessions survives. */
export const MUTANT_SEEDS = 1_000;

/** Bugs of the kind such systems really had, each against a rule of SPEC.md. Each must be seen by the simulator. */
export const MUTANTS: readonly Mutant[] = [
	{
		name: 'observer-let-in-without-a-yes',
		file: 'server/live/greeting.ts',
		find: "			if (device.standing === 'asking') {\n",
		replace: "			if (device.standing === 'asking' && device.seat !== 'observer') {\n",
	},
	{
		name: 'observers-events-are-stored',
		file: 'server/live/live-session.ts',
		find: "if (line.seat === 'observer' && !OBSERVERS_FRAMES.includes(frame.t)) {",
		replace: "if (line.seat === 'observer' && frame.t === 'pen') {",
	},
	{
		name: 'ended-observer-goes-on',
		file: 'server/live/standings.ts',
		find: "observers.set(body.device, 'removed');",
		replace: 'observers.size;',
	},
	{
		name: 'following-is-not-told',
		file: 'server/live/telling.ts',
		find: '			...(following.length > 0 && { following }),\n',
		replace: '',
	},
	{
		name: 'retry-cap',
		file: 'client/link/own-streams.ts',
		find: '			stream.sent = Math.min(stream.sent, n - 1);\n',
		replace:
			'			const capped = stream as { tries?: number };\n			capped.tries = (capped.tries ?? 0) + 1;\n			if (capped.tries <= 5) stream.sent = Math.min(stream.sent, n - 1);\n',
	},
	{
		name: 'no-dedupe',
		file: 'shared/stream.ts',
		find: "if (n === head + 1) return 'accept';",
		replace: "if (n <= head + 1) return 'accept';",
	},
	{
		name: 'missing-n-not-refused',
		file: 'shared/stream.ts',
		find: "if (n > head + 1) return 'missing';",
		replace: "if (n > head + 1) return 'accept';",
	},
	{
		name: 'never-sends-again',
		file: 'client/link/own-streams.ts',
		find: 'stream.sent = Math.min(stream.sent, n - 1);',
		replace: 'stream.sent = Math.max(stream.sent, n - 1);',
	},
	{
		name: 'identity-reused-after-reload',
		file: 'client/link/own-writer.ts',
		find: 'let writer = parts.randomId();',
		replace: "let writer = 'A'.repeat(21) + (parts.seat === 'client' ? 'A' : 'Q');",
	},
	{
		name: 'acknowledged-before-durable',
		file: 'server/live/kept-record.ts',
		find: '(isKept() ? recorder.heads() : log.heads())',
		replace: 'log.heads()',
	},
	{
		name: 'outbox-in-memory-only',
		file: 'client/link/outbox-keeper.ts',
		find: "if (store && mode === 'stored') watch(store.put(entries, serverAt));",
		replace: 'void entries; void serverAt;',
	},
	{
		name: 'held-empties-the-outbox',
		file: 'client/link/acknowledged.ts',
		find: "		if (recording === 'held') return;\n",
		replace: '',
	},
	{
		name: 'delivered-on-the-servers-answer',
		file: 'shared/session-state.ts',
		find: 'const stop: StopState = { id, t, arrivedAt, practice,',
		replace:
			'const stop: StopState = { id, t, arrivedAt, practice, ...(arrivedAt !== event.at && { shownAt: arrivedAt }),',
	},
	{
		name: 'flow-before-say',
		file: 'client/link/sender.ts',
		find: "			for (const stream of own.list()) if (stream.lane === 'say') sendSay(wire, stream);\n			sendFlow(wire);",
		replace:
			"			sendFlow(wire);\n			for (const stream of own.list()) if (stream.lane === 'say') sendSay(wire, stream);",
	},
	{
		name: 'refused-without-a-number',
		file: 'server/live/intake.ts',
		find: '			parts.accept(logged(seat, stream, raw, body));',
		replace: "			if (body.kind !== 'refused') parts.accept(logged(seat, stream, raw, body));",
	},
	{
		name: 'waits-for-ever-after-forgotten',
		file: 'client/link/session-link.ts',
		find: 'if (lost.length > 0) renewal.sayAgain(lost);',
		replace: '',
	},
	{
		name: 'forgotten-is-not-told',
		file: 'client/link/renewal.ts',
		find: '			isPartLost = true;\n',
		replace: '',
	},
	{
		name: 'state-by-order-of-arrival',
		file: 'shared/live-fold.ts',
		find: 'state && timed && isLast && !hasSaidAgain ? foldEvent(state, timed) : null;',
		replace: 'timed ? foldEvent(state ?? foldSession(log.ordered()), timed) : null;',
	},
	{
		name: 'hidden-note-pushes-the-time',
		file: 'shared/session-log.ts',
		find: 'stream.events.findLast(isSeenByAll)?.t',
		replace: 'stream.events.at(-1)?.t',
	},
	{
		name: 'stop-gone-after-reload',
		file: 'client/link/own-writer.ts',
		find: 'return left.length === 0 ? fold.state() : foldSession(orderedWith(log, left));',
		replace: 'return left && fold.state();',
	},
	{
		name: 'said-again-counted-twice',
		file: 'shared/session-log.ts',
		find: 'if (seen.has(key)) return false;',
		replace: '',
	},
	{
		name: 'old-value-drawn-as-current',
		file: 'shared/readings.ts',
		find: 'Math.min(heardAt, last.t)',
		replace: 'Math.max(heardAt, last.t)',
	},
	{
		name: 'silence-counted-from-the-last-frame',
		file: 'client/link/other-seats.ts',
		find: 'heardAgoMs === null ? before : Math.max(before, serverNow() - heardAgoMs)',
		replace: 'heardAgoMs === null ? before : Math.max(before, serverNow())',
	},
	{
		name: 'recording-goes-on-after-withdrawing',
		file: 'server/live/recorder.ts',
		find: "else if (stage === 'opening' || stage === 'open') stage = 'finishing';",
		replace: '',
	},
	{
		name: 'erasing-leaves-the-name',
		file: 'server/live/session-keeping.ts',
		find: '			await parts.journal.erase(stored.id);\n			await store.eraseRecord(stored.id);',
		replace: '			await parts.journal.erase(stored.id);',
	},
	{
		name: 'live-only-writes-to-the-journal',
		file: 'server/live/recorder.ts',
		find: "if (stage === 'held') stage = 'opening';\n			} else if (isBlank) refuse();",
		replace: "if (stage === 'held') stage = 'opening';\n			} else if (isBlank) stage = 'opening';",
	},
	{
		name: 'stored-before-the-choice',
		file: 'client/link/acknowledged.ts',
		find: "next === 'held' ? 'memory' : 'wiped'",
		replace: "next === 'held' ? 'stored' : 'wiped'",
	},
	{
		name: 'goodbye-before-the-outbox-is-empty',
		file: 'client/link/leave-taking.ts',
		find: "const isEmpty = own.count() === 0 || (parts.recording() === 'held' && parts.state().consent === 'undecided');",
		replace: 'const isEmpty = true;',
	},
	{
		name: 'goodbye-outlives-an-undone-end',
		file: 'server/live/live-session.ts',
		find: "if (body.kind === 'end-undone') sealing.takeBackByes();",
		replace: '',
	},
	{
		name: 'pen-stolen-on-reconnect',
		file: 'server/live/seats.ts',
		find: 'return penWriter === null || penWriter === writer || !askers.has(writer);',
		replace: 'return true;',
	},
	{
		name: 'replaced-phone-keeps-the-pen',
		file: 'server/live/greeting.ts',
		find: '			seats.dropPen(line);\n',
		replace: '',
	},
	{
		name: 'replaced-phone-is-still-shown',
		file: 'server/live/relay.ts',
		find: 'if (line.isDraining || line.isPassing || ',
		replace: 'if (line.isPassing || ',
	},
	{
		name: 'note-goes-to-the-phone',
		file: 'shared/event-sight.ts',
		find: '	note: STAFF,',
		replace: '	note: ALL,',
	},
	{
		name: 'waiting-phone-is-shown',
		file: 'server/live/greeting.ts',
		find: "				connection.send({ t: 'waiting',",
		replace: "				connection.send({ t: 'held', heads: log.heads() });\n				connection.send({ t: 'waiting',",
	},
];
