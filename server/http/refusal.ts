import type { Code } from '../../shared/codes.ts';

/** The HTTP status that goes with a code; 400 for those that are not here. */
const STATUS: Partial<Record<Code, number>> = {
	signed_out: 401,
	wrong_sign_in: 401,
	forbidden: 403,
	foreign_origin: 403,
	wrong_setup_code: 403,
	not_found: 404,
	no_session: 404,
	wrong_code: 404,
	set_up_already: 409,
	session_sealed: 409,
	code_needed: 401,
	wrong_second_code: 401,
	wrong_key: 401,
	wrong_link: 404,
	last_owner: 409,
	member_already: 409,
	legal_hold: 409,
	under_way: 409,
	ask_to_follow: 409,
	not_followed: 409,
	note_signed: 409,
	not_wanted: 409,
	conflict: 409,
	here_already: 409,
	session_erased: 410,
	too_large: 413,
	unsupported_media_type: 415,
	too_many: 429,
	internal: 500,
	not_recording: 503,
};

export function statusOf(code: Code): number {
	return STATUS[code] ?? 400;
}

/** Thrown by a handler to answer `{ error: code }` with the status that goes with it, or the one given. */
export class HttpRefusal extends Error {
	readonly code: Code;
	readonly status: number;

	constructor(code: Code, status: number = statusOf(code)) {
		super(code);
		this.name = 'HttpRefusal';
		this.code = code;
		this.status = status;
	}
}
