import type { Span } from '../../../shared/timeline-segments.ts';
import { advance, type Replay, replayFrom, type Speed, scrub, toggle } from './replay-model.ts';

/** Calls with ms at every frame until it is told to stop. */
export type Frames = (onFrame: (now: number) => void) => () => void;

export const animationFrames: Frames = (onFrame) => {
	let frame = requestAnimationFrame(function tick(now) {
		frame = requestAnimationFrame(tick);
		onFrame(now);
	});
	return () => cancelAnimationFrame(frame);
};

/** The running cursor. What it runs by is a part, so that a test can hold the time in its hand. */
export class Replaying {
	readonly #frames: Frames;
	readonly #bounds: () => Span;
	readonly #isCalm: () => boolean;
	#replay = $state.raw<Replay>(replayFrom(0));
	#settledAt = $state(0);
	#stop: (() => void) | null = null;

	constructor(parts: { readonly frames: Frames; readonly bounds: () => Span; readonly isCalm: () => boolean }) {
		this.#frames = parts.frames;
		this.#bounds = parts.bounds;
		this.#isCalm = parts.isCalm;
		this.#put(replayFrom(parts.bounds().from));
	}

	get at(): number {
		return this.#replay.at;
	}

	/** Where it last stood still: what is read aloud does not run along. */
	get settledAt(): number {
		return this.#settledAt;
	}

	get speed(): Speed {
		return this.#replay.speed;
	}

	get isPlaying(): boolean {
		return this.#replay.isPlaying;
	}

	toggle(): void {
		this.#put(toggle(this.#replay, this.#bounds()));
	}

	go(t: number): void {
		this.#put(scrub(this.#replay, t, this.#bounds()));
	}

	setSpeed(speed: Speed): void {
		this.#put({ ...this.#replay, speed });
	}

	close(): void {
		this.#stop?.();
		this.#stop = null;
	}

	#put(next: Replay): void {
		this.#replay = next;
		if (!next.isPlaying) this.#settledAt = next.at;
		if (next.isPlaying) this.#stop ??= this.#run();
		else this.close();
	}

	#run(): () => void {
		let last: number | null = null;
		return this.#frames((now) => {
			const ms = last === null ? 0 : now - last;
			last = now;
			this.#put(advance(this.#replay, ms, this.#bounds(), this.#isCalm()));
		});
	}
}
