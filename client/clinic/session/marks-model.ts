import type { IconName } from '../../ui/icons.ts';
import type { ClinicSpeech } from '../clinic-parts.ts';
import type { SmallMark } from './lanes-model.ts';

const ALARM_ICONS = { 'over-edge': 'bell', rise: 'rising', 'no-signal': 'cut' } as const satisfies Record<
	string,
	IconName
>;

export function markIcon(mark: SmallMark): IconName {
	if (mark.is === 'cue') return mark.cue;
	if (mark.is === 'alarm') return ALARM_ICONS[mark.kind];
	return mark.what === 'end-undone' ? 'back' : 'check';
}

/** A mark in words, for those who point at it. */
export function sayMark({ clinic, common }: ClinicSpeech, mark: SmallMark): string {
	if (mark.is === 'cue') return common.cues[mark.cue];
	return mark.is === 'alarm' ? clinic.review.alarms.kinds[mark.kind] : clinic.table.milestones[mark.what];
}
