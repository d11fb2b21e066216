/**
 * The reasons that a phone may be given, on its line and as it joins, each with a sentence a person understands. Apart from
 * the others, which no phone's page carries.
 */
export const LINE_CODES = {
	bad_request: 'That could not be understood.',
	too_many: 'Too much at once. Wait a moment.',
	removed: 'This phone was taken out of the session.',
	draining_only: 'Another device has taken this place.',
	no_session: 'There is no such session.',
	not_found: 'There is nothing here.',
	session_sealed: 'This session is closed for good.',
	session_erased: 'This session was erased.',
	page_too_old: 'This page is older than the clinic’s server. Reload it.',
	server_too_old: 'This page is newer than the clinic’s server. Nothing is lost; try again later.',
	foreign_origin: 'This came from another site.',
	wrong_code: 'That code does not open a session. Ask for a new one.',
	not_recording: 'The record is not available right now.',
	too_slow: 'This connection could not keep up.',
	internal: 'Something went wrong here. It was noted.',
} as const;

export function isLineCode(value: unknown): value is keyof typeof LINE_CODES {
	return typeof value === 'string' && Object.hasOwn(LINE_CODES, value);
}
