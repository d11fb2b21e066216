import { addressTrouble, type FieldTrouble, passwordTrouble } from '../person-fields.ts';
import { isZone } from '../time-format.ts';

export interface SetupForm {
	readonly code: string;
	readonly clinic: string;
	readonly zone: string;
	readonly name: string;
	readonly email: string;
	readonly password: string;
}

export const SETUP_FIELDS = [
	'code',
	'clinic',
	'zone',
	'name',
	'email',
	'password',
] as const satisfies readonly (keyof SetupForm)[];
export type SetupField = (typeof SETUP_FIELDS)[number];
export type SetupTrouble = FieldTrouble | 'unknown-zone';

/** What is still to be mended in each field; the server has the last word. */
export function setupTroubles(form: SetupForm): Readonly<Partial<Record<SetupField, SetupTrouble>>> {
	const troubles: Partial<Record<SetupField, SetupTrouble>> = {};
	for (const field of SETUP_FIELDS) if (form[field].trim() === '') troubles[field] = 'missing';
	if (!troubles.zone && !isZone(form.zone.trim())) troubles.zone = 'unknown-zone';
	const email = addressTrouble(form.email);
	if (email) troubles.email = email;
	const password = passwordTrouble(form.password);
	if (password) troubles.password = password;
	return troubles;
}

/** The form as it is sent; a password is sent as it was typed. */
export function setupBody(form: SetupForm): SetupForm {
	const { code, clinic, zone, name, email, password } = form;
	return {
		code: code.trim(),
		clinic: clinic.trim(),
		zone: zone.trim(),
		name: name.trim(),
		email: email.trim(),
		password,
	};
}
