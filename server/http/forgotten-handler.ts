import { addressGroup } from '../live/join-codes.ts';
import { createBucket, createKeyed } from '../live/limits.ts';
import { resetMail } from '../mail-words.ts';
import { saveResetLink } from '../store/passwords.ts';
import { findAccount } from '../store/people.ts';
import type { Handlers } from './handler.ts';
import { linkTo, type PeopleParts } from './people-handlers.ts';
import { HttpRefusal } from './refusal.ts';

const HOUR_MS = 60 * 60 * 1_000;
/** Asked for from one network address: so many at once, and one a minute after. */
const ASKED = { perSecond: 1 / 60, burst: 5 };
/** Mails to one person, whoever asks: so many at once, and one in half an hour after. What is beyond is not said. */
const MAILS = { perSecond: 1 / 1_800, burst: 3 };

/** A link for a forgotten password, by mail. Whether anybody has the address shows neither in the answer nor in its time. */
export function createForgottenHandler(
	parts: PeopleParts & { readonly onTrouble: (problem: unknown) => void },
): Pick<Handlers, 'forgottenPassword'> {
	const { db, mailer, newId, now } = parts;
	const asked = createKeyed(() => createBucket(now, ASKED));
	const mails = createKeyed(() => createBucket(now, MAILS));

	const mailTo = async (email: string, host: string | undefined): Promise<void> => {
		const userId = await findAccount(db, email);
		if (userId === undefined || !mails.of(userId).take(1)) return;
		const token = newId();
		await saveResetLink(db, { tokenHash: parts.hash(token), userId, expiresAt: now() + HOUR_MS });
		await mailer.send({ to: email, ...resetMail({ link: linkTo(parts, host, { reset: token }), hours: 1 }) });
	};

	return {
		async forgottenPassword({ body, address, host }) {
			if (!mailer.isThere) throw new HttpRefusal('not_found');
			if (!asked.of(addressGroup(address)).take(1)) throw new HttpRefusal('too_many');
			// Answered first: all that depends on the address happens after.
			void mailTo(body.email, host).catch(parts.onTrouble);
			return { json: {} };
		},
	};
}
