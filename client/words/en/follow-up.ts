import type { Amount, FollowUpDay } from '../../../shared/follow-up.ts';

const amounts: Record<Amount, string> = {
	'too-little': 'Too little',
	right: 'Just right',
	'too-much': 'Too much',
};
const days: Record<FollowUpDay, string> = { 1: '24 hours after your session', 2: '48 hours after your session' };
/** One word for each number of soreness. */
const soreness = [
	'not sore at all',
	'hardly sore',
	'a little sore',
	'a little sore',
	'sore',
	'sore',
	'rather sore',
	'very sore',
	'very sore',
	'extremely sore',
	'as sore as I can imagine',
];

/** The page a client opens the days after, at home. */
export const followUp = {
	title: 'How was it?',
	about: 'Two questions about your session. No name, no account.',
	loading: 'One moment …',
	days,
	early: (day: string, clock: string) => `This page asks you from ${day}, ${clock}.`,
	earlyWhat: 'Keep it: leave it open, or add it to your bookmarks. It works until 72 hours after the session.',
	soreQuestion: 'How sore is the place that was treated?',
	soreHint: '0 is not sore at all, 10 is as sore as you can imagine.',
	soreness,
	soreLabel: (value: number, word: string) => `${value}, ${word}`,
	notChosen: 'Nothing chosen yet',
	amountQuestion: 'Looking back, how strong was the treatment?',
	amounts,
	send: 'Send',
	sending: 'Sending …',
	chooseBoth: 'Please answer both questions.',
	thanks: 'Thank you. It was passed on.',
	thanksWhat: 'Your therapist reads it before the next session.',
	notWatched: 'Nobody is called by this page. If it lasts longer or worries you, ask your therapist or a doctor.',
	over: 'There is nothing to answer here.',
	overWhat: 'This link was used already, or its time is over.',
	notPossible: 'The clinic gives no answer.',
	notPossibleWhat: 'See that you are connected, then try again. Your answers still stand here.',
	tooMany: 'That was a little fast. Wait a moment, then try again.',
	tryAgain: 'Try again',
};
