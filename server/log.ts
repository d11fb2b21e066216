import { type DestinationStream, type Logger, pino } from 'pino';
import type { LOG_LEVELS } from './config.ts';

/**
 * What a line of the log may carry: ids and codes. No ratings, names, notes, texts of people, codes to join or tokens,
 * and no texts of errors, since a library may put any of those into one.
 */
export interface LogFacts {
	/** Of the refusal told to the person, to find this line by. */
	readonly id?: string;
	readonly session?: string;
	readonly clinic?: string;
	readonly member?: string;
	readonly code?: string;
	/** What the server was doing: a word of the program, never of a person. */
	readonly at?: string;
	/** Where in the program: file, line, function. */
	readonly where?: readonly string[];
	readonly method?: string;
	/** As it is registered, with its parameters' names in place of their values. */
	readonly route?: string;
	readonly status?: number;
	readonly ms?: number;
	readonly port?: number;
}

export interface Log {
	info(what: string, facts?: LogFacts): void;
	warn(what: string, facts?: LogFacts): void;
	/** Notes a failure by its kind, its code and its place in the program; its text stays out. */
	fault(what: string, problem: unknown, facts?: LogFacts): void;
	debug(what: string, facts?: LogFacts): void;
}

export function createLog(level: (typeof LOG_LEVELS)[number], destination?: DestinationStream): Log {
	const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime };
	const logger: Logger = destination ? pino(options, destination) : pino(options);
	return {
		info: (what, facts = {}) => logger.info(factsOnly(facts), what),
		warn: (what, facts = {}) => logger.warn(factsOnly(facts), what),
		fault: (what, problem, facts = {}) => logger.error({ ...factsOnly(facts), ...placeOf(problem) }, what),
		debug: (what, facts = {}) => logger.debug(factsOnly(facts), what),
	};
}

const FACTS: Record<keyof LogFacts, true> = {
	id: true,
	session: true,
	clinic: true,
	member: true,
	code: true,
	at: true,
	where: true,
	method: true,
	route: true,
	status: true,
	ms: true,
	port: true,
};

/** Only the facts named above, even where more was handed in. */
function factsOnly(facts: LogFacts): LogFacts {
	return Object.fromEntries(Object.entries(facts).filter(([name]) => Object.hasOwn(FACTS, name)));
}

/** Frames of a stack that are kept. */
const MOST_FRAMES = 8;

function placeOf(problem: unknown): Pick<LogFacts, 'code' | 'where'> {
	if (!(problem instanceof Error)) return { code: typeof problem };
	const code = 'code' in problem && typeof problem.code === 'string' ? problem.code : problem.name;
	const frames = framesOf(problem).filter((line) => /^\s+at .*:\d+:\d+\)?$/.test(line));
	return { code: code.slice(0, 60), where: frames.slice(0, MOST_FRAMES).map((line) => line.trim()) };
}

/** A stack begins with the error's text, whose own lines may look like anything. */
function framesOf({ name, message, stack = '' }: Error): readonly string[] {
	const head = message === '' ? name : `${name}: ${message}`;
	return stack.startsWith(head)
		? stack.slice(head.length).split('\n')
		: stack.split('\n').slice(head.split('\n').length);
}
