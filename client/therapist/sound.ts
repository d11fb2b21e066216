import { stopSamples, tickSamples } from './sound-pattern.ts';

/** `blocked`: the browser lets this page sound only after a touch. */
export type SoundState = 'ready' | 'blocked' | 'missing';

export interface Sounder {
	readonly state: SoundState;
	/** The loud STOP sound, from now until told otherwise; where it is blocked, from the touch that frees it. */
	setRinging(isRinging: boolean): void;
	/** One soft tick. */
	tick(): void;
	/** To be called within every touch or key. */
	unlock(): void;
	onState(listener: () => void): () => void;
	close(): void;
}

/** @param openAudio a fresh audio context, or null where the browser has none */
export function createSounder(openAudio: () => AudioContext | null): Sounder {
	const listeners = new Set<() => void>();
	const audio = openAudio();
	let ring: AudioBufferSourceNode | null = null;
	let wantsRing = false;

	const stateNow = (): SoundState => {
		if (!audio) return 'missing';
		return audio.state === 'running' ? 'ready' : 'blocked';
	};
	const source = (samples: Float32Array<ArrayBuffer>): AudioBufferSourceNode | null => {
		if (!audio) return null;
		const buffer = audio.createBuffer(1, samples.length, audio.sampleRate);
		buffer.copyToChannel(samples, 0);
		const node = audio.createBufferSource();
		node.buffer = buffer;
		node.connect(audio.destination);
		return node;
	};
	/** A loop runs in the browser's sound thread: a throttled or busy page rings on. */
	const startRing = () => {
		if (!audio || ring) return;
		ring = source(stopSamples(audio.sampleRate));
		if (!ring) return;
		ring.loop = true;
		ring.start();
	};
	const endRing = () => {
		ring?.stop();
		ring?.disconnect();
		ring = null;
	};
	const handleState = () => {
		if (wantsRing && stateNow() === 'ready') startRing();
		for (const listener of listeners) listener();
	};
	if (audio) audio.onstatechange = handleState;

	return {
		get state() {
			return stateNow();
		},
		setRinging(isRinging) {
			if (isRinging === wantsRing) return;
			wantsRing = isRinging;
			if (!isRinging) return endRing();
			this.unlock();
			if (stateNow() === 'ready') startRing();
		},
		tick() {
			if (audio && stateNow() === 'ready') source(tickSamples(audio.sampleRate))?.start();
		},
		unlock() {
			if (audio && audio.state !== 'running') audio.resume().then(handleState, () => undefined);
		},
		onState(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		close() {
			endRing();
			if (audio) audio.onstatechange = null;
			audio?.close().catch(() => undefined);
		},
	};
}
