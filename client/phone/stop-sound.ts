/** Two tones in turn, heard across a room; Hz. */
const TONES = [880, 660] as const;
/** Length of each tone, s. */
const TONE_S = 0.25;
/** The pattern is laid out this far ahead, s; and laid out again in good time, ms. */
const AHEAD_S = 2;
const AGAIN_MS = 1_000;

export interface StopSound {
	/** Sounds until `stop`; where the browser won't yet, `onBlocked(true)` until a touch lets it. */
	start(): void;
	stop(): void;
	/** To be called within every touch or key: browsers let a page sound only after one. */
	unlock(): void;
	close(): void;
}

export interface StopSoundParts {
	/** A fresh audio context, or null where the browser has none. */
	readonly openAudio: () => AudioContext | null;
	readonly vibrate: (pattern: readonly number[]) => void;
	/** Calls back every `ms`; answers what ends it. */
	readonly every: (ms: number, act: () => void) => () => void;
	readonly onBlocked: (isBlocked: boolean) => void;
}

/** The phone's own loud STOP: no network, no file. */
export function createStopSound({ openAudio, vibrate, every, onBlocked }: StopSoundParts): StopSound {
	let audio: AudioContext | null = null;
	let isRinging = false;
	let laidOutTo = 0;
	let endRepeat = () => {};
	let voice: GainNode | null = null;

	const context = (): AudioContext | null => {
		audio ??= openAudio();
		if (audio) audio.onstatechange = tell;
		return audio;
	};
	const canSound = () => audio?.state === 'running';
	const tell = () => {
		onBlocked(isRinging && !canSound());
		if (isRinging && canSound()) layOut();
	};

	const layOut = () => {
		if (audio?.state !== 'running') return;
		voice ??= openVoice(audio);
		laidOutTo = Math.max(laidOutTo, audio.currentTime);
		while (laidOutTo < audio.currentTime + AHEAD_S) {
			for (const tone of TONES) {
				playTone(audio, voice, tone, laidOutTo);
				laidOutTo += TONE_S;
			}
		}
	};

	const ring = () => {
		layOut();
		vibrate([400, 100, 400]);
		tell();
	};

	return {
		start() {
			if (isRinging) return;
			isRinging = true;
			laidOutTo = 0;
			resume(context());
			ring();
			endRepeat = every(AGAIN_MS, ring);
		},
		stop() {
			if (!isRinging) return;
			isRinging = false;
			endRepeat();
			voice?.disconnect();
			voice = null;
			vibrate([]);
			onBlocked(false);
		},
		unlock() {
			if (!canSound()) resume(context());
		},
		close() {
			this.stop();
			if (audio) audio.onstatechange = null;
			audio?.close().catch(() => {});
		},
	};
}

function resume(audio: AudioContext | null): void {
	audio?.resume().catch(() => {});
}

function openVoice(audio: AudioContext): GainNode {
	const voice = audio.createGain();
	voice.gain.value = 0.9;
	voice.connect(audio.destination);
	return voice;
}

function playTone(audio: AudioContext, voice: GainNode, frequency: number, at: number): void {
	const tone = audio.createOscillator();
	tone.type = 'square';
	tone.frequency.value = frequency;
	tone.connect(voice);
	tone.start(at);
	tone.stop(at + TONE_S);
}
