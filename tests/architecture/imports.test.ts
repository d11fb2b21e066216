import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { importComplaint, packagesReachedFrom } from './import-rules.ts';
import { importsOf, ROOT, readSources } from './sources.ts';

const sources = readSources();
const imports = new Map(sources.map((file) => [file.path, importsOf(file)]));

describe('the project', () => {
	test('CODE1 every import points the right way', () => {
		const complaints = [...imports].flatMap(([path, targets]) =>
			targets.flatMap((target) => {
				const complaint = importComplaint(path, target);
				return complaint ? [`${path} imports ${target}: ${complaint}`] : [];
			}),
		);
		expect(sources.length).toBeGreaterThan(20);
		expect(complaints).toEqual([]);
	});

	test('CODE2 the phone page never loads what is made for the desk', () => {
		const entries = [...imports.keys()].filter((path) => path.startsWith('client/phone/'));
		const reached = packagesReachedFrom(entries, imports);
		expect(entries.length).toBeGreaterThan(0);
		expect(['bits-ui', 'uplot', 'better-auth', 'uqr'].filter((name) => reached.has(name))).toEqual([]);
	});

	test('CODE3 the server and shared import only what a production installation has', () => {
		const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { dependencies: object };
		const entries = [...imports.keys()].filter((path) => /^(server|shared)\//.test(path));
		const packages = [...packagesReachedFrom(entries, imports)].filter((name) => !name.startsWith('node:'));
		expect(packages.filter((name) => !(name in manifest.dependencies))).toEqual([]);
	});
});

describe('wrong imports are seen', () => {
	test.each([
		['shared/scale.ts', "import { readFileSync } from 'node:fs';"],
		['shared/scale.ts', "import type { Server } from 'socket.io';"],
		['shared/scale.ts', "import { now } from '../server/log.ts';"],
		['shared/scale.ts', "const words = await import('../client/ui/words.ts');"],
		['server/live/relay.ts', "import { Server } from 'socket.io';"],
		['server/live/relay.ts', "import Database from 'better-sqlite3';"],
		['server/live/relay.ts', "import { createLink } from '../../client/link/session-link.ts';"],
		['server/live/relay.ts', "import { createApp } from '../app.ts';"],
		['server/journal/sqlite-journal.ts', "import { createRelay } from '../live/relay.ts';"],
		['server/app.ts', "import { run } from './main.ts';"],
		['server/app.ts', "import { simulate } from '../tools/simulate.ts';"],
		['server/mystery/x.ts', "import { createLog } from '../log.ts';"],
		['client/link/session-link.ts', "import { io } from 'socket.io-client';"],
		['client/link/session-link.ts', "import { openDB } from 'idb';"],
		['client/link/session-link.ts', "import { words } from '../ui/words.ts';"],
		['client/phone/main.ts', "import { open } from '../therapist/main.ts';"],
		['client/phone/Slider.svelte', '<script lang="ts">import { Dialog } from \'bits-ui\';</script>'],
		['client/phone/Slider.svelte', '<script lang="ts">import uPlot from \'uplot\';</script>'],
		['client/therapist/main.ts', "import { createApp } from '../../server/app.ts';"],
		['client/ui/words.ts', "import { Slider } from '../phone/slider.ts';"],
		['client/ui/words.ts', 'const words = await import(name);'],
		['client/words/common.ts', "import { link } from '../link/session-link.ts';"],
		['client/phone/main.ts', "import { loadClinicWords } from '../words/clinic.ts';"],
		['client/ui/Field.svelte', '<script lang="ts">import { loadPhoneWords } from \'../words/phone.ts\';</script>'],
		['client/words/common.ts', "const words = await import('./en/phone.ts');"],
		['client/phone/main.ts', "type Hub = import('../../server/live/live-hub.ts').Hub;"],
	])('CODE1 %s: %s', (path, text) => {
		const complaints = importsOf({ path, text }).map((target) => importComplaint(path, target));
		expect(complaints).toEqual([expect.stringMatching(/\w/)]);
	});

	test('CODE1 right imports pass', () => {
		const right = [
			['shared/events.ts', './shared/scale.ts'],
			['shared/events.ts', 'valibot'],
			['client/link/stored-outbox.ts', 'idb'],
			['client/link/live-session.svelte.ts', 'svelte/reactivity'],
			['client/therapist/Strip.svelte', 'uplot'],
			['client/phone/main.ts', './client/link/session-link.ts'],
			['client/phone/main.ts', './client/words/phone.ts'],
			['client/words/phone.ts', './client/words/en/phone.ts'],
			['client/ui/Field.svelte', './client/words/common.ts'],
			['server/live/gateway.ts', 'socket.io'],
			['server/live/relay.ts', './server/journal/journal.ts'],
			['server/store/store.ts', 'better-sqlite3'],
			['server/run.ts', './server/app.ts'],
			['tools/simulate.ts', './client/link/session-link.ts'],
			['tests/harness/wire.ts', './server/live/relay.ts'],
		] as const;
		expect(right.filter(([path, target]) => importComplaint(path, target) !== undefined)).toEqual([]);
	});

	test('CODE2 a desk package behind a shared control is found', () => {
		const reached = packagesReachedFrom(
			['client/phone/main.ts'],
			new Map([
				['client/phone/main.ts', ['./client/ui/Sheet.svelte']],
				['client/ui/Sheet.svelte', ['bits-ui/dialog']],
			]),
		);
		expect([...reached]).toEqual(['bits-ui']);
	});
});
