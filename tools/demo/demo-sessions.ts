import type { Side } from '../../shared/body.ts';
import type { RegionId } from '../../shared/body-regions.ts';
import { drawTemperament, STEADY, type Temperament } from '../simulated/temperament.ts';
import { drawPoint, type TreatmentPlan } from '../simulated/treatment-plan.ts';
import type { Random } from '../simulator/random.ts';

/** People and a place that nobody takes for real ones. */
export const DEMO_CLINIC = 'Demo clinic';
export const DEMO_OWNER = { name: 'Demo owner', email: 'demo@example.org' } as const;
export const LIVE_CLIENTS = ['Client Amber', 'Client Birch', 'Client Cedar'] as const;

/** A past session before its people are drawn. */
export interface PastSession {
	readonly daysAgo: number;
	/** In the clinic's zone. */
	readonly hour: number;
	readonly minute: number;
	readonly clientName: string;
	readonly points: readonly (readonly [muscle: string, side: Side, ...felt: readonly RegionId[]])[];
	/** How this person differs from a steady one. */
	readonly temper?: Partial<Temperament>;
	readonly choice?: 'live-only';
	readonly hasNoPhone?: true;
	readonly isTest?: true;
	readonly note?: string;
	/** Times without the phone, s from the start. */
	readonly absences?: readonly (readonly [from: number, seconds: number])[];
}

const TENDER: Partial<Temperament> = { peak: 68, flareChance: 0.6, freezeChance: 0, stopChance: 0.9 };
const QUIET: Partial<Temperament> = { cueChance: 0.15, freezeChance: 0.6 };

export const PAST_SESSIONS: readonly PastSession[] = [
	{
		daysAgo: 1,
		hour: 16,
		minute: 20,
		clientName: 'Client Amber',
		points: [
			['infraspinatus', 'right'],
			['levator_scapulae', 'right', 'neck-back-right'],
			['upper_trapezius', 'left', 'temple-left'],
		],
		temper: { peak: 60, flareChance: 0.5, stopChance: 1 },
		note: 'Asked for lighter pressure on the second point. Next time begin with the left side.',
	},
	{
		daysAgo: 2,
		hour: 9,
		minute: 5,
		clientName: 'Client Birch',
		points: [
			['suboccipitals', 'middle'],
			['splenius_capitis', 'left'],
		],
		absences: [[150, 22]],
	},
	{
		daysAgo: 3,
		hour: 11,
		minute: 40,
		clientName: 'Client Ember',
		points: [
			['piriformis', 'left', 'thigh-back-left'],
			['gluteus_medius', 'left'],
			['gluteus_minimus', 'left'],
		],
		temper: TENDER,
		note: 'STOP used as agreed at the start.',
	},
	{ daysAgo: 4, hour: 14, minute: 15, clientName: 'Client Dune', points: [['soleus', 'right']], choice: 'live-only' },
	{
		daysAgo: 6,
		hour: 10,
		minute: 30,
		clientName: 'Client Cedar',
		points: [
			['quadratus_lumborum', 'right'],
			['iliocostalis_lumborum', 'right'],
		],
		temper: QUIET,
	},
	{
		daysAgo: 7,
		hour: 15,
		minute: 0,
		clientName: 'Client Fern',
		points: [
			['gastrocnemius', 'left'],
			['soleus', 'left'],
		],
		hasNoPhone: true,
		note: 'No phone today; ratings spoken.',
	},
	{
		daysAgo: 8,
		hour: 16,
		minute: 25,
		clientName: 'Client Amber',
		points: [
			['infraspinatus', 'right', 'shoulder-front-right'],
			['upper_trapezius', 'left'],
		],
		temper: { ...TENDER, peak: 64 },
		absences: [[95, 14]],
	},
	{
		daysAgo: 10,
		hour: 9,
		minute: 30,
		clientName: 'Test client',
		points: [['rhomboids', 'middle']],
		isTest: true,
	},
	{
		daysAgo: 13,
		hour: 13,
		minute: 10,
		clientName: 'Client Ember',
		points: [
			['piriformis', 'left', 'thigh-back-left', 'calf-left'],
			['gluteus_medius', 'left'],
		],
		temper: TENDER,
	},
	{
		daysAgo: 15,
		hour: 16,
		minute: 20,
		clientName: 'Client Amber',
		points: [
			['infraspinatus', 'right', 'shoulder-front-right', 'arm-front-right'],
			['levator_scapulae', 'right'],
		],
		temper: { ...TENDER, peak: 74 },
		note: 'First visit. Practised STOP before the first press.',
	},
	{
		daysAgo: 17,
		hour: 11,
		minute: 0,
		clientName: 'Client Birch',
		points: [
			['suboccipitals', 'middle'],
			['temporalis', 'left'],
			['masseter', 'left'],
		],
	},
	{
		daysAgo: 21,
		hour: 10,
		minute: 45,
		clientName: 'Client Cedar',
		points: [
			['quadratus_lumborum', 'right'],
			['gluteus_maximus', 'right'],
		],
		temper: { flareChance: 0.5, stopChance: 0 },
	},
	{
		daysAgo: 22,
		hour: 16,
		minute: 25,
		clientName: 'Client Amber',
		points: [
			['infraspinatus', 'right', 'shoulder-front-right', 'arm-front-right'],
			['upper_trapezius', 'left', 'temple-left'],
		],
		temper: { ...TENDER, peak: 76 },
	},
	{
		daysAgo: 23,
		hour: 9,
		minute: 15,
		clientName: 'Client Hazel',
		points: [
			['upper_trapezius', 'right', 'neck-back-right'],
			['infraspinatus', 'left'],
		],
		temper: { flareChance: 0.4 },
	},
	{
		daysAgo: 24,
		hour: 13,
		minute: 40,
		clientName: 'Client Birch',
		points: [
			['upper_trapezius', 'left', 'temple-left'],
			['levator_scapulae', 'left'],
		],
		temper: QUIET,
	},
	{
		daysAgo: 25,
		hour: 15,
		minute: 30,
		clientName: 'Client Cedar',
		points: [
			['infraspinatus', 'right'],
			['upper_trapezius', 'right'],
		],
		temper: { peak: 66, flareChance: 0.5 },
	},
	{
		daysAgo: 27,
		hour: 12,
		minute: 20,
		clientName: 'Client Hazel',
		points: [
			['upper_trapezius', 'right', 'neck-back-right'],
			['levator_scapulae', 'right'],
			['infraspinatus', 'left'],
		],
		temper: TENDER,
	},
];

export function temperamentOf({ temper }: PastSession, random: Random): Temperament {
	return drawTemperament(random, { ...STEADY, ...temper });
}

export function planOf({ points }: Pick<PastSession, 'points'>, random: Random): TreatmentPlan {
	return points.map(([muscle, side, ...felt]) => ({
		...drawPoint(random, muscle),
		side,
		...(felt.length > 0 && { felt }),
	}));
}

const SUNDAY = 0;
const SATURDAY = 6;

/**
 * When it began, ms: on a weekday before `now`, at that time of day in this machine's zone, which is the demo clinic's.
 * A weekend gives way to the Friday before.
 */
export function startOf({ daysAgo, hour, minute }: PastSession, now: number): number {
	const day = new Date(now);
	day.setDate(day.getDate() - daysAgo);
	if (day.getDay() === SUNDAY) day.setDate(day.getDate() - 2);
	if (day.getDay() === SATURDAY) day.setDate(day.getDate() - 1);
	return day.setHours(hour, minute, 0, 0);
}
