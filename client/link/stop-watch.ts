import { type EventId, eventKey, type WrittenEvent } from '../../shared/events.ts';

/** A STOP unacknowledged this long takes the second road too (W9), ms; and how long before it tries again. */
export const SECOND_ROAD_MS = 400;
const SECOND_ROAD_AGAIN_MS = 2_000;

/** The STOPs of this page that are not acknowledged, and when they are to take the second road. */
export interface StopWatch {
	/** This page appended an event: its own press, or one said again. */
	handleAppended(id: EventId, event: WrittenEvent): void;
	/** An earlier load or another tab left it. */
	handleAdopted(id: EventId): void;
	/** Lets go of those that are not held any more. */
	settle(isHeld: (id: EventId) => boolean): void;
	pressedAgoMs(id: EventId): number | null;
	takeSecondRoad(): void;
}

export function createStopWatch(parts: { readonly now: () => number; readonly onDue: () => void }): StopWatch {
	/** When this page appended each STOP that is not acknowledged, by its own clock. */
	const stopsAt = new Map<string, { readonly id: EventId; readonly at: number }>();
	/** The same of every STOP of this load, acknowledged or not. */
	const pressedAt = new Map<string, number>();
	let triedAt = Number.NEGATIVE_INFINITY;

	return {
		handleAppended(id, { body, of }) {
			if (body.kind !== 'stop') return;
			stopsAt.set(eventKey(id), { id, at: parts.now() });
			const first = of && pressedAt.get(eventKey(of));
			pressedAt.set(eventKey(of ?? id), first ?? parts.now());
		},
		handleAdopted(id) {
			if (!stopsAt.has(eventKey(id))) stopsAt.set(eventKey(id), { id, at: parts.now() });
		},
		settle(isHeld) {
			for (const [key, { id }] of [...stopsAt]) if (!isHeld(id)) stopsAt.delete(key);
			// The next STOP is an alarm of its own: it doesn't wait because the last one took the second road.
			if (stopsAt.size === 0) triedAt = Number.NEGATIVE_INFINITY;
		},
		pressedAgoMs(id) {
			const at = pressedAt.get(eventKey(id));
			return at === undefined ? null : parts.now() - at;
		},
		takeSecondRoad() {
			const now = parts.now();
			// What was pressed since the last try was not on it, and does not wait for its answer.
			const isDue = [...stopsAt.values()].some(
				({ at }) => now - at >= SECOND_ROAD_MS && (at >= triedAt || now - triedAt >= SECOND_ROAD_AGAIN_MS),
			);
			if (!isDue) return;
			triedAt = now;
			parts.onDue();
		},
	};
}
