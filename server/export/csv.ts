import type { Recording } from '../../shared/protocol.ts';
import { GAP_MS } from '../../shared/readings.ts';
import { SCALE } from '../../shared/scale.ts';
import type { Timeline } from '../../shared/timeline.ts';
import { metaLine } from './csv-cells.ts';
import { COLUMNS, createRowWriter, eventRows, isBefore } from './csv-rows.ts';

/** Raised when a column changes its meaning. */
export const CSV_VERSION = 1;

/** What stands above the table. Nobody's name: the session's id is what another file would be joined by. */
export interface CsvMeta {
	readonly session: string;
	/** ms since epoch. */
	readonly startedAt: number;
	readonly endedAt: number | null;
	readonly recording: Recording;
	readonly isTest: boolean;
	/** IANA name of the clinic's time zone. */
	readonly zone: string;
	/** Of the program that wrote it. */
	readonly version: string;
}

const iso = (t: number) => new Date(t).toISOString();

function* metaLines(meta: CsvMeta): Iterable<string> {
	yield metaLine('file', `palpate comfort timeline ${CSV_VERSION}`);
	yield metaLine('version', meta.version);
	yield metaLine('session', meta.session);
	yield metaLine('recording', meta.recording);
	yield metaLine('test session', meta.isTest ? 'yes' : 'no');
	yield metaLine('started', iso(meta.startedAt));
	yield metaLine('ended', meta.endedAt === null ? 'under way' : iso(meta.endedAt));
	yield metaLine('scale', `${SCALE.name} 0.0 to 10.0`);
	yield metaLine('direction', SCALE.direction);
	yield metaLine('anchor 0', SCALE.anchors[0]);
	yield metaLine('anchor 10', SCALE.anchors[10]);
	yield metaLine(
		'comfort',
		'light below the band / good in it / strong from the band to the edge / over above the edge',
	);
	yield metaLine('clock', 'of the clinic server in UTC / t_s is seconds since the first row');
	yield metaLine('zone', meta.zone);
	yield metaLine(
		'gap',
		`a value holds until the next if that comes within ${GAP_MS / 1000} s and otherwise not at all`,
	);
	yield metaLine('standing', 'session is counted / practice and late (after the end) are in no number');
}

/**
 * The session as CSV, line by line: `# key: value` lines, then RFC 4180 with a header. Every sample and everything that
 * was done is a row; text from people is inert in a spreadsheet.
 */
export function* writeCsv(meta: CsvMeta, timeline: Timeline): Iterable<string> {
	yield* metaLines(meta);
	yield `${COLUMNS.join(',')}\r\n`;
	const line = createRowWriter(timeline);
	const rows = eventRows(timeline);
	let next = 0;
	for (const { samples, standing } of timeline.segments) {
		for (const [i, t] of samples.t.entries()) {
			for (let row = rows[next]; row && isBefore(row, t); row = rows[++next]) yield line(row);
			yield line({ t, what: 'rating', rating: samples.values[i] ?? 0, touched: samples.touched[i] === 1, standing });
		}
	}
	for (const row of rows.slice(next)) yield line(row);
}
