import { eventKey, type LoggedEvent } from '../../shared/events.ts';
import type { UpFrame } from '../../shared/protocol.ts';
import { sameContent } from '../../shared/stream.ts';
import type { SimPage } from './world.ts';

/** What really happened, noted beside the code under test: what the invariants compare its word with. */
export interface Witness {
	/** Every event any page ever wrote, by its key. */
	readonly written: Map<string, Omit<LoggedEvent, 'arrivedAt' | 'seat'>>;
	/** Events that may be missing at the end, and why: `page-died`, `restored`, `held-lost`. */
	readonly excused: Map<string, string>;
	/** STOPs a therapist's page really painted, by key. */
	readonly painted: Set<string>;
	/** Streams whose later part a restore took away. */
	readonly setBack: Set<string>;
	/** Pages that lost a part of their record, by name. */
	readonly concerned: Set<string>;
	readonly violations: string[];
	noteSent(page: SimPage): void;
	noteAppended(page: SimPage): void;
}

export function createWitness(): Witness {
	const written: Witness['written'] = new Map();
	const read = new WeakMap<object, number>();
	const noted = new Map<string, number>();

	const note = (event: Omit<LoggedEvent, 'arrivedAt' | 'seat'>) => {
		const key = eventKey(event);
		const known = written.get(key);
		if (!known) written.set(key, event);
		else if (!sameContent(known, event)) witness.violations.push(`one identity with two contents: ${event.body.kind}`);
	};

	const noteFrame = (frame: UpFrame) => {
		if (frame.t !== 'events') return;
		for (const event of frame.events) note({ ...event, writer: frame.writer, lane: frame.lane } as never);
	};

	const witness: Witness = {
		written,
		excused: new Map(),
		painted: new Set(),
		setBack: new Set(),
		concerned: new Set(),
		violations: [],
		noteSent(page) {
			const { wire } = page;
			if (!wire) return;
			const from = read.get(wire) ?? 0;
			for (const frame of wire.sentUp.slice(from)) noteFrame(frame);
			read.set(wire, wire.sentUp.length);
		},
		noteAppended(page) {
			const { log } = page.engine.view();
			const { writer } = page.engine;
			for (const lane of ['say', 'flow'] as const) {
				const stream = { writer, lane };
				const mark = `${page.name}.${writer}.${lane}`;
				const from = noted.get(mark) ?? 0;
				const events = log.after(stream, from);
				for (const event of events) note(event);
				noted.set(mark, Math.max(from, events.at(-1)?.n ?? 0));
			}
		},
	};

	return witness;
}
