import type { ClinicSpeech } from '../../../client/clinic/clinic-parts.ts';
import { clinic } from '../../../client/words/en/clinic.ts';
import { common } from '../../../client/words/en/common.ts';
import { signIn } from '../../../client/words/en/sign-in.ts';
import { createPlural } from '../../../client/words/language.ts';

export const speech: ClinicSpeech = { locale: 'en-GB', clinic, common, signIn, plural: createPlural('en') };
