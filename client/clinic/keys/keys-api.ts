import type { KeyListAnswer, NewKeyAnswer } from '../../../shared/keys-api.ts';
import type { Call } from '../../link/http-call.ts';
import type { NewKey } from './keys-model.ts';

export type KeysApi = ReturnType<typeof createKeysApi>;

export const createKeysApi = (call: Call) => ({
	list: () => call<KeyListAnswer>('POST', '/api/keys/list', 'keys'),
	make: (key: NewKey) => call<NewKeyAnswer>('POST', '/api/keys', 'token', key),
	revoke: (key: string) => call<unknown>('DELETE', `/api/keys/${encodeURIComponent(key)}`, null),
});
