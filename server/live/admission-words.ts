/** Short words that sound unlike each other; two of them stand on both screens and are compared by eye. */
const WORDS = (
	'amber anchor apple arrow basil beach birch bottle bridge button candle canoe cedar cherry cloud clover copper coral cotton daisy ' +
	'desert dolphin eagle ember falcon feather fern forest garden ginger glacier harbor hazel honey island ivory jasmine ' +
	'kettle lagoon lantern lemon lilac lotus maple marble meadow mango nutmeg ocean olive orchard pebble pepper piano ' +
	'planet plum quartz rabbit raven river'
).split(' ');

export function twoWords(randomBytes: (length: number) => Uint8Array): string {
	return [...randomBytes(2)].map((byte) => WORDS[byte % WORDS.length]).join(' ');
}
