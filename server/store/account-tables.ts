import type { Generated } from 'kysely';
import type { IsoInstant, Truth } from './column-types.ts';

/** A person who can sign in. */
export interface UserTable {
	id: string;
	name: string;
	email: string;
	emailVerified: Truth;
	image: string | null;
	createdAt: IsoInstant;
	updatedAt: IsoInstant;
}

/** A signed-in period; the library calls it session. */
export interface LoginTable {
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
export interface AccountTable {
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

export interface VerificationTable {
	id: string;
	identifier: string;
	value: string;
	expiresAt: IsoInstant;
	createdAt: IsoInstant;
	updatedAt: IsoInstant;
}

/** A tenant; the library calls it organization. */
export interface ClinicTable {
	id: string;
	name: string;
	slug: string;
	logo: string | null;
	metadata: string | null;
	/** IANA name of its time zone. */
	zone: string;
	createdAt: IsoInstant;
}

export interface MemberTable {
	id: string;
	organizationId: string;
	userId: string;
	role: string;
	createdAt: IsoInstant;
	/** ms since epoch; null: may sign in. */
	disabledAt: number | null;
}

export interface InvitationTable {
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

export interface RateLimitTable {
	id: string;
	key: string;
	count: number;
	lastRequest: number;
}

/** A one-time right to set a new password. */
export interface ResetLinkTable {
	tokenHash: string;
	userId: string;
	expiresAt: number;
}

export interface TotpTable {
	userId: string;
	/** Base32. */
	secret: string;
	confirmedAt: number | null;
	lastStep: Generated<number>;
	/** JSON list of hashes. */
	recovery: Generated<string>;
}

/** A program's right to read. */
export interface ApiKeyTable {
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
