import * as v from 'valibot';
import { type UpFrameOf, upFrameSchema } from '../../shared/protocol.ts';

/** What the second road takes (W9): a token, and frames of *say*. */
export const sayRequest = v.strictObject({
	token: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/)),
	frames: v.pipe(
		v.array(
			v.pipe(
				upFrameSchema,
				v.check(isSayFrame),
				v.transform((frame) => frame as UpFrameOf<'events'>),
			),
		),
		v.maxLength(64),
	),
});

function isSayFrame(frame: v.InferOutput<typeof upFrameSchema>): boolean {
	return frame.t === 'events' && frame.lane === 'say';
}
