/** What was asked of one promise and what was seen. `null`: a figure to report, which nothing is asked of. */
export interface Finding {
	readonly what: string;
	readonly asked: string;
	readonly seen: string;
	readonly holds: boolean | null;
}

/** One row of the promises (docs/PROOF.md), tried when asked. */
export interface Row {
	readonly row: number;
	readonly promise: string;
	/** `small` is what fits into continuous integration; the figures asked are those of the size that is run. */
	try(size: 'small' | 'full'): Promise<readonly Finding[]>;
}
