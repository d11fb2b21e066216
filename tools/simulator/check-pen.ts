import type { DownFrame, UpFrame } from '../../shared/protocol.ts';
import type { SimPage } from './sim-page.ts';
import type { Witness } from './witness.ts';
import type { World } from './world.ts';

/** W10, looked at on the wire: who asks for the pen, and whom the server takes it from. */
export interface PenCheck {
	asked(page: SimPage, frame: UpFrame): void;
	arrived(page: SimPage, frame: UpFrame, isLate: boolean): void;
	sent(page: SimPage, frame: DownFrame): void;
	received(page: SimPage, frame: DownFrame, isLate: boolean): void;
}

const asksForPen = (frame: UpFrame) => frame.t === 'pen' || (frame.t === 'hello' && frame.pen);

export function createPenCheck(world: () => World, witness: Witness): PenCheck {
	/** A page that greets again in the life of one server, and not by an old frame: a reconnect. */
	let returning: SimPage | null = null;
	return {
		asked(page, frame) {
			if (!page.isMoved || !asksForPen(frame)) return;
			if (page.hasStrayPen) witness.pardon('late-word-of-the-pen', page.name);
			else witness.blame('W10 asked for the pen without a touch');
		},
		arrived(page, frame, isLate) {
			const isHello = frame.t === 'hello';
			const isReturn = isHello && page.greetedBoot === world().boots && page.greetedAs === frame.writer;
			returning = isReturn && !isLate ? page : null;
			if (isHello) page.helloAs = frame.writer;
			// What was asked for before the pen moved on is an old wish by the time it arrives.
			if (asksForPen(frame) && (isLate || page.isMoved)) page.hasStrayPen = true;
		},
		received(page, frame, isLate) {
			// The order of one connection is TCP's; a wire that breaks it may bring an old word of the pen.
			const told = 'hasPen' in frame ? frame.hasPen : frame.t === 'pen' ? true : frame.t === 'moved' ? false : null;
			if (isLate && told !== null && told !== page.engine.view().hasPen) page.hasStrayPen = true;
		},
		sent(page, frame) {
			if ((frame.t === 'welcome' && frame.hasPen) || frame.t === 'pen')
				Object.assign(page, { greetedBoot: world().boots, greetedAs: page.helloAs });
			if (frame.t === 'moved' && returning && returning !== page) witness.blame('W10 a reconnect took the pen');
		},
	};
}
