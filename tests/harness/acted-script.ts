import type { Script } from '../../tools/simulated/acted-session.ts';
import { STEADY } from '../../tools/simulated/temperament.ts';
import { NINE } from './server-events.ts';
import { CLINIC, OWNER } from './server-store.ts';

/** Two points with someone who often goes over the edge and then presses STOP. */
export const ACTED_SCRIPT: Script = {
	startsAt: NINE,
	clinic: CLINIC,
	member: OWNER,
	client: { name: 'Client Quince' },
	clientName: 'Client Quince',
	plan: ['infraspinatus', 'soleus'].map((muscle) => ({
		muscle,
		side: 'left',
		visits: [
			{ phase: 'locate', ms: 8_000 },
			{ phase: 'press', ms: 35_000 },
			{ phase: 'stretch', ms: 15_000 },
		],
	})),
	temperament: { ...STEADY, peak: 80, flareChance: 1, stopChance: 1 },
	choice: 'recorded',
};
