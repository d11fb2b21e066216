/** Every reason the server gives, each with a sentence a person understands. The list is closed: nothing else is ever sent. */
export const CODES = {
	bad_request: 'That could not be understood.',
	bad_json: 'That could not be read.',
	unsupported_media_type: 'That kind of content is not taken here.',
	too_large: 'That is too large.',
	out_of_range: 'That number lies outside the scale.',
	unknown_event: 'That kind of message is not known here.',
	too_many: 'Too much at once. Wait a moment and go on.',
	forbidden: 'That is not yours to do.',
	signed_out: 'Please sign in.',
	not_admitted: 'Your therapist has not let this phone in yet.',
	removed: 'This phone was taken out of the session.',
	draining_only: 'Another device has taken this place.',
	conflict: 'This was already recorded differently; what came first stands.',
	no_session: 'There is no such session.',
	not_found: 'There is nothing here.',
	session_sealed: 'This session is closed for good.',
	session_erased: 'This session was erased.',
	page_too_old: 'This page is older than the clinic’s server. Reload it.',
	server_too_old: 'This page is newer than the clinic’s server. Nothing is lost; try again later.',
	upgrade_required: 'This page can’t talk to the clinic’s server. Reload it.',
	foreign_origin: 'This came from another site.',
	wrong_code: 'That code does not open a session. Ask for a new one.',
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
	note_signed: 'This note is signed. It can only be added to.',
	not_wanted: 'The client did not ask for it.',
	not_recording: 'The record is not available right now.',
	too_slow: 'This connection could not keep up.',
	internal: 'Something went wrong here. It was noted.',
} as const;

export type Code = keyof typeof CODES;

export function isCode(value: unknown): value is Code {
	return typeof value === 'string' && Object.hasOwn(CODES, value);
}
