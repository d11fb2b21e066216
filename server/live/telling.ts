import { type AskingDevice, type DownFrame, NOW_MS, type Recording, type UpFrameOf } from '../../shared/protocol.ts';
import type { SessionLog } from '../../shared/session-log.ts';
import type { KeptRecord } from './kept-record.ts';
import type { StoredDevice } from './live-store.ts';
import type { Line, Seats } from './seats.ts';
import type { SessionKeeper } from './session-parts.ts';

/** What pages are told of now: each second, and when it changes (W8). */
export interface Telling {
	/** Tells every line. */
	tell(): void;
	tellIfDue(): void;
	/** `recording` as pages were last told it. */
	toldRecording(): Recording;
	/** Takes a page's picture of now in, and shows it to the other seats. */
	handleNow(line: Line, frame: UpFrameOf<'now'>): void;
}

export function createTelling(parts: {
	readonly now: () => number;
	readonly log: SessionLog;
	readonly seats: Seats;
	readonly record: KeptRecord;
	readonly keeper: Pick<SessionKeeper, 'devices'>;
	readonly isErased: () => boolean;
	/** Whether a device has a connection, in its place or waiting for it: who asked and went away asks no more. */
	readonly isHere: (device: string) => boolean;
	/** `recording` as an earlier process left it. */
	readonly told: Recording;
}): Telling {
	const { log, seats, record } = parts;
	let toldAt = Number.NEGATIVE_INFINITY;
	let toldRecording = parts.told;

	const told = (devices: readonly StoredDevice[]): readonly AskingDevice[] =>
		devices.map(({ id, words }) => ({ device: id, words }));

	/** By standings and lines and not by the log: true after a restart too. */
	const observers = (standing: StoredDevice['standing']) =>
		told(
			parts.keeper
				.devices()
				.filter((device) => device.seat === 'observer' && device.standing === standing && parts.isHere(device.id)),
		);

	const askingPhones = () =>
		told(parts.keeper.devices().filter(({ seat, standing }) => seat === 'client' && standing === 'asking'));

	/** What the client's and the therapist's side are told of phones and observers. */
	const othersFor = ({ seat, isDraining }: Line) => {
		if (isDraining || (seat !== 'client' && seat !== 'therapist')) return {};
		const following = observers('admitted');
		const wouldFollow = observers('asking');
		return {
			...(seat === 'therapist' && { asking: askingPhones() }),
			...(wouldFollow.length > 0 && { [seat === 'client' ? 'asking' : 'wouldFollow']: wouldFollow }),
			...(following.length > 0 && { following }),
		};
	};

	const nowFor = (line: Line): DownFrame => ({
		t: 'now',
		serverAt: parts.now(),
		recording: record.recording(),
		heads: record.goodHeads(),
		accepted: line.isDraining ? {} : log.heads(),
		hasPen: seats.hasPen(line),
		seats: line.isDraining ? [] : seats.presences(line.seat, parts.now()),
		...othersFor(line),
		...(parts.isErased() && { isErased: true as const }),
	});

	const tell = () => {
		toldAt = parts.now();
		toldRecording = record.recording();
		for (const line of seats.lines()) line.connection.send(nowFor(line));
	};

	return {
		tell,
		tellIfDue() {
			if (parts.now() - toldAt >= NOW_MS) tell();
		},
		toldRecording: () => toldRecording,
		handleNow(line, frame) {
			// What an observer's page says of its person is nobody's business.
			if (line.seat === 'observer') return;
			line.inView = frame.inView;
			line.writer = frame.writer;
			const { writer, rating, at, touchedAt } = frame;
			if (seats.hasPen(line)) seats.showPicture(line, { writer, rating, at, touchedAt });
			for (const lane of ['say', 'flow'] as const) {
				const head = log.head({ writer, lane });
				if (frame[lane] > head) line.connection.send({ t: 'expect', writer, lane, n: head + 1 });
			}
			for (const other of seats.lines()) if (other.seat !== line.seat) other.connection.send(nowFor(other));
		},
	};
}
