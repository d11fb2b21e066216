/** Instants as people of one clinic read them: in its zone, in the page's language. */
export interface TimeFormat {
	/** "14:03" */
	clock(t: number): string;
	/** "14:03:12" */
	clockSeconds(t: number): string;
	/** "Monday" */
	weekday(t: number): string;
	/** "23 November 2026" */
	date(t: number): string;
	/** "Monday 23 November 2026" */
	day(t: number): string;
	/** The calendar day in the zone, for grouping: "2026-11-23". */
	dayKey(t: number): string;
}

/** The zone, or the device's own where this browser does not know it. */
function knownZone(zone: string): string | undefined {
	return isZone(zone) ? zone : undefined;
}

export function isZone(zone: string): boolean {
	try {
		return zone !== '' && new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
	} catch {
		return false;
	}
}

export function createTimeFormat(language: string, zone: string): TimeFormat {
	const timeZone = knownZone(zone);
	const format = (options: Intl.DateTimeFormatOptions, locale = language) => {
		const formatter = new Intl.DateTimeFormat(locale, { ...options, ...(timeZone && { timeZone }) });
		return (t: number) => formatter.format(t);
	};
	const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
	return {
		clock: format(clock),
		clockSeconds: format({ ...clock, second: '2-digit' }),
		day: format({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }),
		weekday: format({ weekday: 'long' }),
		date: format({ day: 'numeric', month: 'long', year: 'numeric' }),
		dayKey: format({ year: 'numeric', month: '2-digit', day: '2-digit' }, 'en-CA'),
	};
}

/** Time since the start as "4:05", past an hour as "1:04:05"; with tenths where a tick needs them. */
export function elapsed(ms: number, hasTenths = false): string {
	const whole = Math.max(0, Math.floor(ms / 1000));
	const two = (n: number) => String(n).padStart(2, '0');
	const hours = Math.floor(whole / 3600);
	const minutes = Math.floor(whole / 60) % 60;
	const tenths = hasTenths ? `.${Math.floor((Math.max(0, ms) % 1000) / 100)}` : '';
	const seconds = `${two(whole % 60)}${tenths}`;
	return hours > 0 ? `${hours}:${two(minutes)}:${seconds}` : `${minutes}:${seconds}`;
}

/** A length in whole units, as many as say something. */
export interface Length {
	readonly hours: number;
	readonly minutes: number;
	readonly seconds: number;
}

export function lengthOf(ms: number): Length {
	const whole = Math.round(Math.max(0, ms) / 1000);
	return { hours: Math.floor(whole / 3600), minutes: Math.floor(whole / 60) % 60, seconds: whole % 60 };
}
