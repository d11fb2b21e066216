/** The page that asks who you are. */
export const home = {
	title: 'Palpate',
	who: 'Who are you?',
	about: 'A live line between the person on the table and the hands that treat them.',
	client: 'I am being treated',
	clientHint: 'Join with the code your therapist shows you.',
	therapist: 'I am the therapist',
	therapistHint: 'Start a session and read how it feels.',
	clinic: 'I look after the clinic',
	clinicHint: 'Review sessions and set things up.',
	setUpNeeded: 'This server is new. Its clinic is set up first.',
	setUp: 'Set up the clinic',
	noAnswer: 'The clinic’s server gives no answer. You can still try one of these.',
};
