/** `npm run rights`: prints who may do what into docs/RIGHTS.md. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rightsPage } from './rights/rights-page.ts';

const FILE = join(import.meta.dirname, '..', 'docs', 'RIGHTS.md');

writeFileSync(FILE, rightsPage());
console.log(`${FILE} says who may do what.`);
