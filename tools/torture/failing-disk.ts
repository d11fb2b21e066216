import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { LinkView } from '../../client/link/link-view.ts';
import type { EventId } from '../../shared/events.ts';
import { openNodeSession } from '../simulated/node-session.ts';
import { setUpClinic } from '../wire/clinic-calls.ts';
import { openLetIn } from '../wire/let-in.ts';
import type { LocalApp } from '../wire/local-app.ts';

export const DISK_FAULTS = ['full', 'read-only', 'stall', 'locked'] as const;
export type DiskFault = (typeof DISK_FAULTS)[number];

export interface DiskStory {
	readonly fault: DiskFault;
	/** From the phone's press to the therapist's page, for STOPs pressed while the disk failed, ms. */
	readonly stopMs: readonly number[];
	/** Both pages said that nothing is recorded. */
	readonly isSaid: boolean;
	/** Events acknowledged while the disk failed that are not in the store, at that time. */
	readonly falselyAcknowledged: number;
	/** After the disk was back, everything was recorded and both pages said so, without a restart. */
	readonly hasRecovered: boolean;
	/** In the end the journal holds everything the phone said, each once. */
	readonly isWhole: boolean;
}

/** How long a write stands still, ms. */
const STALL_MS = 2_000;
const WAIT_MS = 20_000;
const LOOK_MS = 10;
const STOPS = 3;

/** A session whose disk fails in the middle: what both pages see, and what is on the disk afterwards. */
export async function tellDiskStory(local: LocalApp, fault: DiskFault): Promise<DiskStory> {
	const { origin, port } = local;
	const calls = await signedIn(local);
	const { session, tokens, close } = await openLetIn(port, calls, `Client of a ${fault} disk`);
	close();
	const idle = () => () => undefined;
	const therapist = openNodeSession({ origin, seat: 'therapist', token: tokens.therapist }, idle);
	const phone = openNodeSession({ origin, seat: 'client', token: tokens.phone }, idle);
	const views = (): readonly LinkView[] => [phone.link.view(), therapist.link.view()];
	const areBoth = (recording: LinkView['recording']) => () => views().every((view) => view.recording === recording);
	try {
		await mustBe(() => views().every(({ line }) => line.is === 'live'), 'both pages live');
		phone.link.append({ kind: 'consent', choice: 'recorded' });
		await mustBe(areBoth('recorded'), 'both pages recorded');
		let said = 1;
		const rate = () => {
			if (phone.link.append({ kind: 'rating', value: 50, touched: true })) said += 1;
		};
		for (let i = 0; i < 5; i += 1) rate();
		await mustBe(() => phone.link.view().unacknowledged === 0, 'the first ratings acknowledged');

		const disk = await breakDisk(local, fault);
		rate();
		// A write that merely stands still is no failure to be told of: nothing is acknowledged meanwhile.
		const isSaid = fault === 'stall' || (await isSoon(areBoth('not-recording'), rate));
		const stopMs: number[] = [];
		for (let i = 0; i < STOPS; i += 1) {
			rate();
			stopMs.push(await pressUntilSeen(phone.link, therapist.link));
			said += 1;
		}
		const kept = fault === 'stall' ? null : (await local.journal.read(session)).length;
		const acknowledged = phone.link.view().recordedHeads[phone.link.writer] ?? [0, 0];
		// One event of the log is the therapist's: the phone was let in.
		const falselyAcknowledged = kept === null ? 0 : Math.max(0, acknowledged[0] + acknowledged[1] + 1 - kept);
		await disk.mend();
		const hasRecovered =
			(await isSoon(areBoth('recorded'))) && (await isSoon(() => phone.link.view().unacknowledged === 0));
		rate();
		await isSoon(() => phone.link.view().unacknowledged === 0);
		const events = (await local.journal.read(session)).filter(({ seat }) => seat === 'client');
		const isWhole = events.length === said;
		return { fault, stopMs, isSaid, falselyAcknowledged, hasRecovered, isWhole };
	} finally {
		phone.close();
		therapist.close();
	}
}

const known = new WeakMap<LocalApp, ReturnType<typeof setUpClinic>>();

/** The clinic is set up with its first story. */
function signedIn(local: LocalApp): ReturnType<typeof setUpClinic> {
	const calls = known.get(local) ?? setUpClinic(local.origin, local.setupCode);
	known.set(local, calls);
	return calls;
}

interface BrokenDisk {
	mend(): Promise<void>;
}

async function breakDisk({ faults, folder }: LocalApp, fault: DiskFault): Promise<BrokenDisk> {
	if (fault === 'locked') {
		const other = new Database(join(folder, 'journal.db'));
		other.exec('begin exclusive');
		return {
			async mend() {
				other.exec('rollback');
				other.close();
			},
		};
	}
	if (fault === 'stall') {
		await faults.apply({ kind: 'stall', ms: STALL_MS });
		return { mend: async () => undefined };
	}
	await faults.apply({ kind: fault, on: true });
	return { mend: () => faults.apply({ kind: fault, on: false }) };
}

type Link = ReturnType<typeof openNodeSession>['link'];

/** Presses STOP and waits until the therapist's page has it. */
async function pressUntilSeen(phone: Link, therapist: Link): Promise<number> {
	const from = performance.now();
	const id = phone.append({ kind: 'stop' });
	if (!id) throw new Error('STOP could not be pressed');
	await mustBe(() => hasEvent(therapist.view(), id), 'the STOP on the therapist’s page');
	return performance.now() - from;
}

function hasEvent({ log }: LinkView, id: EventId): boolean {
	return log.get(id, id.n)?.body.kind === 'stop';
}

/** A full disk is noticed when it has to grow: `meanwhile` goes on writing. */
async function isSoon(isSo: () => boolean, meanwhile: () => void = () => undefined): Promise<boolean> {
	for (const until = performance.now() + WAIT_MS; performance.now() < until; ) {
		if (isSo()) return true;
		meanwhile();
		await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
	}
	return false;
}

async function mustBe(isSo: () => boolean, what: string): Promise<void> {
	if (!(await isSoon(isSo))) throw new Error(`not seen in time: ${what}`);
}
