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
}

interface DeviceTable {
	id: string;
	session: string;
	seat: 'client' | 'therapist' | 'owner' | 'server';
	member: string | null;
	tokenHash: string;
	words: string;
	standing: 'asking' | 'admitted' | 'draining' | 'removed';
	hasSaidBye: Truth;
}
