import type { AgainstAnswer, CourseAnswer } from '../../../shared/course-api.ts';
import type { Call } from '../../link/http-call.ts';

export type CourseApi = ReturnType<typeof createCourseApi>;

export const createCourseApi = (call: Call) => ({
	read: (client: string) => call<CourseAnswer>('GET', `/api/clients/${encodeURIComponent(client)}/course`, 'sessions'),
	against: (session: string) =>
		call<AgainstAnswer>('GET', `/api/sessions/${encodeURIComponent(session)}/against`, 'sessions'),
});
