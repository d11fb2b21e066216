import type { Generated, Kysely } from 'kysely';

/**
 * The clinic's store. Instants are ms since epoch; in the tables of the sign-in library they are ISO 8601 text, as it
 * writes them. Truth is 0 or 1.
 */
export interface Tables {
	user: UserTable;
	login: LoginTable;
	account: AccountTable;
	verification: VerificationTable;
	clinic: ClinicTable;
	member: MemberTable;
	invitation: InvitationTable;
	rateLimit: RateLimitTable;
	client: ClientTable;
	session: SessionTable;
	device: DeviceTable;
	access: AccessTable;
	tombstone: TombstoneTable;
	setting: SettingTable;
	caution: CautionTable;
	masking: MaskingTable;
	plan: PlanTable;
	trace: TraceTable;
	consent: ConsentTable;
	consentWords: ConsentWordsTable;
	resetLink: ResetLinkTable;
	totp: TotpTable;
	apiKey: ApiKeyTable;
	note: NoteTable;
	amendment: AmendmentTable;
	followUp: FollowUpTable;
	followUpLink: FollowUpLinkTable;
	followUpReply: FollowUpReplyTable;
}

export type ClinicDb = Kysely<Tables>;

type IsoInstant = string;
type Truth = 0 | 1;

/** A person who can sign in. */
interface UserTable {
	id: string;
	name: string;
	email: string;
	emailVerified: Truth;
	image: string | null;
	createdAt: IsoInstant;
	updatedAt: IsoInstant;
}

/** A signed-in period; the library calls it session. */
interface LoginTable {
	id: string;
	expiresAt: IsoInstant;
	token: string;
	createdAt: IsoInstant;
	updatedAt: IsoInstant;
	ipAddress: string | null;
	userAgent: string | null;
	userId: string;
	activeOrganizationId: string | null;
	/** The last sign of whoever signed in, ms since epoch. */
	seenAt: number | null;
}

/** How a person signs in: `providerId` is `credential` for a password. */
interface AccountTable {
	id: string;
	accountId: string;
	providerId: string;
	userId: string;
	accessToken: string | null;
	refreshToken: string | null;
	idToken: string | null;
	accessTokenExpiresAt: IsoInstant | null;
	refreshTokenExpiresAt: IsoInstant | null;
	scope: string | null;
	/** Argon2id, in its own encoded form. */
	password: string | null;
	createdAt: IsoInstant;
	updatedAt: IsoInstant;
}

interface VerificationTable {
	id: string;
	identifier: string;
	value: string;
	expiresAt: IsoInstant;
	createdAt: IsoInstant;
	updatedAt: IsoInstant;
}

/** A tenant; the library calls it organization. */
interface ClinicTable {
	id: string;
	name: string;
	slug: string;
	logo: string | null;
	metadata: string | null;
	/** IANA name of its time zone. */
	zone: string;
	createdAt: IsoInstant;
}

interface MemberTable {
	id: string;
	organizationId: string;
	userId: string;
	role: string;
	createdAt: IsoInstant;
	/** ms since epoch; null: may sign in. */
	disabledAt: number | null;
}

interface InvitationTable {
	id: string;
	organizationId: string;
	email: string;
	role: string | null;
	status: string;
	expiresAt: IsoInstant;
	createdAt: IsoInstant;
	inviterId: string;
	tokenHash: string | null;
}

interface RateLimitTable {
	id: string;
	key: string;
	count: number;
	lastRequest: number;
}

interface ClientTable {
	id: string;
	clinic: string;
	name: string;
	/** The name as it is searched: without case and accents. */
	searchName: string;
	createdAt: number;
	isPseudonym: Generated<Truth>;
	/** Entered by hand: stays without a session, where a name taken for a session goes with its last one. */
	isRegistered: Generated<Truth>;
	birthYear: number | null;
	/** Why the client comes, in the clinic's words. */
	reason: string | null;
	/** The member who looks after this client, where one was named. */
	therapist: string | null;
	/** The record this one was merged into; it stands there for the trace and is in no list. */
	mergedInto: string | null;
	anonymisedAt: number | null;
	/** A legal hold: nothing of this client is erased. */
	holdReason: string | null;
	heldAt: number | null;
	heldBy: string | null;
}

interface SessionTable {
	id: string;
	clinic: string;
	member: string;
	/** Null until the client chooses to be recorded; for ever in a live-only session. */
	client: string | null;
	startedAt: number;
	endedAt: number | null;
	sealedAt: number | null;
	recording: 'held' | 'recorded' | 'live-only' | 'withdrawn';
	isTest: Truth;
	/** JSON list of the points' names. */
	points: Generated<string>;
	/** Tenths. */
	peak: number | null;
	stops: Generated<number>;
	/** JSON `{ low, high, edge }` as it was at the end. */
	band: string | null;
	/** When it was brought in; null where it was recorded here. */
	importedAt: number | null;
	/** The id it was first recorded under, where that was elsewhere. */
	origin: string | null;
}

interface DeviceTable {
	id: string;
	session: string;
	seat: 'client' | 'therapist' | 'owner' | 'observer' | 'server';
	member: string | null;
	tokenHash: string;
	words: string;
	standing: 'asking' | 'admitted' | 'draining' | 'removed';
	hasSaidBye: Truth;
}

/** One entry of a clinic's access log. Ids only, and no references: it outlives what it names. */
interface AccessTable {
	clinic: string;
	/** From 1, without a gap. */
	n: number;
	at: number;
	what: string;
	member: string | null;
	as: string;
	session: string | null;
	client: string | null;
	/** A member or an invitation that something was done to. */
	subject: string | null;
	code: string | null;
	times: number;
	/** The hash of the entry before; empty in the first. */
	before: string;
	/** SHA-256 of all the rest, hex. */
	hash: string;
}

interface TombstoneTable {
	/** `session`: gone. `record`: the row of a live-only session stays. `client`: gone. `anonymous`: nobody's name stays. */
	kind: 'session' | 'record' | 'client' | 'anonymous';
	id: string;
	clinic: string;
	at: number;
	/** Null until everything it means is out of the store and the journal. */
	doneAt: number | null;
}

/** What the owner sets. */
interface SettingTable {
	clinic: string;
	therapistsSee: 'own' | 'all';
	signOutMinutes: number;
	/** Null: records are kept until someone erases them. */
	retentionYears: number | null;
	minorUntilAge: number | null;
	erasesByItself: Truth;
}

/** Something about a client, who noted it and when. */
interface ClientFactTable {
	id: string;
	client: string;
	member: string | null;
	at: number;
}

interface CautionTable extends ClientFactTable {
	caution: string;
	endedAt: number | null;
	endedBy: string | null;
}

/** Something taken that may mask ratings on that day of the clinic, `2026-01-05`. */
interface MaskingTable extends ClientFactTable {
	day: string;
	what: string;
}

/** A treatment plan; the newest is the one in force. */
interface PlanTable extends ClientFactTable {
	goal: string;
	/** A day of the clinic. */
	reviewOn: string | null;
}

/** What happened to a record as a whole: where it came from and where it went. */
interface TraceTable extends ClientFactTable {
	what: string;
	session: string | null;
	/** The other client's id. */
	other: string | null;
}

interface ConsentTable extends ClientFactTable {
	use: 'relay' | 'recording' | 'teaching';
	isGiven: Truth;
	/** Of the clinic's words; null where it has none of its own. */
	version: number | null;
	/** `phone`: on the client's phone. `spoken`: entered by the therapist in the session. `desk`: entered on the clinic page. */
	how: string;
	session: string | null;
}

interface ConsentWordsTable {
	clinic: string;
	use: 'relay' | 'recording' | 'teaching';
	version: number;
	words: string;
	member: string | null;
	at: number;
}

/** A one-time right to set a new password. */
interface ResetLinkTable {
	tokenHash: string;
	userId: string;
	expiresAt: number;
}

interface TotpTable {
	userId: string;
	/** Base32. */
	secret: string;
	confirmedAt: number | null;
	lastStep: Generated<number>;
	/** JSON list of hashes. */
	recovery: Generated<string>;
}

/** A program's right to read. */
interface ApiKeyTable {
	id: string;
	clinic: string;
	name: string;
	tokenHash: string;
	/** JSON list. */
	scopes: string;
	member: string;
	createdAt: number;
	expiresAt: number | null;
	revokedAt: number | null;
	usedAt: number | null;
}

/** What was written about a session. */
interface NoteTable {
	session: string;
	/** Counts how often it was saved. */
	version: number;
	subjective: string;
	objective: string;
	assessment: string;
	plan: string;
	savedAt: number;
	savedBy: string;
	/** From then on only amendments are added. */
	signedAt: number | null;
	signedBy: string | null;
	/** As it stood then. */
	signedName: string | null;
}

interface AmendmentTable {
	id: string;
	session: string;
	member: string;
	name: string;
	at: number;
	text: string;
}

/** A client who wants to be asked how it was. */
interface FollowUpTable {
	session: string;
	wantedAt: number;
}

interface FollowUpLinkTable {
	tokenHash: string;
	session: string;
	madeAt: number;
}

interface FollowUpReplyTable {
	session: string;
	day: number;
	soreness: number;
	amount: string;
	at: number;
}
