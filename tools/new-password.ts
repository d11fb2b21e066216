import { randomInt } from 'node:crypto';

/** No letter that is taken for another. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
const LENGTH = 20;

/** A password of 20 letters, about 99 bits, in groups that can be read aloud. */
export function newPassword(): string {
	const letters = Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]);
	return [0, 5, 10, 15].map((at) => letters.slice(at, at + 5).join('')).join('-');
}
