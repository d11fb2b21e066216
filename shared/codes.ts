import { LINE_CODES } from './line-codes.ts';

/** Every reason the server gives, each with a sentence a person understands. The list is closed: nothing else is ever sent. */
export const CODES = {
	...LINE_CODES,
	too_large: 'That is too large.',
	bad_json: 'That could not be read.',
	unsupported_media_type: 'That kind of content is not taken here.',
	upgrade_required: 'This page can’t talk to the clinic’s server. Reload it.',
	not_admitted: 'Your therapist has not let this phone in yet.',
	forbidden: 'That is not yours to do.',
	out_of_range: 'That number lies outside the scale.',
	unknown_event: 'That kind of message is not known here.',
	signed_out: 'Please sign in.',
	conflict: 'This was already recorded differently; what came first stands.',
	wrong_sign_in: 'That e-mail and password do not belong together.',
	set_up_already: 'This clinic has been set up already.',
	wrong_setup_code: 'That is not the set-up code shown in the terminal.',
	code_needed: 'Enter the code of your authenticator.',
	wrong_second_code: 'That code is not right, or was used already.',
	wrong_key: 'That key opens nothing here.',
	wrong_link: 'This link was used already, or its time is over. Ask for a new one.',
	last_owner: 'The clinic needs an owner.',
	member_already: 'This person works for the clinic already.',
	legal_hold: 'A legal hold stands on this record.',
	under_way: 'A session is still under way.',
	ask_to_follow: 'This session is under way. Ask to follow it.',
	not_followed: 'The client does not want this session followed by you.',
	not_ours: 'This is not a session as Palpate takes it out.',
	not_whole: 'Something of this file is missing or was changed, so nothing of it was taken.',
	here_already: 'This session is here already.',
	note_signed: 'This note is signed. It can only be added to.',
	not_wanted: 'The client did not ask for it.',
} as const;

export type Code = keyof typeof CODES;

export function isCode(value: unknown): value is Code {
	return typeof value === 'string' && Object.hasOwn(CODES, value);
}
