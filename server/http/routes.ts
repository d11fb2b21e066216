import type * as v from 'valibot';
import type { AccessKind } from '../../shared/access.ts';
import { accessListRequest, accessVerifyRequest } from '../../shared/access-api.ts';
import {
	acknowledgeRequest,
	cautionsRequest,
	changeClientRequest,
	clientListRequest,
	mergeRequest,
	planRequest,
	registerClientRequest,
	todayRequest,
} from '../../shared/clients-api.ts';
import { consentRequest, consentWordsRequest } from '../../shared/consent-api.ts';
import { insightRequest } from '../../shared/course-api.ts';
import {
	clientSearchRequest,
	correctClientRequest,
	importRequest,
	joinRequest,
	sessionListRequest,
	setupRequest,
	signInRequest,
	startSessionRequest,
} from '../../shared/http-api.ts';
import { holdRequest, settingsRequest } from '../../shared/keeping-api.ts';
import { newKeyRequest, pageRequest, type Scope } from '../../shared/keys-api.ts';
import {
	amendNoteRequest,
	answerFollowUpRequest,
	readFollowUpRequest,
	saveNoteRequest,
	signNoteRequest,
	wantFollowUpRequest,
} from '../../shared/notes-api.ts';
import {
	acceptRequest,
	chooseClinicRequest,
	forgottenRequest,
	inviteRequest,
	ownLoginRequest,
	passwordRequest,
	resetRequest,
	roleRequest,
	tokenRequest,
	totpBeginRequest,
	totpConfirmRequest,
	totpEndRequest,
} from '../../shared/people-api.ts';
import { sayRequest } from '../live/say-request.ts';
import type { Role } from '../store/members.ts';

/** Who may call a route: anyone at all; members of a clinic with one of these roles; programs with a key of that scope. */
export type Audience = 'anyone' | readonly Role[] | { readonly scope: Scope };

const EVERY_ROLE: readonly Role[] = ['owner', 'therapist', 'desk'];
const OWNERS: readonly Role[] = ['owner'];
const CARERS: readonly Role[] = ['owner', 'therapist'];

/** Largest body, bytes. The second road may carry a backlog of *say* (W9). */
const BODY_BYTES = 16 * 1024;
const SAY_BYTES = 64 * 1024;
/** A session of three hours in which the slider never stood still. */
const IMPORT_BYTES = 40 * 1024 * 1024;
/** Four sections of a note. */
const NOTE_BYTES = 64 * 1024;

export type Method = 'GET' | 'POST' | 'DELETE';
type BodySchema = v.GenericSchema | null;

export interface Route {
	readonly method: Method;
	readonly path: string;
	readonly who: Audience;
	/** What the body must be; null where none is read. */
	readonly body: BodySchema;
	readonly bodyBytes: number;
	/** The list in a long body that is read item by item; null where a body is read at once. One long body is read at a time. */
	readonly list: string | null;
	/** The status of a body that is too large: where a password is taken, that is one more wrong password. */
	readonly tooLarge: 400 | 413;
	/** What a good answer is noted as in the clinic's access log; null where it carries no record and changes none. */
	readonly logs: AccessKind | null;
	/** False: a page may ask by itself, so that it is no sign of its person, and prolongs no login. */
	readonly isSign: boolean;
}

function route<const W extends Audience, S extends BodySchema>(
	method: Method,
	path: string,
	who: W,
	body: S,
	special: Partial<Pick<Route, 'bodyBytes' | 'list' | 'tooLarge' | 'logs' | 'isSign'>> = {},
) {
	return {
		method,
		path,
		who,
		body,
		bodyBytes: BODY_BYTES,
		list: null,
		tooLarge: 413,
		logs: null,
		isSign: true,
		...special,
	} as const;
}

/** Every route of the interface; the server registers these and no others. `:session` and the like are ids of the caller's clinic. */
export const ROUTES = {
	health: route('GET', '/healthz', 'anyone', null),
	readSetup: route('GET', '/api/setup', 'anyone', null),
	setUp: route('POST', '/api/setup', 'anyone', setupRequest, { tooLarge: 400 }),
	signIn: route('POST', '/api/sign-in', 'anyone', signInRequest, { tooLarge: 400 }),
	signOut: route('POST', '/api/sign-out', 'anyone', null),
	me: route('GET', '/api/me', EVERY_ROLE, null),
	forgottenPassword: route('POST', '/api/password/forgotten', 'anyone', forgottenRequest),
	resetPassword: route('POST', '/api/password/reset', 'anyone', resetRequest, {
		tooLarge: 400,
		logs: 'password-changed',
	}),
	readInvitation: route('POST', '/api/invitation', 'anyone', tokenRequest),
	acceptInvitation: route('POST', '/api/invitation/accept', 'anyone', acceptRequest, {
		tooLarge: 400,
		logs: 'member-joined',
	}),
	changePassword: route('POST', '/api/password', EVERY_ROLE, passwordRequest, {
		tooLarge: 400,
		logs: 'password-changed',
	}),
	readAccount: route('GET', '/api/account', EVERY_ROLE, null),
	ownLogin: route('POST', '/api/logins/own', EVERY_ROLE, ownLoginRequest, { isSign: false }),
	listLogins: route('POST', '/api/logins/list', EVERY_ROLE, null),
	endLogin: route('POST', '/api/logins/:login/end', EVERY_ROLE, null, { logs: 'logins-ended' }),
	beginTotp: route('POST', '/api/totp/begin', EVERY_ROLE, totpBeginRequest, { tooLarge: 400 }),
	confirmTotp: route('POST', '/api/totp/confirm', EVERY_ROLE, totpConfirmRequest, { logs: 'second-factor-changed' }),
	endTotp: route('POST', '/api/totp/end', EVERY_ROLE, totpEndRequest, {
		tooLarge: 400,
		logs: 'second-factor-changed',
	}),
	listClinics: route('POST', '/api/clinics/list', EVERY_ROLE, null),
	chooseClinic: route('POST', '/api/clinics/choose', EVERY_ROLE, chooseClinicRequest),
	listMembers: route('POST', '/api/members/list', OWNERS, null),
	listMemberNames: route('POST', '/api/members/names', EVERY_ROLE, null),
	invite: route('POST', '/api/invitations', OWNERS, inviteRequest, { logs: 'member-invited' }),
	withdrawInvitation: route('DELETE', '/api/invitations/:invitation', OWNERS, null, { logs: 'invitation-withdrawn' }),
	changeRole: route('POST', '/api/members/:member/role', OWNERS, roleRequest, { logs: 'role-changed' }),
	disableMember: route('POST', '/api/members/:member/disable', OWNERS, null, { logs: 'member-disabled' }),
	enableMember: route('POST', '/api/members/:member/enable', OWNERS, null, { logs: 'member-enabled' }),
	makeResetLink: route('POST', '/api/members/:member/reset-link', OWNERS, null, { logs: 'reset-link-made' }),
	endMemberLogins: route('POST', '/api/members/:member/logins/end', OWNERS, null, { logs: 'logins-ended' }),
	endMemberTotp: route('POST', '/api/members/:member/totp/end', OWNERS, null, { logs: 'second-factor-changed' }),
	searchClients: route('POST', '/api/clients/search', CARERS, clientSearchRequest),
	listClients: route('POST', '/api/clients/list', EVERY_ROLE, clientListRequest, { logs: 'clients-listed' }),
	registerClient: route('POST', '/api/clients', EVERY_ROLE, registerClientRequest, { logs: 'client-registered' }),
	readClient: route('GET', '/api/clients/:client', CARERS, null, { logs: 'client-read' }),
	changeClient: route('POST', '/api/clients/:client', EVERY_ROLE, changeClientRequest, { logs: 'client-changed' }),
	setCautions: route('POST', '/api/clients/:client/cautions', CARERS, cautionsRequest, { logs: 'cautions-changed' }),
	acknowledgeCautions: route('POST', '/api/clients/:client/cautions/acknowledge', CARERS, acknowledgeRequest, {
		logs: 'cautions-acknowledged',
	}),
	setToday: route('POST', '/api/clients/:client/today', CARERS, todayRequest, { logs: 'masking-noted' }),
	setPlan: route('POST', '/api/clients/:client/plan', CARERS, planRequest, { logs: 'plan-changed' }),
	noteConsent: route('POST', '/api/clients/:client/consents', CARERS, consentRequest, { logs: 'consent-noted' }),
	listConsents: route('POST', '/api/clients/:client/consents/list', CARERS, null, { logs: 'consents-read' }),
	mergeClient: route('POST', '/api/clients/:client/merge', OWNERS, mergeRequest, { logs: 'client-merged' }),
	readCourse: route('GET', '/api/clients/:client/course', CARERS, null, { logs: 'course-read' }),
	exportClient: route('GET', '/api/clients/:client/export', CARERS, null, { logs: 'client-exported' }),
	holdClient: route('POST', '/api/clients/:client/hold', OWNERS, holdRequest, { logs: 'hold-changed' }),
	anonymiseClient: route('POST', '/api/clients/:client/anonymise', OWNERS, null, { logs: 'client-anonymised' }),
	eraseClient: route('POST', '/api/clients/:client/erase', OWNERS, null, { logs: 'client-erased' }),
	readConsentWords: route('GET', '/api/consent-words', EVERY_ROLE, null),
	addConsentWords: route('POST', '/api/consent-words', OWNERS, consentWordsRequest, { logs: 'consent-words-changed' }),
	readSettings: route('GET', '/api/settings', EVERY_ROLE, null),
	writeSettings: route('POST', '/api/settings', OWNERS, settingsRequest, { logs: 'settings-changed' }),
	listDue: route('POST', '/api/retention/due', OWNERS, null, { logs: 'clients-listed' }),
	eraseDue: route('POST', '/api/retention/erase', OWNERS, null, { logs: 'retention-erased' }),
	startSession: route('POST', '/api/sessions', CARERS, startSessionRequest, { logs: 'session-started' }),
	listOpenSessions: route('POST', '/api/sessions/open', CARERS, null, { isSign: false }),
	listSessions: route('POST', '/api/sessions/list', CARERS, sessionListRequest, { logs: 'sessions-listed' }),
	readSession: route('GET', '/api/sessions/:session', CARERS, null, { logs: 'session-read' }),
	readAgainst: route('GET', '/api/sessions/:session/against', CARERS, null, { logs: 'course-read' }),
	readCsv: route('GET', '/api/sessions/:session/csv', CARERS, null, { logs: 'session-exported' }),
	readJson: route('GET', '/api/sessions/:session/json', CARERS, null, { logs: 'session-exported' }),
	readFhir: route('GET', '/api/sessions/:session/fhir', CARERS, null, { logs: 'session-exported' }),
	importSession: route('POST', '/api/sessions/import', OWNERS, importRequest, {
		bodyBytes: IMPORT_BYTES,
		list: 'events',
		logs: 'session-imported',
	}),
	grantSeat: route('POST', '/api/sessions/:session/seat', CARERS, null, { logs: 'seat-granted' }),
	issueCode: route('POST', '/api/sessions/:session/code', CARERS, null),
	correctClient: route('POST', '/api/sessions/:session/client', CARERS, correctClientRequest, {
		logs: 'session-moved',
	}),
	endSession: route('POST', '/api/sessions/:session/end', CARERS, null),
	deleteSession: route('DELETE', '/api/sessions/:session', CARERS, null, { logs: 'session-deleted' }),
	readNote: route('GET', '/api/sessions/:session/note', CARERS, null, { logs: 'note-read' }),
	saveNote: route('POST', '/api/sessions/:session/note', CARERS, saveNoteRequest, {
		bodyBytes: NOTE_BYTES,
		logs: 'note-saved',
	}),
	signNote: route('POST', '/api/sessions/:session/note/sign', CARERS, signNoteRequest, { logs: 'note-signed' }),
	amendNote: route('POST', '/api/sessions/:session/note/amend', CARERS, amendNoteRequest, { logs: 'note-amended' }),
	makeFollowUpLink: route('POST', '/api/sessions/:session/follow-up', CARERS, null, { logs: 'follow-up-link-made' }),
	readHandOver: route('GET', '/api/clients/:client/hand-over', CARERS, null, { logs: 'hand-over-read' }),
	readInsight: route('POST', '/api/insight', OWNERS, insightRequest, { logs: 'insight-read' }),
	readNamedInsight: route('POST', '/api/insight/named', OWNERS, insightRequest, { logs: 'insight-named' }),
	listKeys: route('POST', '/api/keys/list', OWNERS, null),
	makeKey: route('POST', '/api/keys', OWNERS, newKeyRequest, { logs: 'key-made' }),
	revokeKey: route('DELETE', '/api/keys/:key', OWNERS, null, { logs: 'key-revoked' }),
	v1ListSessions: route('POST', '/api/v1/sessions', { scope: 'sessions' }, pageRequest, { logs: 'sessions-listed' }),
	v1ReadSession: route('GET', '/api/v1/sessions/:session', { scope: 'records' }, null, { logs: 'session-read' }),
	v1ListClients: route('POST', '/api/v1/clients', { scope: 'clients' }, pageRequest, { logs: 'clients-listed' }),
	listAccess: route('POST', '/api/access/list', OWNERS, accessListRequest),
	verifyAccess: route('POST', '/api/access/verify', OWNERS, accessVerifyRequest),
	readAccessCsv: route('GET', '/api/access/csv', OWNERS, null),
	join: route('POST', '/api/join', 'anyone', joinRequest, { logs: 'phone-joined' }),
	wantFollowUp: route('POST', '/api/live/follow-up', 'anyone', wantFollowUpRequest, { logs: 'follow-up-wanted' }),
	readFollowUp: route('POST', '/api/follow-up/read', 'anyone', readFollowUpRequest),
	answerFollowUp: route('POST', '/api/follow-up/answer', 'anyone', answerFollowUpRequest, {
		logs: 'follow-up-answered',
	}),
	liveSay: route('POST', '/api/live/say', 'anyone', sayRequest, { bodyBytes: SAY_BYTES }),
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof ROUTES;
export type BodyOf<K extends RouteName> =
	(typeof ROUTES)[K]['body'] extends v.GenericSchema<unknown, infer Body> ? Body : null;
