import { enableCompileCache, flushCompileCache } from 'node:module';
import { join } from 'node:path';

/** Where Node keeps what it made of the sources, so that the next start is quick. Where it can't write it goes on without. */
const COMPILED = join(import.meta.dirname, '..', 'dist', 'compiled');

// Before anything is imported.
enableCompileCache(COMPILED);
await import('./run.ts');
// Now, and not at an orderly end: a server may be killed.
flushCompileCache();
