import { withoutOwnWords } from '../../shared/body.ts';
import { type Body, isEventKind, refused } from '../../shared/events.ts';

/**
 * A body without what a person wrote freely, which may name somebody: the text of a note, the place of a point and a muscle in own
 * words. What this version does not know may hold anything, and is taken out whole.
 */
export function redactBody(body: Body): Body {
	if (body.kind === 'note') return body.text === '' ? body : { ...body, text: '' };
	if (body.kind === 'point') {
		const { place: _, ...point } = body;
		return { ...point, muscle: withoutOwnWords(point.muscle) };
	}
	const kind: string = body.kind;
	return kind === 'refused' || isEventKind(kind) ? body : refused('unknown_event');
}
