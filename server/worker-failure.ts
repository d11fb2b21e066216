/** An error as it crosses from a worker: a code for the log and for decisions, a sentence for the terminal. */
export interface PlainFailure {
	readonly code: string;
	readonly message: string;
}

export class WorkerFailure extends Error {
	readonly code: string;

	constructor({ code, message }: PlainFailure) {
		super(message);
		this.name = 'WorkerFailure';
		this.code = code;
	}
}

export function asFailure(error: unknown): PlainFailure {
	if (!(error instanceof Error)) return { code: 'unknown', message: String(error) };
	const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
	return { code, message: error.message };
}
