import type { InsightAnswer, NamedInsightAnswer } from '../../../shared/course-api.ts';
import type { Call } from '../../link/http-call.ts';

export type InsightApi = ReturnType<typeof createInsightApi>;

interface Period {
	readonly from: number;
	readonly to: number;
}

export const createInsightApi = (call: Call) => ({
	read: (period: Period) => call<InsightAnswer>('POST', '/api/insight', 'rows', period),
	readNamed: (period: Period) => call<NamedInsightAnswer>('POST', '/api/insight/named', 'therapists', period),
});
