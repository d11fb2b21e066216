import { CAUTIONS, type CautionKey, type CautionSort, MASKING, type MaskingKey } from '../../../shared/cautions.ts';

const texts = Object.entries(CAUTIONS).map(([key, { text }]) => [key, text]);
const names = Object.fromEntries(texts) as Record<CautionKey, string>;
const sorts: Record<CautionSort, string> = {
	never: 'Not treated while it lasts',
	place: 'Not treated there',
	less: 'With less pressure',
};
const taken: Record<MaskingKey, string> = MASKING;

/** What a clinic asks about before pressing, as the therapist and clinic pages say it. */
export const cautionWords = { sorts, names, taken };
