import type { X509Certificate } from 'node:crypto';
import { createServer, type Server, type ServerResponse } from 'node:http';

export const AUTHORITY_PATH = '/palpate-authority.crt';
const STYLE_PATH = '/style.css';

const STYLE = `:root { color-scheme: light dark; }
body { font: 1.125rem/1.5 system-ui, sans-serif; max-width: 36rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.5rem; line-height: 1.2; }
h2 { font-size: 1.25rem; margin-top: 2rem; }
a.main { display: block; padding: 1rem; border: 2px solid; border-radius: 0.5rem; text-align: center; font-weight: 700; }
li { margin: 0.5rem 0; }
code { overflow-wrap: anywhere; }
`;

export interface TrustPageParts {
	readonly authority: X509Certificate;
	/** Where the server is reached once it is trusted, the best first. */
	readonly servedAt: readonly string[];
}

/** How a phone comes to trust the authority, for the person who holds it. */
export function trustPage({ authority, servedAt }: TrustPageParts): string {
	const name = escapeHtml(authorityName(authority));
	const links = servedAt.map((url) => `<li><a href="${escapeHtml(url)}">${escapeHtml(url)}</a></li>`).join('');
	return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Trust this clinic’s computer</title>
<link rel="stylesheet" href="${STYLE_PATH}">
<main>
<h1>Trust this clinic’s computer</h1>
<p>This phone will then believe every site that the computer vouches for. Do it on the clinic’s own phones only.</p>
<p><a class="main" href="${AUTHORITY_PATH}">Get the certificate</a></p>
<h2>iPhone and iPad</h2>
<ol>
<li>Open this page in Safari, tap “Get the certificate” and allow the download.</li>
<li>Settings: tap “Profile Downloaded”, then “Install”. (Later it is in General, VPN &amp; Device Management.)</li>
<li>Settings, General, About, Certificate Trust Settings: turn on “${name}”.</li>
</ol>
<h2>Android</h2>
<ol>
<li>Tap “Get the certificate”; it lands in Downloads.</li>
<li>Settings: search for “CA certificate”. (It is in Security, Encryption &amp; credentials, Install a certificate.)</li>
<li>Choose “Install anyway” and the file <code>${AUTHORITY_PATH.slice(1)}</code>.</li>
</ol>
<h2>Is it the right one?</h2>
<p>Its SHA-256 fingerprint is the one that the computer shows:<br><code>${authority.fingerprint256}</code></p>
<h2>Then</h2>
<p>Start the server with https, and open:</p>
<ul>${links}</ul>
<h2>To undo it</h2>
<p>iPhone: remove the profile in General, VPN &amp; Device Management. Android: Encryption &amp; credentials, User credentials.</p>
</main>
</html>
`;
}

/** The name people find it by on their phone. */
export function authorityName(authority: X509Certificate): string {
	return /^CN=(.*)$/m.exec(authority.subject)?.[1] ?? 'Palpate';
}

/** Offers the authority's certificate, which is no secret, and nothing else. Over http: nobody trusts it yet. */
export function createTrustServer(parts: () => TrustPageParts): Server {
	return createServer((request, response) => {
		const path = (request.url ?? '/').split('?')[0];
		if (request.method !== 'GET' && request.method !== 'HEAD')
			answer(response, 405, 'text/plain', 'There is nothing to send here.');
		else if (path === '/') answer(response, 200, 'text/html; charset=utf-8', trustPage(parts()));
		else if (path === STYLE_PATH) answer(response, 200, 'text/css; charset=utf-8', STYLE);
		else if (path === AUTHORITY_PATH) answer(response, 200, 'application/x-x509-ca-cert', parts().authority.raw);
		else answer(response, 404, 'text/plain', 'There is nothing here.');
	});
}

function answer(response: ServerResponse, status: number, type: string, body: string | Buffer): void {
	response.writeHead(status, {
		'Content-Type': type,
		'Content-Length': Buffer.byteLength(body),
		'Cache-Control': 'no-store',
		'Content-Security-Policy': "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'",
		'X-Content-Type-Options': 'nosniff',
		'Referrer-Policy': 'no-referrer',
	});
	response.end(response.req.method === 'HEAD' ? undefined : body);
}

const ESCAPES: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

function escapeHtml(text: string): string {
	return text.replace(/[&<>"']/g, (letter) => ESCAPES[letter] ?? letter);
}
