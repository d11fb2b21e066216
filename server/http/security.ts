import type { RequestHandler } from 'express';
import helmet from 'helmet';

/** What a page may load, and who may frame it. Nothing inline, nothing from elsewhere. */
const CONTENT = {
	'default-src': ["'self'"],
	'script-src': ["'self'"],
	'style-src': ["'self'"],
	'img-src': ["'self'", 'data:'],
	'connect-src': ["'self'"],
	'worker-src': ["'self'"],
	'object-src': ["'none'"],
	'base-uri': ["'none'"],
	'form-action': ["'self'"],
	'frame-ancestors': ["'none'"],
};

/** Powers of the browser that the pages use, and those that nothing here may. */
const POWERS = [
	...['autoplay', 'fullscreen', 'screen-wake-lock'].map((power) => `${power}=(self)`),
	...['accelerometer', 'camera', 'display-capture', 'geolocation', 'gyroscope', 'hid', 'magnetometer'],
	...['microphone', 'midi', 'payment', 'publickey-credentials-get', 'serial', 'usb', 'xr-spatial-tracking'],
].map((power) => (power.includes('=') ? power : `${power}=()`));

const HSTS_SECONDS = 180 * 24 * 60 * 60;

/**
 * The headers of every answer. Over plain http those that browsers refuse or that would lock a phone out are left away.
 * `hasName`: the server has an https address of its own, which it may bind browsers to.
 */
export function createSecurityHeaders(parts: {
	readonly isHttps: boolean;
	readonly hasName: boolean;
}): RequestHandler[] {
	const { isHttps, hasName } = parts;
	return [
		helmet({
			contentSecurityPolicy: { useDefaults: false, directives: CONTENT },
			strictTransportSecurity: isHttps && hasName ? { maxAge: HSTS_SECONDS, includeSubDomains: false } : false,
			crossOriginOpenerPolicy: isHttps,
			originAgentCluster: isHttps,
			referrerPolicy: { policy: 'same-origin' },
			xFrameOptions: { action: 'deny' },
		}),
		(_request, response, next) => {
			response.setHeader('Permissions-Policy', POWERS.join(', '));
			response.setHeader('Cache-Control', 'no-store');
			next();
		},
	];
}
