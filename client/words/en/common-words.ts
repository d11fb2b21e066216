import type { Cue } from '../../../shared/events.ts';
import type { Phase } from '../../../shared/phases.ts';
import type { Comfort } from '../../../shared/scale.ts';

const comfort: Record<Comfort, string> = { light: 'light', good: 'good', strong: 'strong', over: 'over the edge' };
const phases: Record<Phase, string> = {
	locate: 'Locate',
	press: 'Press',
	release: 'Release',
	stretch: 'Stretch',
	rest: 'Rest',
};
const cues: Record<Cue, string> = { more: 'More', hold: 'Hold there', ease: 'Ease off', ok: 'I’m OK' };

/** What all pages say alike. */
export const commonWords = {
	name: 'Palpate',
	comfort,
	phases,
	cues,
	stop: 'STOP',
	noAnswer: 'The clinic’s server gives no answer. Check the network and try again.',
	nothingKnown: '–',
	close: 'Close',
	cancel: 'Cancel',
	back: 'Back',
	print: 'Print',
	tryAgain: 'Try again',
	copy: { copy: 'Copy', copied: 'Copied.', byHand: 'It is selected: copy it with your device’s own keys.' },
	yes: 'Yes',
	no: 'No',
	loading: 'One moment …',
	secondsAgo: (seconds: number) => `${seconds} s ago`,
	look: 'Look',
	looks: { dark: 'Dark', light: 'Light', device: 'As the device' },
};
