import type { Kysely } from 'kysely';
import type {
	AccountTable,
	ApiKeyTable,
	ClinicTable,
	InvitationTable,
	LoginTable,
	MemberTable,
	RateLimitTable,
	ResetLinkTable,
	TotpTable,
	UserTable,
	VerificationTable,
} from './account-tables.ts';
import type { CautionTable, ClientTable, ConsentTable, MaskingTable, PlanTable, TraceTable } from './client-tables.ts';
import type { AccessTable, ConsentWordsTable, SettingTable, TombstoneTable } from './keeping-tables.ts';
import type {
	AmendmentTable,
	DeviceTable,
	FollowUpLinkTable,
	FollowUpReplyTable,
	FollowUpTable,
	NoteTable,
	SessionTable,
} from './session-tables.ts';

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
