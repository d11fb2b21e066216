/** The day it is in a time zone at an instant, `2026-01-05`. */
export function dayIn(zone: string, at: number): string {
	const parts = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });
	return parts.format(at);
}
