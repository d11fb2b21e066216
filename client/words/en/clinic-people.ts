import type { Role } from '../../../shared/people-api.ts';

const roles: Record<Role, { readonly name: string; readonly may: string }> = {
	owner: { name: 'Owner', may: 'Sees and does everything here, people and settings included.' },
	therapist: {
		name: 'Therapist',
		may: 'Runs sessions and sees own clients’ records, or all of them if you set it so.',
	},
	desk: { name: 'Front desk', may: 'Registers clients and sees whom the clinic treats, and nothing of any record.' },
};

export const people = {
	title: 'People',
	loading: 'Looking who works here …',
	notPossible: 'The list can’t be shown right now.',
	empty: 'Nobody else works here yet.',
	emptyWhat: 'Invite a therapist or someone for the front desk. They get a link and choose a password of their own.',
	role: 'Role',
	roles,
	you: 'you',
	manage: 'Manage',
	withTotp: 'signs in with a code too',
	withoutTotp: 'signs in by password alone',
	seen: {
		never: 'not signed in',
		now: 'here now',
		today: (clock: string) => `last here at ${clock}`,
		earlier: (day: string) => `last here on ${day}`,
	},

	invite: {
		open: 'Invite someone',
		title: 'Whom do you invite?',
		email: 'Their e-mail',
		submit: 'Make the link',
		done: 'The link is ready',
		close: 'Done',
	},

	link: {
		mailed: (email: string) => `It is on its way to ${email} by mail. You may also hand it over yourself.`,
		handOver: (email: string) => `No mail was sent. Hand this link to ${email} yourself, and to nobody else.`,
		label: 'Link',
		until: (day: string, clock: string) => `Works once, until ${day}, ${clock}.`,
		copy: 'Copy',
		copied: 'Copied.',
		notCopied: 'This browser doesn’t copy by itself. The link is marked: copy it with the keyboard.',
		qr: 'QR code of the link',
		scan: 'Or let their phone’s camera read this.',
		once: 'You see it only now. If it gets lost, make another one: that ends this one.',
	},

	invited: {
		title: 'Invited, not here yet',
		until: (day: string) => `until ${day}`,
		fresh: 'New link',
		withdraw: 'Withdraw',
	},

	arrive: {
		invited: (clinic: string) => `${clinic} invites you`,
		asWhat: (role: string) => `You would work here as: ${role}.`,
		isNew: 'From now on you sign in with',
		hasAccount: 'You have an account here already. Type its password:',
		nameHint: 'As your colleagues and the records show it.',
		accept: 'Accept the invitation',
		accountMade: 'Your account is made. Sign in.',
		newPassword: 'Choose a new password',
		newPasswordWhat: 'It ends every sign-in of yours, and a session you have under way.',
		setPassword: 'Set the password',
		passwordSet: 'Your new password counts from now on. Sign in with it.',
		spent: 'This link opens nothing.',
		spentWhat: {
			invite: 'It was used already, withdrawn, or its time is over. Ask whoever invited you for a new one.',
			reset: 'It was used already, or its time is over. Ask for a new one.',
		},
		notPossible: 'The invitation can’t be shown right now.',
	},

	member: {
		onlyOwner: (name: string) =>
			`${name} is the only owner, and the clinic needs one. Make someone else an owner first; then this role can change.`,
		worksElsewhere: 'This person works for another clinic as well. What opens their account is theirs alone to change.',
		changeRole: 'Change the role',
		roleChanges: (name: string) => `It counts at once. If ${name} has a session under way, its page closes.`,
		roleChangesYou: 'It counts at once, for you as well: this page may no longer be yours.',
		roleIs: (role: string) => `The role is now: ${role}.`,
		link: 'New password',
		linkWhat: 'A link with which they choose a new one. The old one works until then.',
		makeLink: 'Make a link',
		logins: 'Signed in',
		loginsWhat: 'Signs them out on every device. A session under way closes too.',
		endLogins: 'Sign out everywhere',
		loginsEnded: 'Signed out everywhere.',
		totp: 'Second factor',
		totpWhat: 'If the authenticator is lost: they sign in by password alone until they set up a new one.',
		endTotp: 'Take it off',
		totpEnded: 'The second factor is off.',
		working: 'Works here',
		disabled: 'Disabled',
		disableWhat: 'Ends all access at once, a session under way included. Records stay.',
		disable: 'Disable',
		disableHint: 'Hold for a second to disable',
		isDisabled: 'Disabled: nothing here opens for them any more.',
		enableWhat: 'Lets them in again, with the password and role they had.',
		enable: 'Let in again',
		isEnabled: 'They can sign in again.',
	},
};
