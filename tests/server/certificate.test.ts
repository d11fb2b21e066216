import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { certificateNotice } from '../../server/certificate.ts';
import { certificateFiles, setUpHttps } from '../../tools/https/certificates.ts';
import { freshFolder } from '../harness/server-folder.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;

test('HTTPS4 a certificate is spoken of before it begins, from 30 days before its end, and after it', async () => {
	const files = certificateFiles(freshFolder());
	await setUpHttps(files, { names: ['localhost'], hostname: 'clinic-pc', now: Date.now() });
	const pem = readFileSync(files.cert, 'utf8');
	const { validFromDate: from, validToDate: to } = new X509Certificate(pem);
	const day = to.toISOString().slice(0, 10);
	expect(certificateNotice(pem, from.getTime() - DAY_MS)).toContain('Is the clock right?');
	expect(certificateNotice(pem, from.getTime())).toBeNull();
	expect(certificateNotice(pem, to.getTime() - 31 * DAY_MS)).toBeNull();
	expect(certificateNotice(pem, to.getTime() - 30 * DAY_MS)).toContain(`ends on ${day}`);
	expect(certificateNotice(pem, to.getTime())).toContain(`ended on ${day}`);
});
