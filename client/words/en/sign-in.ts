/** Signing in, on the therapist and clinic pages. */
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
	forgotten: 'Forgotten? Whoever looks after the server can set a new one there.',
};
