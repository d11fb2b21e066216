/** Run in a copy with a planted bug: seeds until the first that shows a violation, printed as JSON. */
import { runMany } from './many.ts';

const { failed } = await runMany({ from: 1, seeds: Number(process.argv[2]), stopAtFirst: true });
console.log(JSON.stringify(failed));
process.exit(0);
