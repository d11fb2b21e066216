import type { IconName } from '../../ui/icons.ts';
import type { ClinicSpeech } from '../clinic-parts.ts';
import type { SmallMark } from './lanes-model.ts';

export function markIcon(mark: SmallMark): IconName {
	if (mark.is === 'cue') return mark.cue;
	if (mark.is === 'note') return 'note';
	return mark.what === 'end-undone' ? 'back' : 'check';
}

/** A mark in words, for those who point at it. */
export function sayMark({ clinic, common }: ClinicSpeech, mark: SmallMark): string {
	if (mark.is === 'cue') return common.cues[mark.cue];
	return mark.is === 'note' ? mark.text : clinic.table.milestones[mark.what];
}
