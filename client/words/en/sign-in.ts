/** Signing in and staying so, on the therapist and clinic pages. */
export const signIn = {
	title: 'Sign in',
	email: 'E-mail',
	password: 'Password',
	show: 'Show',
	hide: 'Hide',
	showLabel: 'Show the password',
	submit: 'Sign in',
	emailMissing: 'Type your e-mail address.',
	passwordMissing: 'Type your password.',

	code: {
		title: 'One more step',
		label: 'Code',
		hint: 'The six digits that your authenticator shows now.',
		missing: 'Type the code.',
		recovery: 'Recovery code',
		recoveryHint: 'One of those you kept. Each works once.',
		useRecovery: 'Use a recovery code',
		useCode: 'Use the authenticator',
	},

	forgotten: {
		open: 'Forgotten your password?',
		title: 'A new password',
		hint: 'If it is known here, a link comes by mail to choose a new password.',
		submit: 'Send me a link',
		asked:
			'If that address is known here, a link is on its way to it. It works for an hour. Look among unwanted mail too.',
		askOwner:
			'Forgotten? The owner of your clinic can give you a link for a new password. Owners ask whoever looks after the server.',
	},

	alone: {
		title: 'Are you still there?',
		what: 'Nobody has touched this page for a while. It is about to sign you out.',
		left: (seconds: number) => `${seconds} s`,
		stay: 'Stay signed in',
		done: 'You were signed out, since this page was left alone.',
	},
};
