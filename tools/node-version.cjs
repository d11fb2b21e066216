'use strict';

// Parses on any Node from version 4 on, so that the sentence below is read instead of a syntax error or a crash.

// The first Node that runs TypeScript without a flag.
var LEAST = [22, 18];
// better-sqlite3 is built against N-API 10; below it the process dies without a message.
var LEAST_NAPI = 10;

/** What stands in the way of these versions (shape of `process.versions`), or '' when nothing does. */
function complaint(versions) {
	var parts = String(versions.node).split('.');
	var major = Number(parts[0]);
	var minor = Number(parts[1]);
	var old = major < LEAST[0] || (major === LEAST[0] && minor < LEAST[1]);
	if (!old && Number(versions.napi) >= LEAST_NAPI) return '';
	return (
		'Palpate needs Node ' +
		LEAST.join('.') +
		' or newer (best: 24), and this is Node ' +
		versions.node +
		'.\nRun `npm ci` (on Linux x64 and arm64 and on Windows it brings its own Node 24 for `npm start` and `npm test`),' +
		' or install Node 24 from https://nodejs.org.'
	);
}

module.exports = { complaint: complaint };

/** Says the complaint, if there is one, and ends the process with 1. */
function guard() {
	var sentence = complaint(process.versions);
	if (!sentence) return;
	console.error(sentence);
	process.exit(1);
}

if (require.main === module) guard();
