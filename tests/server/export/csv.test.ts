import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CsvMeta, writeCsv } from '../../../server/export/csv.ts';
import { textCell } from '../../../server/export/csv-cells.ts';
import { COLUMNS } from '../../../server/export/csv-rows.ts';
import { fileName } from '../../../server/export/file-name.ts';
import type { LoggedEvent } from '../../../shared/events.ts';
import { createSessionLog } from '../../../shared/session-log.ts';
import { timelineOf } from '../../../shared/timeline.ts';
import { type Line, logOf, phase, practiced, rates, START, said, started } from '../../shared/log-builder.ts';
import { randomLog } from '../../shared/random-log.ts';
import { parseCsv, readCsv } from './parse-csv.ts';

const META: CsvMeta = {
	session: 'AAAAAAAAAAAAAAAAAAAAAA',
	startedAt: START,
	endedAt: START + 60_000,
	recording: 'recorded',
	isTest: false,
	zone: 'Europe/Vienna',
	version: '0.1.0',
};

const csvOf = (events: readonly LoggedEvent[], meta = META) => [...writeCsv(meta, timelineOf(events))].join('');
const rowsOf = (...lines: readonly (Line | readonly Line[])[]) => readCsv(csvOf(logOf(lines.flat()))).rows;

/** HOSTILE-INPUTS row 81 and its neighbours. */
const HOSTILE = [
	'=HYPERLINK("http://x.example","click")',
	'+1+1',
	'-2+3',
	'@SUM(A1)',
	'\tTab first',
	'\r=1+1',
	'\n=1+1',
	' =1+1',
	'＝1+1',
	'a "quoted" word',
	'two\nlines, and a comma',
	'safe;=1+1;',
	'safe;"=1+1',
	'safe\t=1+1',
	'a\u0000b',
	'',
	'plain',
];

/** Any way a spreadsheet may cut a file into cells, none of which may begin with a formula. */
function activeCells(csv: string): readonly string[] {
	const cells = [...parseTable(csv).flat(), ...csv.split(/[;\t\r\n|]/)];
	return cells.filter((cell) => /^["'\s]*[=+\-@＝＋－＠]/u.test(cell) && !cell.replace(/^["\s]*/, '').startsWith("'"));
}

const parseTable = (csv: string) =>
	parseCsv(
		csv
			.split('\r\n')
			.filter((line) => !line.startsWith('#'))
			.join('\r\n'),
	);

describe('the lines above the table', () => {
	test('CSV1 scale, direction, anchors, clock, zone, version, session and recording stand above, and nobody’s name', () => {
		const { meta } = readCsv(csvOf(logOf([started])));
		expect(meta).toMatchObject({
			session: META.session,
			recording: 'recorded',
			scale: 'pressure intensity 0.0 to 10.0',
			direction: 'higher is stronger',
			'anchor 0': 'nothing',
			'anchor 10': 'worst imaginable',
			zone: 'Europe/Vienna',
			version: '0.1.0',
			started: new Date(START).toISOString(),
			'test session': 'no',
		});
		expect(meta.clock).toContain('UTC');
		expect(meta.gap).toContain('5 s');
	});

	test('CSV1 a session under way says so', () => {
		expect(readCsv(csvOf(logOf([started]), { ...META, endedAt: null })).meta.ended).toBe('under way');
	});

	test('CSV1 what stands above the table keeps to its line and its cell', () => {
		const csv = csvOf(logOf([started]), { ...META, zone: 'x\r\n=1+1,=2;=3"' });
		expect(activeCells(csv)).toEqual([]);
		expect(readCsv(csv).meta.zone).toBe('x =1+1 =2 =3');
	});

	test('CSV5 the file’s name is made of the session’s id alone', () => {
		expect(fileName(META.session, 'csv')).toBe('palpate-AAAAAAAAAAAAAAAAAAAAAA.csv');
		expect(fileName('../../etc/passwd\r\n"', 'csv')).toBe('palpate-etcpasswd.csv');
	});
});

describe('the table', () => {
	test('CSV2 a sample has its time, seconds since the start, rating, comfort, band, phase and point', () => {
		const rows = rowsOf(
			started,
			{ s: 1, body: { kind: 'point', point: 2, muscle: 'infraspinatus', side: 'right', place: 'below the spine' } },
			phase(2, 'press', 2),
			rates([3.25, 100]),
		);
		expect(rows.at(-1)).toEqual({
			time: new Date(START + 3_250).toISOString(),
			t_s: '3.250',
			what: 'rating',
			rating: '10.0',
			comfort: 'over',
			touched: 'yes',
			band_low: '4.0',
			band_high: '6.0',
			edge: '7.0',
			phase: 'press',
			point: '2',
			where: 'right infraspinatus',
			place: 'below the spine',
			until_s: '',
			detail: '',
			standing: 'session',
		});
	});

	test('CSV2 a gap is a row after its sample, with its end, and no value stands in it', () => {
		const rows = rowsOf(started, rates([1, 0], [9, 45]));
		expect(rows.map(({ what, t_s, until_s, rating }) => [what, t_s, until_s, rating])).toEqual([
			['started', '0.000', '', ''],
			['rating', '1.000', '', '0.0'],
			['gap', '1.000', '9.000', ''],
			['rating', '9.000', '', '4.5'],
		]);
	});

	test('CSV2 everything that was done is a row in order of time, practice and late marked', () => {
		const stops = [said('client', 3)];
		const rows = rowsOf(
			started,
			{ s: 1, body: { kind: 'consent', choice: 'recorded' } },
			{ s: 2, body: { kind: 'band', low: 30, high: 50, edge: 65 } },
			practiced(rates([3, 20])),
			phase(4, 'press'),
			{ s: 5, body: { kind: 'stop' }, late: 0.25 },
			{ s: 5.5, body: { kind: 'shown', stops } },
			{ s: 6, body: { kind: 'answered', stops } },
			{ s: 7, body: { kind: 'cleared', stops, how: 'said-aloud' } },
			{ s: 8, body: { kind: 'spoken-rating', value: 45 } },
			{ s: 9, body: { kind: 'note', text: 'eases' } },
			{ s: 9.2, body: { kind: 'felt', point: 1, regions: ['calf-left', 'heel-left'] } },
			{ s: 9.5, body: { kind: 'signal', state: 'lost' } },
			{ s: 10, body: { kind: 'ended' } },
			{ s: 11, body: { kind: 'cue', cue: 'ok' } },
		);
		expect(rows.map(({ what, t_s, detail, standing }) => [what, t_s, detail, standing].join(' | '))).toEqual([
			'started | 0.000 |  | session',
			'recorded | 1.000 |  | session',
			'band | 2.000 |  | session',
			'rating | 3.000 |  | practice',
			'phase | 4.000 |  | session',
			'stop | 5.000 | stop 1 | session',
			'stop-arrived | 5.250 | stop 1 after 0.250 s | session',
			'stop-shown | 5.500 | stop 1 after 0.500 s | session',
			'phase | 6.000 | after a stop | session',
			'stop-answered | 6.000 | stop 1 after 1.000 s | session',
			'stop-cleared | 7.000 | stop 1 by said-aloud | session',
			'spoken-rating | 8.000 |  | session',
			'note | 9.000 | eases | session',
			'felt | 9.200 | point 1: calf-left heel-left | session',
			'no-signal | 9.500 |  | session',
			'ended | 10.000 |  | session',
			'cue | 11.000 | ok | late',
		]);
		expect(rows.map(({ edge }) => edge).slice(0, 3)).toEqual(['7.0', '7.0', '6.5']);
	});

	test('CSV3 it is a well-formed table whose samples are those of the log, for 300 random logs', () => {
		fc.assert(
			fc.property(randomLog({ stops: true, most: 40 }), (events) => {
				const csv = csvOf(events);
				const [header, ...table] = parseTable(csv);
				expect(header).toEqual(COLUMNS);
				expect(table.every((row) => row.length === COLUMNS.length)).toBe(true);
				const { rows } = readCsv(csv);
				const times = rows.map(({ time }) => Date.parse(time ?? ''));
				expect(times).toEqual(times.toSorted((a, b) => a - b));
				const samples = rows.filter(({ what }) => what === 'rating');
				expect(samples.map(({ time, rating }) => [Date.parse(time ?? ''), Math.round(Number(rating) * 10)])).toEqual(
					createSessionLog(events)
						.ordered()
						.flatMap(({ t, body }) => (body.kind === 'rating' ? [[t, body.value]] : [])),
				);
			}),
			{ numRuns: 300, seed: 3 },
		);
	});

	test('CSV3 it comes line by line', () => {
		const lines = [...writeCsv(META, timelineOf(logOf([started, ...rates([1, 10], [2, 20])])))];
		expect(lines.every((line) => line.indexOf('\r\n') === line.length - 2)).toBe(true);
	});
});

describe('text from people', () => {
	test.each(HOSTILE)('CSV4 %j is inert as a note, a muscle, a place and a member’s name', (text) => {
		const csv = csvOf(
			logOf([
				started,
				{ s: 1, body: { kind: 'spoken-consent', choice: 'recorded', member: text } },
				{ s: 2, body: { kind: 'point', point: 1, muscle: text, side: 'middle', place: text } },
				phase(3, 'press'),
				{ s: 4, body: { kind: 'note', text } },
			]),
		);
		expect(activeCells(csv)).toEqual([]);
		const note = readCsv(csv).rows.find(({ what }) => what === 'note');
		const bare = (cell: string | undefined) => (cell ?? '').replaceAll("'", '');
		expect(bare(note?.detail)).toBe(bare(text).replaceAll('\u0000', ''));
		expect(bare(note?.place)).toBe(bare(text).replaceAll('\u0000', ''));
	});

	test('CSV4 text that begins like a formula is quoted and prefixed', () => {
		expect(textCell('=1+1')).toBe(`"'=1+1"`);
		expect(textCell('-2')).toBe(`"'-2"`);
		expect(textCell('@x "y"')).toBe(`"'@x ""y"""`);
		expect(textCell('a, b')).toBe('"a, b"');
		expect(textCell('plain')).toBe('plain');
	});

	test('CSV4 the check sees a formula where one is left', () => {
		expect(activeCells('time,what\r\n=1+1,x\r\n')).not.toEqual([]);
		expect(activeCells('time,what\r\n"a;=1+1",x\r\n')).not.toEqual([]);
	});

	test('CSV4 any text comes back as it was but for NUL and the added mark', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (text) => {
				const [row] = parseCsv(`${textCell(text)}\r\n`);
				expect(row?.[0]?.replaceAll("'", '')).toBe(text.replaceAll('\u0000', '').replaceAll("'", ''));
			}),
			{ seed: 4 },
		);
	});
});
