/** Codes of the vocabularies in a FHIR bundle; those of DOMAIN. LOINC is © Regenstrief Institute, free of charge (loinc.org/license). */
export const UCUM = 'http://unitsofmeasure.org';
const LOINC = 'http://loinc.org';
const SNOMED = 'http://snomed.info/sct';
const ACT_CODE = 'http://terminology.hl7.org/CodeSystem/v3-ActCode';

export interface Coding {
	readonly system: string;
	readonly code: string;
	readonly display: string;
}

/** Rated on a slider. */
export const BY_SLIDER: Coding = {
	system: LOINC,
	code: '38214-3',
	display: 'Pain severity [Score] Visual analog score',
};
/** Said aloud. */
export const BY_WORD: Coding = {
	system: LOINC,
	code: '72514-3',
	display: 'Pain severity - 0-10 verbal numeric rating [Score] - Reported',
};
export const AMBULATORY: Coding = { system: ACT_CODE, code: 'AMB', display: 'ambulatory' };
export const NOT_KNOWN: Coding = {
	system: 'http://terminology.hl7.org/CodeSystem/data-absent-reason',
	code: 'unknown',
	display: 'Unknown',
};
export const PSEUDONYMOUS: Coding = {
	system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue',
	code: 'PSEUDED',
	display: 'pseudonymized',
};
export const TEST_DATA: Coding = {
	system: 'http://terminology.hl7.org/CodeSystem/v3-ActReason',
	code: 'HTEST',
	display: 'test health data',
};

/** Of the SNOMED CT IPS free set. */
const REASONS: readonly Coding[] = [
	{ system: SNOMED, code: '81680005', display: 'Neck pain' },
	{ system: SNOMED, code: '279039007', display: 'Low back pain' },
	{ system: SNOMED, code: '25064002', display: 'Headache' },
	{ system: SNOMED, code: '37796009', display: 'Migraine' },
	{ system: SNOMED, code: '45326000', display: 'Shoulder pain' },
];

/** The reasons for a visit that stand by their name in what a clinic wrote; the words themselves stay with the clinic. */
export function reasonsIn(text: string | null): readonly Coding[] {
	const words = (text ?? '').toLowerCase();
	return REASONS.filter(({ display }) => words.includes(display.toLowerCase()));
}
