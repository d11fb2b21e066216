import * as v from 'valibot';
import { idSchema, line, type MeAnswer, password } from './http-api.ts';

/** Routes about the people who work for a clinic. */

export const ROLES = ['owner', 'therapist', 'desk'] as const;
export type Role = MeAnswer['member']['role'];

/** What is not known has the fewest rights. */
export const asRole = (role: string | null): Role => ROLES.find((known) => known === role) ?? 'desk';

const role = v.picklist(ROLES);
const email = v.pipe(v.string(), v.trim(), v.maxLength(254), v.email(), v.toLowerCase());
/** A one-time right, from the fragment of a link. */
const token = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/));
/** Six digits of an authenticator, or a recovery code. */
export const secondCode = v.pipe(v.string(), v.maxLength(32));

// POST /api/members/list: for the owner
export interface MemberListAnswer {
	readonly members: readonly MemberRow[];
	readonly invitations: readonly InvitationRow[];
}
export interface MemberRow {
	readonly id: string;
	readonly name: string;
	readonly email: string;
	readonly role: Role;
	readonly isDisabled: boolean;
	/** Signs in with a second factor. */
	readonly hasTotp: boolean;
	/** The last sign of any login, ms since epoch. */
	readonly seenAt: number | null;
}
export interface InvitationRow {
	readonly id: string;
	readonly email: string;
	readonly role: Role;
	readonly expiresAt: number;
}
// POST /api/members/names: for every member, to choose a therapist from; without those disabled
export interface MemberNamesAnswer {
	readonly members: readonly Pick<MemberRow, 'id' | 'name' | 'role'>[];
}

// POST /api/invitations: invites by e-mail address; one before to the same address ends
export const inviteRequest = v.strictObject({ email, role });
/** A link to be handed over. It works once, until it expires; nobody is shown it again. */
export interface LinkAnswer {
	readonly link: string;
	readonly expiresAt: number;
	/** Taken by the mail server as well. */
	readonly isMailed: boolean;
}
// DELETE /api/invitations/:invitation

// POST /api/invitation: what the link is for, for whoever has it
export const tokenRequest = v.strictObject({ token });
export interface InvitationAnswer {
	readonly clinic: string;
	readonly email: string;
	readonly role: Role;
	/** Signs in elsewhere on this server already: then it takes that password, and no name. */
	readonly hasAccount: boolean;
}
// POST /api/invitation/accept: makes the member, and signs in
export const acceptRequest = v.strictObject({
	token,
	name: v.optional(line(1, 80)),
	password,
	code: v.optional(secondCode),
});

export interface AcceptAnswer {
	/** False where too many signed in from there just now: then the sign-in form does it. */
	readonly isSignedIn: boolean;
}

// POST /api/members/:member/role: the clinic keeps an owner (`last_owner`); the member's live lines close first
export const roleRequest = v.strictObject({ role });
// POST /api/members/:member/disable, …/enable: every live line and login is closed before it is answered
// POST /api/members/:member/reset-link: a LinkAnswer; `forbidden` for somebody who works for another clinic too
// POST /api/members/:member/logins/end
// POST /api/members/:member/totp/end: for somebody who lost the authenticator; `forbidden` as above

// POST /api/password/forgotten: answers alike whether anybody has that address; `not_found` where no mail is sent
export const forgottenRequest = v.strictObject({ email });
// POST /api/password/reset: by the link; ends every login and live line of that person
export const resetRequest = v.strictObject({ token, password });
// POST /api/password: one's own; ends every other login, and one's live lines
export const passwordRequest = v.strictObject({ former: v.pipe(v.string(), v.maxLength(256)), password });

// GET /api/account: one's own
export interface AccountAnswer {
	readonly email: string;
	readonly hasTotp: boolean;
	/** Recovery codes that still work. */
	readonly recoveryCodes: number;
}

// POST /api/logins/own: how long one's own login still stands; with `isHere` its person gave a sign
export const ownLoginRequest = v.strictObject({ isHere: v.boolean() });
export interface OwnLoginAnswer {
	/** Without a further sign, ms. */
	readonly leftMs: number;
	/** As the owner set it. */
	readonly signOutMinutes: number;
}

// POST /api/logins/list: one's own
export interface LoginListAnswer {
	readonly logins: readonly {
		readonly id: string;
		readonly createdAt: number;
		readonly seenAt: number | null;
		readonly userAgent: string | null;
		readonly address: string | null;
		/** The one that asked. */
		readonly isThis: boolean;
	}[];
}
// POST /api/logins/:login/end: one's own

// POST /api/totp/begin: a fresh secret, in force once it is confirmed
export const totpBeginRequest = v.strictObject({ password: v.pipe(v.string(), v.maxLength(256)) });
export interface TotpBeginAnswer {
	/** Base32, to be typed where no QR can be read. */
	readonly secret: string;
	/** `otpauth://…`, for a QR drawn in the page. */
	readonly uri: string;
}
// POST /api/totp/confirm
export const totpConfirmRequest = v.strictObject({ code: secondCode });
export interface TotpConfirmAnswer {
	/** Each works once in the place of a code; nobody is shown them again. */
	readonly recoveryCodes: readonly string[];
}
// POST /api/totp/end
export const totpEndRequest = v.strictObject({ password: v.pipe(v.string(), v.maxLength(256)) });

// POST /api/clinics/list: the clinics one works for; POST /api/clinics/choose: goes on in another of them
export interface ClinicListAnswer {
	readonly clinics: readonly { readonly id: string; readonly name: string; readonly isThis: boolean }[];
}
export const chooseClinicRequest = v.strictObject({ clinic: idSchema });
