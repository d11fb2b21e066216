import { serveWorker } from '../../server/worker-serve.ts';

/** A worker that answers, throws, or dies, as it is asked. */
serveWorker<{ readonly refuse?: boolean }, string>(({ refuse }) => {
	if (refuse) throw new RangeError('It does not open.');
	let asked = 0;
	return (request) => {
		asked += 1;
		if (request === 'die') process.exit(1);
		if (request === 'throw') throw new TypeError('It does not do that.');
		return `${request} ${asked}`;
	};
});
