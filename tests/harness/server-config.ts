import { type Config, parseConfig } from '../../server/config.ts';

/** The configuration of these variables, all of which must be right. */
export function configOf(env: Record<string, string>): Config {
	const parsed = parseConfig(env);
	if ('problems' in parsed) throw new Error(parsed.problems.join(' '));
	return parsed.config;
}
