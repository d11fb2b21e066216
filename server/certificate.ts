import { X509Certificate } from 'node:crypto';

/** From so long before its end a certificate is spoken of, ms. */
const SOON_MS = 30 * 24 * 60 * 60 * 1_000;

/** What to say of a certificate (PEM) that browsers take no more, or soon will not; null where all is well. */
export function certificateNotice(pem: string, now: number): string | null {
	const { validFromDate, validToDate } = new X509Certificate(pem);
	const renew = 'Make or get a new one, and start again.';
	if (now >= validToDate.getTime())
		return `The certificate ended on ${dayOf(validToDate)}: no phone comes in by https. ${renew}`;
	if (now < validFromDate.getTime())
		return `The certificate begins on ${dayOf(validFromDate)}: until then no phone comes in by https. Is the clock right?`;
	if (now < validToDate.getTime() - SOON_MS) return null;
	return `The certificate ends on ${dayOf(validToDate)}; after that no phone comes in by https. ${renew}`;
}

function dayOf(date: Date): string {
	return date.toISOString().slice(0, 10);
}
