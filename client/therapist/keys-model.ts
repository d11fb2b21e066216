import { type Phase, phaseAfter, WORK_PHASES } from '../../shared/phases.ts';

/** What a key asks for. Phases are named absolutely; `n` and `a` open and admit. */
export type KeyAct =
	| { readonly act: 'phase'; readonly phase: Phase }
	| { readonly act: 'next-point' | 'admit' | 'answer' | 'set-aside' };

/** What a key press was and where, as far as it matters. */
export interface KeyPress {
	readonly key: string;
	readonly isRepeat: boolean;
	/** Control, alt or meta held: the browser's own. */
	readonly hasModifier: boolean;
	/** The focus is where text is typed or a choice is made with letters. */
	readonly isInText: boolean;
	/** The focus is on something that Space and Enter press by themselves. */
	readonly isOnControl: boolean;
}

export interface KeyContext {
	readonly areKeysOn: boolean;
	/** An open dialog has the keys; in the phone's only `a` is ours. */
	readonly dialog: 'phone' | 'other' | null;
	readonly isRinging: boolean;
	readonly phase: Phase | null;
	/** How many phones ask; one key never chooses between two. */
	readonly asking: number;
	/** An alarm that can be set aside stands in the rating's place. */
	readonly hasAlarm: boolean;
}

/** What the key for "next" proposes: the first phase where there is none, or after rest. */
export function nextPhase(phase: Phase | null): Phase {
	return phase === null || phase === 'rest' ? 'locate' : phaseAfter(phase);
}

function phaseOfKey(press: KeyPress, phase: Phase | null): Phase | null {
	const number = WORK_PHASES[Number(press.key) - 1];
	if (number && press.key.length === 1) return number;
	if (press.key === '0' || press.key.toLowerCase() === 'r') return 'rest';
	if (press.key === 'PageDown' || (press.key === ' ' && !press.isOnControl)) return nextPhase(phase);
	return null;
}

function actOfLetter(key: string): KeyAct | null {
	return key.toLowerCase() === 'n' ? { act: 'next-point' } : null;
}

/** The act of a key press; null where the key means nothing or is not ours. Only Enter answers a STOP. */
export function actOfKey(press: KeyPress, context: KeyContext): KeyAct | null {
	if (press.hasModifier || press.isRepeat) return null;
	if (context.isRinging) return press.key === 'Enter' ? { act: 'answer' } : null;
	if (!context.areKeysOn || context.dialog === 'other' || press.isInText) return null;
	if (press.key.toLowerCase() === 'a') return context.asking === 1 ? { act: 'admit' } : null;
	if (context.dialog === 'phone') return null;
	const phase = phaseOfKey(press, context.phase);
	if (phase) return { act: 'phase', phase };
	const isFreeEnter = press.key === 'Enter' && !press.isOnControl;
	return isFreeEnter && context.hasAlarm ? { act: 'set-aside' } : actOfLetter(press.key);
}

const TYPING = 'input, textarea, select, [contenteditable], [role="combobox"], [role="textbox"]';
const PRESSABLE = 'button, a[href], summary, [role="button"], [role="option"]';

/** A browser's key event, read for `actOfKey`. */
export function readKeyPress(event: KeyboardEvent): KeyPress {
	const target = event.target instanceof Element ? event.target : null;
	return {
		key: event.key,
		isRepeat: event.repeat,
		hasModifier: event.ctrlKey || event.altKey || event.metaKey,
		isInText: event.isComposing || target?.closest(TYPING) != null,
		isOnControl: target?.closest(PRESSABLE) != null,
	};
}
