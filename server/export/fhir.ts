import { createHash } from 'node:crypto';
import { pointName } from '../../shared/body.ts';
import { isWorking } from '../../shared/phases.ts';
import { GAP_MS } from '../../shared/readings.ts';
import { SCALE } from '../../shared/scale.ts';
import { summaryOf } from '../../shared/summary.ts';
import { bandAt, type Timeline } from '../../shared/timeline.ts';
import type { Span } from '../../shared/timeline-segments.ts';
import {
	AMBULATORY,
	BY_SLIDER,
	BY_WORD,
	type Coding,
	NOT_KNOWN,
	PSEUDONYMOUS,
	reasonsIn,
	TEST_DATA,
	UCUM,
} from './fhir-codes.ts';
import { type Figure, figuresOf } from './fhir-figures.ts';
import { SERIES_PERIOD_MS, seriesOf } from './fhir-series.ts';

export interface FhirMeta {
	readonly clinic: string;
	/** The client's opaque id: what a bundle calls a patient by is made of it, and nobody's name is in a bundle. */
	readonly client: string;
	readonly session: string;
	readonly startedAt: number;
	readonly endedAt: number | null;
	readonly isTest: boolean;
	/** Why the client comes, in the clinic's words: only codes that stand in it by name go out. */
	readonly reason: string | null;
	/** Of the program that wrote it. */
	readonly version: string;
	/** ms since epoch. */
	readonly madeAt: number;
}

/** A resource as R4 has it; what a test's validator checks. */
export interface Resource {
	readonly resourceType: string;
	readonly id: string;
	readonly [key: string]: unknown;
}

const iso = (t: number) => new Date(t).toISOString();
const period = ({ from, to }: Span) => ({ start: iso(from), end: iso(to) });
const coded = (text: string, ...coding: readonly Coding[]) => ({ ...(coding.length > 0 && { coding }), text });
const score = (tenths: number) => ({ value: tenths / 10, unit: '{score}', system: UCUM, code: '{score}' });

const CONTEXT = `${SCALE.name}, 0 ${SCALE.anchors[0]} to 10 ${SCALE.anchors[10]}; ${SCALE.direction}. A value holds until the next if that comes within ${GAP_MS / 1000} s, otherwise not at all (E). Not comparable between people.`;

/** The same id for the same thing each time, without saying what it was made of: RFC 9562, version 8. */
function uuidOf(...names: readonly string[]): string {
	const bytes = createHash('sha256').update(names.join('\n')).digest().subarray(0, 16);
	bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
	bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
	return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** The session as resources: who (without a name), when, what was done at each point, how it felt, and its numbers. */
export function resourcesOf(meta: FhirMeta, timeline: Timeline): readonly Resource[] {
	const patient = uuidOf('patient', meta.clinic, meta.client);
	const idOf = (...names: readonly string[]) => uuidOf(...names, meta.clinic, meta.session);
	const encounter = idOf('encounter');
	const to = (id: string) => ({ reference: `urn:uuid:${id}` });
	const whose = { subject: to(patient), encounter: to(encounter) };
	const status = meta.endedAt === null ? 'preliminary' : 'final';
	const about = { status, ...whose };
	const reasons = reasonsIn(meta.reason);
	const summary = summaryOf(timeline);
	const procedures = new Map(summary.points.map(({ point }) => [point, idOf('point', String(point))]));

	const figure = ({ name, value, code, partOf, when }: Figure): Resource => ({
		resourceType: 'Observation',
		id: idOf('figure', name, String(partOf ?? '')),
		...about,
		...(partOf !== null && { partOf: [to(procedures.get(partOf) ?? encounter)] }),
		code: coded(name),
		effectivePeriod: period(when),
		...(value === null
			? { dataAbsentReason: { coding: [NOT_KNOWN] } }
			: { valueQuantity: { value, unit: code, system: UCUM, code } }),
	});

	const points = summary.points.map(({ point, visits }): Resource => {
		const worked = visits.map(({ visit }) => visit).filter(({ phase }) => isWorking(phase));
		const spans = worked.length > 0 ? worked : visits.map(({ visit }) => visit);
		const named = timeline.points.find((each) => each.point === point);
		const place = named && [pointName(named), named.place].filter(Boolean).join(', ');
		return {
			resourceType: 'Procedure',
			id: procedures.get(point) ?? idOf('point'),
			status: meta.endedAt === null ? 'in-progress' : 'completed',
			...whose,
			code: coded('Manual pressure on a tender point, in phases: locate, press, release, stretch'),
			performedPeriod: period({ from: spans[0]?.from ?? timeline.from, to: spans.at(-1)?.to ?? timeline.to }),
			bodySite: [{ text: place || `point ${point}` }],
		};
	});

	return [
		{
			resourceType: 'Patient',
			id: patient,
			meta: { security: [PSEUDONYMOUS], ...(meta.isTest && { tag: [TEST_DATA] }) },
			identifier: [{ system: 'urn:ietf:rfc:3986', value: `urn:uuid:${patient}` }],
		},
		{
			resourceType: 'Encounter',
			id: encounter,
			status: meta.endedAt === null ? 'in-progress' : 'finished',
			class: AMBULATORY,
			subject: to(patient),
			period: { start: iso(meta.startedAt), ...(meta.endedAt !== null && { end: iso(meta.endedAt) }) },
			...(reasons.length > 0 && { reasonCode: reasons.map((reason) => ({ coding: [reason] })) }),
		},
		...points,
		...seriesResource(timeline, { ...about, id: idOf('series') }),
		...timeline.spoken
			.filter(({ standing }) => standing === 'session')
			.map(
				({ t, value }, i): Resource => ({
					resourceType: 'Observation',
					id: idOf('spoken', String(i)),
					...about,
					code: coded('Pressure as the client said it aloud', BY_WORD),
					effectiveDateTime: iso(t),
					valueQuantity: score(value),
				}),
			),
		...figuresOf(timeline, summary).map(figure),
	];
}

function seriesResource(timeline: Timeline, about: { readonly id: string }): readonly Resource[] {
	const series = seriesOf(timeline.steps);
	if (!series) return [];
	const band = bandAt(timeline.bands, timeline.to)?.band;
	return [
		{
			resourceType: 'Observation',
			...about,
			code: coded('Pressure as the client rated it', BY_SLIDER),
			effectivePeriod: period(series),
			valueSampledData: {
				origin: score(0),
				period: SERIES_PERIOD_MS,
				lowerLimit: 0,
				upperLimit: 10,
				dimensions: 1,
				data: series.data,
			},
			note: [{ text: CONTEXT }],
			...(band && {
				referenceRange: [
					{ low: score(band.low), high: score(band.high), text: `the client’s own band; edge ${band.edge / 10}` },
				],
			}),
		},
	];
}

/** A FHIR R4 bundle, a resource a line. */
export function* writeFhir(meta: FhirMeta, timeline: Timeline): Iterable<string> {
	const head = {
		resourceType: 'Bundle',
		id: uuidOf('bundle', meta.clinic, meta.session),
		meta: { security: [PSEUDONYMOUS], ...(meta.isTest && { tag: [TEST_DATA] }) },
		type: 'collection',
		timestamp: iso(meta.madeAt),
	};
	yield `${JSON.stringify(head).slice(0, -1)},"entry":[\n`;
	const resources = resourcesOf(meta, timeline);
	for (const [i, resource] of resources.entries()) {
		const entry = JSON.stringify({ fullUrl: `urn:uuid:${resource.id}`, resource });
		yield i + 1 < resources.length ? `${entry},\n` : `${entry}\n`;
	}
	yield ']}\n';
}
