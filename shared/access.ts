/**
 * What the access log notes. `read`: an answer that carried a record, or a place given in a live session. `act`: something
 * that was done to a record or to someone's rights. `refused`: an attempt that was turned away.
 */
export const ACCESS = {
	'sessions-listed': 'read',
	'session-read': 'read',
	'session-exported': 'read',
	'session-started': 'read',
	'seat-granted': 'read',
	'phone-joined': 'read',
	'follow-asked': 'act',
	'session-followed': 'read',
	'session-imported': 'act',
	'session-moved': 'act',
	'session-deleted': 'act',
	'course-read': 'read',
	'insight-read': 'read',
	'insight-named': 'read',
	'clients-listed': 'read',
	'client-read': 'read',
	'client-exported': 'read',
	'client-registered': 'act',
	'client-changed': 'act',
	'client-merged': 'act',
	'client-erased': 'act',
	'client-anonymised': 'act',
	'hold-changed': 'act',
	'cautions-changed': 'act',
	'cautions-acknowledged': 'act',
	'masking-noted': 'act',
	'plan-changed': 'act',
	'consent-noted': 'act',
	'consents-read': 'read',
	'note-read': 'read',
	'note-saved': 'act',
	'note-signed': 'act',
	'note-amended': 'act',
	'hand-over-read': 'read',
	'follow-up-wanted': 'act',
	'follow-up-link-made': 'act',
	'follow-up-answered': 'act',
	'consent-words-changed': 'act',
	'settings-changed': 'act',
	'key-made': 'act',
	'key-revoked': 'act',
	'member-invited': 'act',
	'invitation-withdrawn': 'act',
	'member-joined': 'act',
	'role-changed': 'act',
	'member-disabled': 'act',
	'member-enabled': 'act',
	'reset-link-made': 'act',
	'password-changed': 'act',
	'logins-ended': 'act',
	'second-factor-changed': 'act',
	'retention-erased': 'act',
	'backup-restored': 'act',
	refused: 'refused',
	forged: 'refused',
} as const satisfies Record<string, AccessSort>;

export type AccessSort = 'read' | 'act' | 'refused';
export type AccessKind = keyof typeof ACCESS;

export function isAccessKind(value: string): value is AccessKind {
	return Object.hasOwn(ACCESS, value);
}
