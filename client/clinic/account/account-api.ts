import type {
	AccountAnswer,
	ClinicListAnswer,
	LoginListAnswer,
	TotpBeginAnswer,
	TotpConfirmAnswer,
} from '../../../shared/people-api.ts';
import type { Call } from '../../link/http-call.ts';

export type AccountApi = ReturnType<typeof createAccountApi>;

export const createAccountApi = (call: Call) => ({
	readAccount: () => call<AccountAnswer>('GET', '/api/account', 'email'),
	changePassword: (former: string, password: string) => call('POST', '/api/password', null, { former, password }),
	beginTotp: (password: string) => call<TotpBeginAnswer>('POST', '/api/totp/begin', 'uri', { password }),
	confirmTotp: (code: string) => call<TotpConfirmAnswer>('POST', '/api/totp/confirm', 'recoveryCodes', { code }),
	endTotp: (password: string) => call('POST', '/api/totp/end', null, { password }),
	listLogins: () => call<LoginListAnswer>('POST', '/api/logins/list', 'logins'),
	endLogin: (login: string) => call('POST', `/api/logins/${encodeURIComponent(login)}/end`, null),
	listClinics: () => call<ClinicListAnswer>('POST', '/api/clinics/list', 'clinics'),
	chooseClinic: (clinic: string) => call('POST', '/api/clinics/choose', null, { clinic }),
});
