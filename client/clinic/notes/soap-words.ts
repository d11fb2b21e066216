import type { SoapText } from '../../../shared/soap.ts';
import { SECTIONS, type SoapWords } from '../../../shared/soap.ts';
import { type ClinicSpeech, sayLength } from '../clinic-parts.ts';
import type { TimeFormat } from '../time-format.ts';

/** The catalogue's sentences, with lengths and clocks as this clinic reads them. */
export function soapWords(speech: ClinicSpeech, format: TimeFormat): SoapWords {
	const { draftWords } = speech.clinic.soap;
	return {
		...draftWords,
		length: (ms) => sayLength(speech, ms),
		clock: format.clock,
		goal: (goal, reviewOn) => draftWords.goal(goal, reviewOn === null ? null : dayWords(format, reviewOn)),
	};
}

/** A day of the calendar, at noon of which it is that day in any zone but a few. */
function dayWords(format: TimeFormat, day: string): string {
	return format.date(Date.parse(`${day}T12:00:00Z`));
}

/** The sections of something that holds more than them. */
export function textOf(note: SoapText): SoapText {
	const { subjective, objective, assessment, plan } = note;
	return { subjective, objective, assessment, plan };
}

export function isSameText(a: SoapText, b: SoapText): boolean {
	return SECTIONS.every((section) => a[section] === b[section]);
}
