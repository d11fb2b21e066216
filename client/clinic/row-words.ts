import { formatRating } from '../../shared/scale.ts';
import { regionName } from '../ui/body/region-name.ts';
import { type ClinicSpeech, sayLength } from './clinic-parts.ts';
import type { PlaceNames } from './place-names.ts';
import { stopFacts } from './session/stop-words.ts';
import type { RowContent, TableRow } from './session/table-model.ts';

type ContentOf<K extends RowContent['is']> = Extract<RowContent, { is: K }>;

/** A row of the table in words. */
export function sayRow(speech: ClinicSpeech, row: TableRow, names: PlaceNames): string {
	const { clinic, common } = speech;
	const words = clinic.table;
	const { what } = row;
	const length = (ms: number) => sayLength(speech, ms);
	switch (what.is) {
		case 'curve':
			return words.curve(length(what.ms));
		case 'gap':
			return words.gap(length(what.ms));
		case 'phase':
			return sayPhase(speech, what, names);
		case 'over':
			return words.overEdge(length(what.run.to - what.run.from), formatRating(what.run.peak));
		case 'band': {
			const { low, high, edge } = what.span.band;
			return words.band(formatRating(low), formatRating(high), formatRating(edge));
		}
		case 'cue':
			return words.cue(common.cues[what.cue.cue]);
		case 'stop':
			return clinic.list([common.stop, ...stopFacts(speech, what.stop, names).map(({ text }) => text)]);
		case 'spoken':
			return words.spoken;
		case 'note':
			return words.note(what.note.text);
		case 'felt': {
			const { point, regions } = what.felt;
			const place = clinic.chart.numbered(point, names.get(point) ?? clinic.numbers.unnamed);
			return words.felt(place, clinic.list(regions.map((id) => regionName(clinic.body, id))));
		}
		case 'signal':
			return what.loss.to === null ? words.noSignalOpen : words.noSignal(length(what.loss.to - what.loss.from));
		case 'milestone':
			return sayMilestone(speech, what);
	}
}

function sayPhase({ clinic, common }: ClinicSpeech, { visit }: ContentOf<'phase'>, names: PlaceNames): string {
	const place = clinic.chart.numbered(visit.point, names.get(visit.point) ?? clinic.numbers.unnamed);
	const after = visit.isAfterStop ? [clinic.numbers.afterStop] : [];
	return clinic.list([common.phases[visit.phase], place, ...after]);
}

function sayMilestone({ clinic }: ClinicSpeech, { milestone }: ContentOf<'milestone'>): string {
	const words = clinic.table;
	const what = words.milestones[milestone.is];
	if (milestone.spokenTo !== null) return words.spokenTo(what, milestone.spokenTo);
	return milestone.isIdle ? words.idle(what) : what;
}

/** The rating a row tells of, as a range where it moved; empty where it tells of none. */
export function ratingOfRow({ clinic }: ClinicSpeech, { what }: TableRow): string {
	if (what.is === 'spoken') return formatRating(what.spoken.value);
	if (what.is !== 'curve') return '';
	const { low, high } = what;
	return low === high ? formatRating(low) : clinic.table.ratingFromTo(formatRating(low), formatRating(high));
}
