/** A file name made of nothing a person wrote. */
export function fileName(session: string, ending: 'csv' | 'json' | 'fhir.json'): string {
	return `palpate-${session.replace(/[^A-Za-z0-9_-]/g, '')}.${ending}`;
}
