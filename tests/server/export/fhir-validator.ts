import fhir from 'fhir';

const validator = new fhir.Fhir();

/**
 * What is wrong with a bundle by the R4 definitions, each a line; a property that R4 does not have is wrong too. That the
 * validator does not carry the vocabularies themselves (LOINC, SNOMED CT) it says as a warning, which is left out.
 */
export function complaintsOf(bundle: unknown): readonly string[] {
	const { messages } = validator.validate(bundle as object, { errorOnUnexpected: true });
	const faults = messages.filter(({ severity }) => severity === 'error' || severity === 'fatal');
	return faults.map(({ location, message }) => `${location}: ${message}`);
}
