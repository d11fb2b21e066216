import { join } from 'node:path';
import express, { type RequestHandler, Router } from 'express';

/** Where each page is served, and the file it is built into. */
const PAGES = {
	'/': 'index.html',
	'/join': 'phone.html',
	'/therapist': 'therapist.html',
	'/clinic': 'clinic.html',
	'/follow-up': 'follow-up.html',
};

const YEAR_S = 365 * 24 * 60 * 60;

/** The built pages and their files. Names of files under /assets carry a hash of what is in them. */
export function createPages(folder: string): Router {
	const router = Router({ caseSensitive: true, strict: true });
	for (const [path, file] of Object.entries(PAGES)) router.get(path, sendPage(folder, file));
	router.use('/assets', serve(join(folder, 'assets'), `public, max-age=${YEAR_S}, immutable`));
	router.use(withoutPages, serve(folder, 'no-cache'));
	return router;
}

function serve(folder: string, keeping: string): RequestHandler {
	return express.static(folder, {
		index: false,
		redirect: false,
		dotfiles: 'ignore',
		lastModified: false,
		cacheControl: false,
		setHeaders: (response) => response.setHeader('Cache-Control', keeping),
	});
}

function sendPage(root: string, file: string): RequestHandler {
	return (_request, response, next) => {
		response.sendFile(file, { root, cacheControl: false, etag: false, lastModified: false }, (error) => {
			if (error && !response.headersSent) next('router');
		});
	};
}

/** A page has one address. */
const withoutPages: RequestHandler = (request, _response, next) =>
	next(/\.html$/i.test(request.path) ? 'router' : undefined);
