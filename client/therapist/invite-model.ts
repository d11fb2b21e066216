/** A typed code in two groups, as it is read out. */
export function codeGroups(code: string): readonly [string, string] {
	return [code.slice(0, 4), code.slice(4)];
}

/** An address as it is typed: without the fragment, which only the QR carries. */
export function typedAddress(joinUrl: string): string {
	return joinUrl.replace(/#.*$/, '').replace(/^https?:\/\//, '');
}
