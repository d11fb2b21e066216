import type { MessagePort } from 'node:worker_threads';
import type { Statement } from 'better-sqlite3';
import { WorkerFailure } from '../worker-failure.ts';
import { serveWorker } from '../worker-serve.ts';
import { createFaultyDisk } from './faults.ts';
import { openSqliteFile, purgeFile, type SqliteFile } from './sqlite-file.ts';

export interface StoreWorkerData {
	readonly file: string;
	readonly faults?: MessagePort;
}

export type StoreRequest =
	| {
			readonly op: 'query';
			readonly sql: string;
			readonly parameters: readonly unknown[];
			/** Belongs to a transaction, and is refused where none is open. */
			readonly isInside: boolean;
	  }
	/** Takes the bytes of what was deleted out of every file. */
	| { readonly op: 'purge' }
	| { readonly op: 'close' };

export interface StoreAnswer {
	readonly rows: readonly unknown[];
	readonly changes?: number;
	readonly lastId?: number | bigint;
}

/** Statements that are kept compiled. */
const MOST_STATEMENTS = 300;

serveWorker<StoreWorkerData, StoreRequest>(({ file, faults }) => {
	// The schema's version is kept by the migrations, which run above.
	const db = openSqliteFile(file, { version: 0, prepare: () => {} });
	const disk = createFaultyDisk(db, faults);
	const compiled = createCompiler(db);
	return (request) => {
		switch (request.op) {
			case 'query': {
				if (request.isInside && !db.inTransaction) throw transactionLost();
				const statement = compiled(request.sql);
				if (!statement.readonly) disk.insideWrite();
				return run(statement, request.parameters.map(bindable));
			}
			case 'purge':
				return purgeFile(db);
			case 'close':
				return void db.close();
		}
	};
});

function run(statement: Statement, parameters: readonly unknown[]): StoreAnswer {
	if (statement.reader) return { rows: statement.all(parameters) };
	const { changes, lastInsertRowid } = statement.run(parameters);
	return { rows: [], changes, lastId: lastInsertRowid };
}

function createCompiler(db: SqliteFile): (sql: string) => Statement {
	const statements = new Map<string, Statement>();
	return (sql) => {
		const known = statements.get(sql);
		if (known) return known;
		const statement = db.prepare(sql);
		if (statements.size >= MOST_STATEMENTS) statements.clear();
		statements.set(sql, statement);
		return statement;
	};
}

/** SQLite has neither truth nor instants: binding them throws. */
function bindable(value: unknown): unknown {
	if (typeof value === 'boolean') return value ? 1 : 0;
	if (value instanceof Date) return value.getTime();
	return value === undefined ? null : value;
}

/** The worker that held the transaction died: what follows must not be written without what came before. */
function transactionLost(): WorkerFailure {
	return new WorkerFailure({ code: 'transaction_lost', message: 'The transaction is no longer open.' });
}
