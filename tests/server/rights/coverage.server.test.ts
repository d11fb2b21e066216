import { expect, test } from 'vitest';
import { EVENT_KINDS } from '../../../shared/events.ts';
import { readSources } from '../../architecture/sources.ts';
import { ROUTE_NAMES, SAMPLED_ROUTES } from '../../harness/route-world.ts';
import { ONE_OF_EACH } from '../../shared/every-kind.ts';
import { strayRoutes, uncovered } from './coverage.ts';

test('RIGHT8 every route and every kind of event has its sample in the matrix', () => {
	expect(uncovered(ROUTE_NAMES, SAMPLED_ROUTES)).toEqual([]);
	expect(uncovered(Object.keys(EVENT_KINDS), Object.keys(ONE_OF_EACH))).toEqual([]);
});

test('RIGHT8 a route or a kind of event without a sample is found', () => {
	expect(uncovered([...ROUTE_NAMES, 'readSecrets'], SAMPLED_ROUTES)).toEqual(['readSecrets has no sample']);
	expect(uncovered([...Object.keys(EVENT_KINDS), 'mood'], Object.keys(ONE_OF_EACH))).toEqual(['mood has no sample']);
	expect(uncovered(['a'], ['a', 'b'])).toEqual(['b is not listed']);
});

test('RIGHT8 no route of the interface is registered outside the list, and one that were is found', () => {
	const server = readSources().filter(({ path }) => path.startsWith('server/'));
	expect(server.flatMap(strayRoutes)).toEqual([]);
	const stray = { path: 'server/x.ts', text: "router.get('/api/secrets', handle); app.use('/assets', files);" };
	expect(strayRoutes(stray)).toEqual(['server/x.ts: /api/secrets']);
});
