import type { ClientListAnswer } from '../../../shared/clients-api.ts';
import type { Call } from '../../link/http-call.ts';

export type ClientsApi = ReturnType<typeof createClientsApi>;

export const createClientsApi = (call: Call) => ({
	list: () => call<ClientListAnswer>('POST', '/api/clients/list', 'clients', {}),
});
