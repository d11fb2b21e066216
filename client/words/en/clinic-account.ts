export const account = {
	title: 'Your account',
	signsInAs: 'Signs in as',
	notPossible: 'Your account can’t be shown right now.',

	password: {
		title: 'Password',
		about: 'Changing it signs you out on every other device and closes a session you have under way.',
		former: 'Password until now',
		next: 'New password',
		submit: 'Change the password',
		wrong: 'That is not your password.',
		done: 'Your new password counts from now on.',
	},

	totp: {
		title: 'Second factor',
		about:
			'With it a password alone opens nothing: an authenticator app on your phone shows a code that is asked for too.',
		on: 'It is on.',
		off: 'It is off.',
		left: {
			one: 'One recovery code is left. Take the second factor off and set it up again to get fresh ones.',
			other: '# recovery codes are left.',
		},
		already: 'It is on already. Load this page again.',
		begin: 'Set it up',
		end: 'Take it off',
		go: 'Go on',
		passwordHint: 'To be sure that it is you.',
		scan: 'Open your authenticator app and let it read this.',
		qr: 'QR code for an authenticator app',
		orType: 'Or type this into it:',
		code: 'The code that it shows now',
		confirm: 'Turn it on',
		isOn: 'The second factor is on.',
		recovery: 'Recovery codes',
		recoveryWhat:
			'If your phone is lost, each of these signs you in once. Keep them on paper, not on that phone. You see them only now.',
		kept: 'I have kept them',
	},

	logins: {
		title: 'Where you are signed in',
		about: 'Sign out what you don’t know or no longer have. It also closes a session you have under way.',
		device: (browser: string | null, system: string | null) =>
			[browser ?? 'Something', system].filter((part) => part !== null).join(' on '),
		isThis: 'this one',
		at: (day: string, clock: string) => `${day}, ${clock}`,
		since: (when: string) => `since ${when}`,
		seen: (when: string) => `last used ${when}`,
		end: 'Sign out',
	},

	clinics: {
		title: 'Your clinics',
		about: 'You work for several. One is open at a time.',
		isThis: 'open now',
		choose: 'Open',
	},
};
