import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerOptions } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { joinOrigins, type NetworkAddress, type OwnAddresses, ownOrigins } from './addresses.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import { createAccessHandlers } from './http/access-handlers.ts';
import { createAccountHandlers } from './http/account-handlers.ts';
import { answerNotFound, createApi, createErrorHandler, createOriginGuard } from './http/api.ts';
import { createAuth } from './http/auth.ts';
import { createClientAddress, type IsTrustedProxy } from './http/client-address.ts';
import { createClientHandlers } from './http/client-handlers.ts';
import { createConsentHandlers } from './http/consent-handlers.ts';
import { createCourseHandlers } from './http/course-handlers.ts';
import { createExportHandlers } from './http/export-handlers.ts';
import { createFloodGuard } from './http/flood.ts';
import { createFollowUpHandlers } from './http/follow-up-handlers.ts';
import { createForgottenHandler } from './http/forgotten-handler.ts';
import { createImportHandlers } from './http/import-handlers.ts';
import { createKeepingHandlers } from './http/keeping-handlers.ts';
import { createKeyHandlers } from './http/key-handlers.ts';
import { createKeys } from './http/keys.ts';
import { createLiveHandlers } from './http/live-handlers.ts';
import { createNoteHandlers } from './http/note-handlers.ts';
import { createOwnAccountHandlers } from './http/own-account-handlers.ts';
import { createPages } from './http/pages.ts';
import type { Passwords } from './http/passwords.ts';
import { createPeopleHandlers } from './http/people-handlers.ts';
import { answerUnreadable, refuseForeignUpgrades } from './http/raw-answers.ts';
import { createSecurityHeaders } from './http/security.ts';
import { createSessionHandlers } from './http/session-handlers.ts';
import type { Journal } from './journal/journal.ts';
import { createArrivals } from './keeping/arrivals.ts';
import { createEraser } from './keeping/eraser.ts';
import { createJanitor } from './keeping/janitor.ts';
import { createRetention } from './keeping/retention.ts';
import { createLiveStore } from './live/clinic-live-store.ts';
import { attachGateway, SOCKET_PATH } from './live/gateway.ts';
import { createLiveHub } from './live/hub.ts';
import type { LiveHub } from './live/live-hub.ts';
import type { Log } from './log.ts';
import { createMailer } from './mailer.ts';
import { createAccessLog } from './store/access-log.ts';
import { readLastBand } from './store/client-record.ts';
import { findClient } from './store/clients.ts';
import type { ClinicStore } from './store/clinic-store.ts';
import { readWordsAtChoice } from './store/consents.ts';
import type { TombstoneFile } from './store/tombstones.ts';

const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 15_000;
/** How often requests are looked at for those limits, ms. */
const TIMEOUT_CHECK_MS = 1_000;
/** How often what is due is erased, and what was interrupted finished, ms. */
const CLEAN_MS = 5 * 60 * 1_000;
const MAX_HEADER_BYTES = 16 * 1024;

export interface AppParts {
	readonly config: Config;
	readonly journal: Journal;
	readonly store: ClinicStore;
	/** Signs the cookies. */
	readonly secret: string;
	/** The one-time code shown in the terminal; null once there is a clinic. */
	readonly setupCode: string | null;
	/** The file beside the stores that outlives them. */
	readonly tombstones: TombstoneFile;
	/** PEM; null for plain http. */
	readonly tls: { readonly cert: string; readonly key: string } | null;
	readonly clock: Clock;
	readonly monotonic: () => number;
	readonly randomBytes: (length: number) => Uint8Array;
	/** The built pages. */
	readonly pagesFolder: string;
	readonly interfaces: () => readonly NetworkAddress[];
	readonly hostname: string;
	readonly passwords: Passwords;
	readonly version: string;
	readonly log: Log;
}

export interface App {
	readonly httpServer: Server;
	readonly hub: LiveHub;
	/** Ends every line and request; the journal and the store stay with whoever opened them. */
	close(): Promise<void>;
}

/** All wiring and no effects: it listens to nothing until told to. */
export async function createApp(parts: AppParts): Promise<App> {
	const { config, journal, store, log, clock } = parts;
	const { now } = clock;
	const newId = () => Buffer.from(parts.randomBytes(16)).toString('base64url');
	const hash = (text: string) => createHash('sha256').update(text).digest('base64url');
	const clientWriter = { newId, now };
	const access = createAccessLog({
		db: store.db,
		now,
		onTrouble: (problem) => log.fault('the access log could not be written', problem),
	});
	const hub = await createLiveHub({
		onForged: ({ seat, ...note }) => access.note({ ...note, what: 'forged', as: seat }),
		onFollowed: (note) => access.note({ ...note, what: 'session-followed', as: 'observer' }),
		journal,
		lastBand: async (clinic, client) => {
			const id = await findClient(store.db, clinic, client);
			return id === undefined ? null : readLastBand(store.db, id);
		},
		consentWords: (clinic) => readWordsAtChoice(store.db, clinic),
		store: createLiveStore(store.db, { ...clientWriter, purge: store.purge, tombstones: parts.tombstones }),
		now,
		clock,
		randomBytes: parts.randomBytes,
		hash,
		trouble: (what, session, problem) => log.fault('the record could not be kept', problem, { at: what, session }),
	});
	const erasing = { db: store.db, journal, purge: store.purge, now };
	const eraser = createEraser({ ...erasing, hub, file: parts.tombstones });
	const arrivals = createArrivals({ ...clientWriter, db: store.db, journal, eraser });
	const retention = createRetention({ db: store.db, eraser, now });
	const janitor = createJanitor({ db: store.db, eraser, retention, access });
	const app = express();
	const httpServer = createHttpServer(parts, app);
	const own = (): OwnAddresses => {
		const bound = httpServer.address() as AddressInfo | null;
		return { config, port: bound?.port ?? config.port, interfaces: parts.interfaces(), hostname: parts.hostname };
	};
	const isOwnOrigin = (origin: string | undefined) => origin === undefined || ownOrigins(own()).has(origin);
	const isHttps = config.https !== null || config.publicUrl?.startsWith('https:') === true;
	const { passwords } = parts;
	const baseUrl = config.publicUrl ?? `${config.https ? 'https' : 'http'}://localhost`;
	const auth = createAuth({ db: store.db, secret: parts.secret, baseUrl, isHttps, passwords, ...clientWriter, log });
	const { setupCode } = parts;

	app.disable('x-powered-by').disable('etag').set('query parser', false).set('trust proxy', config.trustProxy);
	const addressOf = createClientAddress(app.get('trust proxy fn') as IsTrustedProxy);
	app.use(createSecurityHeaders({ isHttps, hasName: config.publicUrl !== null }));
	const { maxConnectionsPerAddress } = config;
	app.use(createFloodGuard({ maxConnectionsPerAddress, addressOf, now: parts.monotonic }));
	app.use(createOriginGuard({ isOwnOrigin }));
	const keys = createKeys({ db: store.db, now, randomBytes: parts.randomBytes, hash });
	const onUnsent = (problem: unknown) => log.fault('a mail could not be sent', problem);
	const mailer = createMailer(config.mail, onUnsent);
	const people = {
		...clientWriter,
		db: store.db,
		auth,
		passwords,
		hub,
		hash,
		mailer,
		joinOrigins: (host: string | undefined) => joinOrigins(own(), host),
	};
	const handlers = {
		...createAccountHandlers({ ...clientWriter, db: store.db, auth, passwords, hub, setupCode, mailer }),
		...createPeopleHandlers(people),
		...createForgottenHandler({ ...people, onTrouble: onUnsent }),
		...createOwnAccountHandlers({ ...people, randomBytes: parts.randomBytes }),
		...createLiveHandlers({ hub }),
		...createSessionHandlers({
			...clientWriter,
			db: store.db,
			journal,
			hub,
			eraser,
			joinOrigins: (host) => joinOrigins(own(), host),
		}),
		...createExportHandlers({ db: store.db, journal, hub, now, version: parts.version }),
		...createImportHandlers({ db: store.db, arrivals }),
		...createClientHandlers({ ...clientWriter, db: store.db }),
		...createCourseHandlers({ db: store.db, journal }),
		...createConsentHandlers({ ...clientWriter, db: store.db }),
		...createKeepingHandlers({
			...clientWriter,
			db: store.db,
			journal,
			hub,
			eraser,
			retention,
			version: parts.version,
		}),
		...createNoteHandlers({ ...clientWriter, db: store.db, journal, hub }),
		...createFollowUpHandlers({
			...clientWriter,
			db: store.db,
			hash,
			joinOrigins: (host) => joinOrigins(own(), host),
			isPublic: config.publicUrl !== null,
		}),
		...createKeyHandlers({ ...clientWriter, db: store.db, journal, hub, keys }),
		...createAccessHandlers({ db: store.db, version: parts.version }),
	};
	app.use(createApi({ handlers, auth, keys, addressOf, newId, log, access }));
	app.use(createPages(parts.pagesFolder));
	app.use(answerNotFound);
	app.use(createErrorHandler({ newId, log }));

	refuseForeignUpgrades(httpServer, { path: SOCKET_PATH, isOwnOrigin });
	const gateway = attachGateway({
		httpServer,
		hub,
		isOwnOrigin,
		addressOf,
		maxConnectionsPerAddress,
		now: parts.monotonic,
		onFault: (where, problem) => log.fault('a frame could not be handled', problem, { at: where }),
	});

	const clean = () => janitor.run().catch((problem: unknown) => log.fault('what is due could not be erased', problem));
	// What was arriving when the server stopped is found before anything new arrives.
	const swept = arrivals.sweep();
	let cleaned = swept
		.catch((problem: unknown) => log.fault('what had half arrived could not be erased', problem))
		.then(clean);
	const cleaning = setInterval(() => {
		cleaned = clean();
	}, CLEAN_MS);

	return {
		httpServer,
		hub,
		async close() {
			await gateway.close();
			httpServer.closeAllConnections();
			clearInterval(cleaning);
			await cleaned;
			await hub.close();
			await mailer.settled();
			await access.settled();
		},
	};
}

function createHttpServer({ config, tls }: AppParts, app: (request: IncomingMessage, response: never) => void): Server {
	const limits: ServerOptions = {
		headersTimeout: HEADERS_TIMEOUT_MS,
		requestTimeout: REQUEST_TIMEOUT_MS,
		connectionsCheckingInterval: TIMEOUT_CHECK_MS,
		maxHeaderSize: MAX_HEADER_BYTES,
	};
	const listener = app as Parameters<typeof createServer>[1];
	const server = tls ? createTlsServer({ ...limits, ...tls }, listener) : createServer(limits, listener);
	server.maxConnections = config.maxConnections;
	server.on('clientError', answerUnreadable);
	return server;
}
