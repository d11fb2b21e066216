/** What people type about themselves and others, looked at before it is sent; the server has the last word. */
export type FieldTrouble = 'missing' | 'not-an-address' | 'too-short';

/** As the server asks for it. */
const PASSWORD_LEAST = 10;
const ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

export function nameTrouble(name: string): FieldTrouble | null {
	return name.trim() === '' ? 'missing' : null;
}

export function addressTrouble(address: string): FieldTrouble | null {
	if (address.trim() === '') return 'missing';
	return ADDRESS.test(address.trim()) ? null : 'not-an-address';
}

/** Of a new password, which is sent as it was typed. */
export function passwordTrouble(password: string): FieldTrouble | null {
	if (password.trim() === '') return 'missing';
	return password.length < PASSWORD_LEAST ? 'too-short' : null;
}
