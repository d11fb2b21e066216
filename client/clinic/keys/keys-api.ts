import type { KeyListAnswer } from '../../../shared/keys-api.ts';
import type { Call } from '../../link/http-call.ts';

export type KeysApi = ReturnType<typeof createKeysApi>;

export const createKeysApi = (call: Call) => ({
	list: () => call<KeyListAnswer>('POST', '/api/keys/list', 'keys'),
});
