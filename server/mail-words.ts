import type { Role } from '../shared/people-api.ts';
import type { Mail } from './mailer.ts';

/** What the server writes to people, in plain text. No record and no client is ever in it. */
type Letter = Omit<Mail, 'to'>;

const ROLES: Record<Role, string> = { owner: 'as an owner', therapist: 'as a therapist', desk: 'at the front desk' };

export const invitationMail = (about: {
	readonly clinic: string;
	readonly role: Role;
	readonly link: string;
}): Letter => ({
	subject: `${about.clinic} invites you to Palpate`,
	text: [
		`${about.clinic} invites you to work on Palpate ${ROLES[about.role]}.`,
		'Open this link to choose your name and password:',
		about.link,
		'It works once, within a week. If you did not expect it, you need do nothing.',
		'',
	].join('\n\n'),
});

export const resetMail = (about: { readonly link: string; readonly hours: number }): Letter => ({
	subject: 'A new password for Palpate',
	text: [
		'Open this link to choose a new password for Palpate:',
		about.link,
		`It works once, within ${about.hours === 1 ? 'an hour' : `${about.hours} hours`}. It ends every sign-in of yours. If nobody asked for it, you need do nothing: your password stays as it is.`,
		'',
	].join('\n\n'),
});
