import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROUTES } from '../../../server/http/routes.ts';
import { rightsPage } from '../../../tools/rights/rights-page.ts';
import { ROUTE_NAMES } from '../../harness/route-world.ts';

test('RIGHT7 docs/RIGHTS.md is what the lists of routes and events say', () => {
	const page = readFileSync(join(import.meta.dirname, '../../../docs/RIGHTS.md'), 'utf8');
	expect(page).toBe(rightsPage());
	for (const name of ROUTE_NAMES) expect(page).toContain(`| ${ROUTES[name].method} ${ROUTES[name].path} |`);
});
