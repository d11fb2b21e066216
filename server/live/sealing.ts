import type { SessionState } from '../../shared/session-state.ts';
import type { Line } from './seats.ts';
import type { SessionKeeper } from './session-parts.ts';

/** So long after the end an outbox may still be drained, ms. */
export const DRAIN_MS = 24 * 60 * 60 * 1_000;

/** Goodbyes and the seal: when every admitted seat has said it, or a day after the end (W11). */
export interface Sealing {
	handleEnded(): void;
	handleBye(line: Line): void;
	/** Whoever said goodbye to an end that was undone has still to say it (W11). */
	takeBackByes(): void;
	sealIfDone(): void;
}

export function createSealing(parts: {
	readonly now: () => number;
	readonly keeper: SessionKeeper;
	readonly state: () => SessionState;
	/** An end was ever said; until then there is nothing to fold the log for with each frame. */
	readonly hasEnded: boolean;
	readonly isShut: () => boolean;
	/** Nothing waits for the disk. */
	readonly isSettled: () => boolean;
	readonly seal: () => void;
	readonly shut: () => void;
}): Sealing {
	const { keeper } = parts;
	let { hasEnded } = parts;
	/** A server that stopped between the event and its store's row goes on with sealing. */
	let isSealing = parts.state().isSealed;

	const isOneUnsaid = () => {
		const devices = keeper.devices().filter(({ standing }) => standing === 'admitted');
		return (['client', 'therapist'] as const)
			.map((seat) => devices.filter((device) => device.seat === seat))
			.some((of) => of.length > 0 && !of.some(({ hasSaidBye }) => hasSaidBye));
	};

	const sealIfDone = () => {
		if (!hasEnded && !isSealing) return;
		const { ended, isSealed } = parts.state();
		if ((!ended && !isSealing) || parts.isShut()) return;
		const isDrained = ended !== null && parts.now() - ended.at >= DRAIN_MS;
		if (!isSealed && !isSealing && (isDrained || !isOneUnsaid())) {
			isSealing = true;
			parts.seal();
		}
		if (!isSealing || !parts.isSettled()) return;
		keeper.sealed(parts.now());
		parts.shut();
	};

	return {
		handleEnded() {
			hasEnded = true;
		},
		handleBye(line) {
			if (!parts.state().ended) return;
			const device = keeper.devices().find(({ id }) => id === line.device);
			if (device && !device.hasSaidBye) keeper.saveDevice({ ...device, hasSaidBye: true });
			sealIfDone();
		},
		takeBackByes() {
			for (const device of keeper.devices()) if (device.hasSaidBye) keeper.saveDevice({ ...device, hasSaidBye: false });
		},
		sealIfDone,
	};
}
