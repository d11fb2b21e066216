/** 38,400 → "0:38"; past an hour "1:02:03". */
export function formatTimer(ms: number): string {
	const seconds = Math.max(0, Math.floor(ms / 1_000));
	const two = (n: number) => String(n).padStart(2, '0');
	const hours = Math.floor(seconds / 3_600);
	const minutes = Math.floor(seconds / 60) % 60;
	return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** Time of day in the clinic's zone. */
export function formatClock(at: number, language: string, timeZone: string | undefined): string {
	return new Intl.DateTimeFormat(language, {
		hour: '2-digit',
		minute: '2-digit',
		hourCycle: 'h23',
		...zone(timeZone),
	}).format(at);
}

const zone = (timeZone: string | undefined) => (timeZone ? { timeZone } : {});

/** A day in the clinic's zone. */
export function formatDay(at: number, language: string, timeZone: string | undefined): string {
	const parts = { day: 'numeric', month: 'long', year: 'numeric' } as const;
	return new Intl.DateTimeFormat(language, { ...parts, ...zone(timeZone) }).format(at);
}
