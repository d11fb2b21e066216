/** A name as it is searched: without case, accents and the differences between forms of one letter. */
export function searchForm(text: string): string {
	return text
		.normalize('NFKD')
		.replaceAll(/\p{Mark}/gu, '')
		.toLowerCase()
		.trim();
}

/** A pattern for `like … escape '\'` that finds `text` anywhere; its own % and _ are letters like others. */
export function containing(text: string): string {
	return `%${searchForm(text).replaceAll(/[\\%_]/g, '\\$&')}%`;
}
