import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FhirMeta, type Resource, writeFhir } from '../../../server/export/fhir.ts';
import type { LoggedEvent } from '../../../shared/events.ts';
import { summaryOf } from '../../../shared/summary.ts';
import { timelineOf } from '../../../shared/timeline.ts';
import { gridValueAt } from '../../shared/grid-summary.ts';
import { type Line, logOf, phase, practiced, rates, START, started } from '../../shared/log-builder.ts';
import { randomLog } from '../../shared/random-log.ts';
import { complaintsOf } from './fhir-validator.ts';

const META: FhirMeta = {
	clinic: 'clinic-0000000000000_',
	client: 'client-000000000000-_',
	session: 'session-00000000000-_',
	startedAt: START,
	endedAt: START + 60_000,
	isTest: false,
	reason: 'Neck pain since the move, and headache',
	version: '0.1.0',
	madeAt: START + 90_000,
};

interface Bundle {
	readonly resourceType: 'Bundle';
	readonly entry: readonly { readonly fullUrl: string; readonly resource: Resource }[];
}
interface Sampled {
	readonly period: number;
	readonly data: string;
}

const textOf = (events: readonly LoggedEvent[], meta = META) => [...writeFhir(meta, timelineOf(events))].join('');
const bundleOf = (events: readonly LoggedEvent[], meta = META) => JSON.parse(textOf(events, meta)) as Bundle;
const ofType = ({ entry }: Bundle, type: string) =>
	entry.map(({ resource }) => resource).filter(({ resourceType }) => resourceType === type);
const coded = (bundle: Bundle, code: string) =>
	ofType(bundle, 'Observation').filter(({ code: of }) => JSON.stringify(of).includes(code));

const sampledOf = (series: Resource | undefined) => (series?.valueSampledData ?? { period: 0, data: '' }) as Sampled;

const LINES: readonly (Line | readonly Line[])[] = [
	started,
	practiced(rates([1, 90], [2, 80])),
	{ s: 3, body: { kind: 'band', low: 30, high: 50, edge: 60 } },
	{ s: 4, body: { kind: 'point', point: 1, muscle: 'infraspinatus', side: 'right', place: 'below the spine' } },
	phase(5, 'press'),
	rates([6, 30], [6.6, 72], [9, 50], [20, 40], [21, 45]),
	{ s: 9.5, body: { kind: 'stop' } },
	{ s: 10, body: { kind: 'spoken-rating', value: 65 } },
	{ s: 22, body: { kind: 'note', text: 'canary of Robin' } },
	{ s: 25, body: { kind: 'ended' } },
	rates([26, 99]),
];
const LOG = logOf(LINES.flat());

describe('a session as FHIR R4', () => {
	test('OUT2 a validator takes it, of a whole session and of 150 random logs', () => {
		expect(complaintsOf(bundleOf(LOG))).toEqual([]);
		fc.assert(
			fc.property(randomLog({ stops: true, most: 40 }), fc.boolean(), (events, isTest) => {
				const endedAt = isTest ? null : META.endedAt;
				expect(complaintsOf(bundleOf(events, { ...META, isTest, endedAt }))).toEqual([]);
			}),
			{ numRuns: 150, seed: 21 },
		);
	});

	test.each<[string, (resource: Record<string, unknown>) => void]>([
		['without a status', (one) => delete one.status],
		['with a status that R4 has not', (one) => Object.assign(one, { status: 'done' })],
		['without a code', (one) => delete one.code],
		['with a property that R4 has not', (one) => Object.assign(one, { rating: 5 })],
		['with a number as text', (one) => Object.assign(one.valueSampledData as object, { dimensions: '1' })],
		['without the period of its series', (one) => delete (one.valueSampledData as Record<string, unknown>).period],
	])('OUT2 the validator sees a series %s', (_, spoil) => {
		const bundle = bundleOf(LOG);
		const [series] = coded(bundle, '38214-3');
		spoil(series as unknown as Record<string, unknown>);
		expect(complaintsOf(bundle)).not.toEqual([]);
	});

	test('OUT2 patient, encounter and procedure say who, when, where and why in codes, and nobody’s name', () => {
		const bundle = bundleOf(LOG);
		const [patient] = ofType(bundle, 'Patient');
		const [encounter] = ofType(bundle, 'Encounter');
		expect(patient).not.toHaveProperty('name');
		expect(patient).not.toHaveProperty('birthDate');
		expect(encounter).toMatchObject({
			status: 'finished',
			subject: { reference: `urn:uuid:${patient?.id}` },
			period: { start: new Date(START).toISOString() },
			reasonCode: [{ coding: [{ code: '81680005' }] }, { coding: [{ code: '25064002' }] }],
		});
		expect(ofType(bundle, 'Procedure')).toMatchObject([
			{
				status: 'completed',
				bodySite: [{ text: 'right infraspinatus, below the spine' }],
				performedPeriod: { start: new Date(START + 5_000).toISOString() },
			},
		]);
		for (const word of ['canary', 'Robin', 'since the move', META.client, META.session]) {
			expect([word, textOf(LOG).includes(word)]).toEqual([word, false]);
		}
	});

	test('OUT2 every reference leads to a resource of the bundle, and no two share an id', () => {
		const bundle = bundleOf(LOG);
		const urls = bundle.entry.map(({ fullUrl }) => fullUrl);
		expect(new Set(urls).size).toBe(urls.length);
		const references = [...JSON.stringify(bundle).matchAll(/"reference":"([^"]+)"/g)].map(([, url]) => url);
		expect(references.length).toBeGreaterThan(10);
		expect(references.filter((url) => !urls.includes(String(url)))).toEqual([]);
	});

	test('OUT2 one client is one patient in every bundle of a clinic, and another in another clinic', () => {
		const patientOf = (meta: FhirMeta) => ofType(bundleOf(LOG, meta), 'Patient')[0]?.id;
		expect(patientOf({ ...META, session: 'another' })).toBe(patientOf(META));
		expect(patientOf({ ...META, clinic: 'another' })).not.toBe(patientOf(META));
	});

	test('OUT2 each number of the summary is one observation in UCUM, of the session and of its point', () => {
		const bundle = bundleOf(LOG);
		const { session, points } = summaryOf(timelineOf(LOG));
		const [whole, point] = coded(bundle, 'Highest rating');
		expect(whole).toMatchObject({ valueQuantity: { value: Number(session.peak) / 10, code: '{score}' } });
		const [procedure] = ofType(bundle, 'Procedure');
		expect(point).toMatchObject({
			valueQuantity: { value: Number(points[0]?.numbers.peak) / 10 },
			partOf: [{ reference: `urn:uuid:${procedure?.id}` }],
		});
		expect(coded(bundle, 'over the client')[0]).toMatchObject({
			valueQuantity: { value: session.comfortMs.over / 1000, unit: 's', system: 'http://unitsofmeasure.org' },
		});
		expect(coded(bundle, 'STOP')[0]).toMatchObject({ valueQuantity: { value: 1, code: '{count}' } });
		expect(coded(bundle, '72514-3')).toMatchObject([
			{ effectiveDateTime: new Date(START + 10_000).toISOString(), valueQuantity: { value: 6.5 } },
		]);
	});

	test('OUT2 what is not known says so, and is not 0', () => {
		const bundle = bundleOf(logOf([started]));
		expect(coded(bundle, '38214-3')).toEqual([]);
		expect(coded(bundle, 'Highest rating')[0]).toMatchObject({ dataAbsentReason: { coding: [{ code: 'unknown' }] } });
		expect(coded(bundle, 'Highest rating')[0]).not.toHaveProperty('valueQuantity');
	});

	test('OUT2 a session under way and a test session say so', () => {
		const bundle = bundleOf(LOG, { ...META, endedAt: null, isTest: true });
		expect(ofType(bundle, 'Encounter')[0]).toMatchObject({ status: 'in-progress' });
		expect(coded(bundle, '38214-3')[0]).toMatchObject({ status: 'preliminary' });
		expect(ofType(bundle, 'Patient')[0]).toMatchObject({ meta: { tag: [{ code: 'HTEST' }] } });
		expect(bundleOf(LOG).entry[0]?.resource.meta).not.toHaveProperty('tag');
	});

	test('OUT3 a gap, practice and what came after the end are E; a value stands until the next', () => {
		const [series] = coded(bundleOf(LOG), '38214-3');
		const { data, period } = sampledOf(series);
		expect(period).toBe(250);
		expect(series).toMatchObject({
			effectivePeriod: { start: new Date(START + 6_000).toISOString(), end: new Date(START + 21_000).toISOString() },
			valueSampledData: { lowerLimit: 0, upperLimit: 10, dimensions: 1, origin: { value: 0, code: '{score}' } },
		});
		const values = data.split(' ');
		expect(values.slice(0, 4)).toEqual(['3', '3', '3', '7.2']);
		expect(values[12]).toBe('5');
		expect(values.slice(13, 56).every((value) => value === 'E')).toBe(true);
		expect(values.slice(56)).toEqual(['4', '4', '4', '4', '4.5']);
	});

	test('OUT3 the series is the log’s at its period, for 300 random logs read by another road', () => {
		let known = 0;
		let unknown = 0;
		fc.assert(
			fc.property(randomLog({ stops: true, most: 60 }), (events) => {
				const [series] = coded(bundleOf(events), '38214-3');
				const valueAt = gridValueAt(events);
				if (!series) return;
				const { data, period } = sampledOf(series);
				const from = Date.parse((series.effectivePeriod as { readonly start: string }).start);
				const told = data.split(' ');
				const read = told.map((_, i) => valueAt(from + i * period)).map((v) => (v === null ? 'E' : String(v / 10)));
				expect(told).toEqual(read);
				known += told.filter((value) => value !== 'E').length;
				unknown += told.filter((value) => value === 'E').length;
			}),
			{ numRuns: 300, seed: 22 },
		);
		expect(Math.min(known, unknown)).toBeGreaterThan(1_000);
	});
});
