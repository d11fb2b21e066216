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

/** How other programs read, as text, for whoever writes one. */
const READ_INTERFACE = { path: '/api.md', folder: join(import.meta.dirname, '..', '..', 'docs'), file: 'API.md' };

const YEAR_S = 365 * 24 * 60 * 60;

/** The built pages and their files. Names of files under /assets carry a hash of what is in them. */
export function createPages(folder: string): Router {
	const router = Router({ caseSensitive: true, strict: true });
	for (const [path, file] of Object.entries(PAGES)) router.get(path, sendPage(folder, file));
	router.get(READ_INTERFACE.path, sendPage(READ_INTERFACE.folder, READ_INTERFACE.file, 'text/plain; charset=utf-8'));
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

function sendPage(root: string, file: string, type?: string): RequestHandler {
	const options = { root, cacheControl: false, etag: false, lastModified: false };
	return (_request, response, next) => {
		const headers = type === undefined ? {} : { 'Content-Type': type };
		response.sendFile(file, { ...options, headers }, (error) => {
			if (error && !response.headersSent) next('router');
		});
	};
}

/** A page has one address. */
const withoutPages: RequestHandler = (request, _response, next) =>
	next(/\.html$/i.test(request.path) ? 'router' : undefined);
