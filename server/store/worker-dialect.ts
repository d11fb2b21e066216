import {
	CompiledQuery as Compiled,
	type CompiledQuery,
	type DatabaseConnection,
	type Dialect,
	type Driver,
	type QueryResult,
	SqliteAdapter,
	SqliteIntrospector,
	SqliteQueryCompiler,
} from 'kysely';
import type { WorkerLine } from '../worker-line.ts';
import type { StoreAnswer, StoreRequest } from './sqlite-worker.ts';

/** SQLite can take a change of schema back, so a migration is done wholly or not at all. */
class WorkerAdapter extends SqliteAdapter {
	override get supportsTransactionalDdl(): boolean {
		return true;
	}
}

/** Kysely over one SQLite connection in a worker. Kysely itself lets one user at a time have the connection. */
export function createWorkerDialect(line: WorkerLine): Dialect {
	return {
		createAdapter: () => new WorkerAdapter(),
		createDriver: () => createDriver(line),
		createIntrospector: (db) => new SqliteIntrospector(db),
		createQueryCompiler: () => new SqliteQueryCompiler(),
	};
}

function createDriver(line: WorkerLine): Driver {
	let isInside = false;
	const connection: DatabaseConnection = {
		executeQuery: <R>(query: CompiledQuery) => execute<R>(line, query, isInside),
		streamQuery() {
			throw new Error('The store answers whole results only.');
		},
	};
	const command = async (text: string): Promise<void> => {
		await connection.executeQuery(Compiled.raw(text));
	};
	return {
		async init() {},
		acquireConnection: async () => connection,
		async releaseConnection() {},
		async beginTransaction() {
			await command('begin immediate');
			isInside = true;
		},
		async commitTransaction() {
			await command('commit');
			isInside = false;
		},
		async rollbackTransaction() {
			isInside = false;
			// SQLite has already rolled back after some failures; then there is nothing left to do.
			await command('rollback').catch(() => undefined);
		},
		destroy: () => line.close(),
	};
}

async function execute<R>(line: WorkerLine, query: CompiledQuery, isInside: boolean): Promise<QueryResult<R>> {
	const request: StoreRequest = { op: 'query', sql: query.sql, parameters: query.parameters, isInside };
	const { rows, changes, lastId } = (await line.ask(request)) as StoreAnswer;
	return {
		rows: rows as R[],
		...(changes !== undefined && { numAffectedRows: BigInt(changes) }),
		...(lastId !== undefined && { insertId: BigInt(lastId) }),
	};
}
