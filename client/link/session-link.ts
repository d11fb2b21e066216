import type { WordsAtChoice } from '../../shared/consent-api.ts';
import type { KnownBody } from '../../shared/events.ts';
import { createLiveFold } from '../../shared/live-fold.ts';
import { type DownFrame, type DownFrameOf, PROTOCOL_VERSION } from '../../shared/protocol.ts';
import type { Band } from '../../shared/scale.ts';
import { createSessionLog } from '../../shared/session-log.ts';
import { headOf } from '../../shared/stream.ts';
import { createAcknowledged } from './acknowledged.ts';
import { createLeaveTaking } from './leave-taking.ts';
import type { LinkEngine, LinkParts } from './link-engine.ts';
import type { LinkView } from './link-view.ts';
import { createLogIntake } from './log-intake.ts';
import { createLostChoice } from './lost-choice.ts';
import { createOtherSeats } from './other-seats.ts';
import { createOutboxKeeper } from './outbox-keeper.ts';
import { createOwnStreams } from './own-streams.ts';
import { createOwnWriter } from './own-writer.ts';
import { createPageLine } from './page-line.ts';
import { createPagePen } from './page-pen.ts';
import { createPagePicture } from './page-picture.ts';
import { createRenewal } from './renewal.ts';
import { createSender } from './sender.ts';
import { createServerClock } from './server-clock.ts';
import { createStopWatch } from './stop-watch.ts';

/** Puts the parts of a page's line together: each keeps its own state; here frames come in, and the view is made. */
export function createSessionLink(parts: LinkParts): LinkEngine {
	const { now, seat, randomId } = parts;
	/** An observer's page follows, and says nothing of its own. */
	const canWrite = seat !== 'observer';
	const listeners = new Set<() => void>();
	let view: LinkView | null = null;
	let clientName: string | null = null;
	let lastBand: Band | null = null;
	let consentWords: WordsAtChoice | null = null;
	let clock = createServerClock(now, 0);
	const serverNow = () => clock.now();

	const changed = () => {
		view = null;
		for (const listener of listeners) listener();
	};

	const fold = createLiveFold(createSessionLog());
	const { log } = fold;
	const own = createOwnStreams();
	const keeper = createOutboxKeeper(canWrite ? parts.outbox : null, own.entries, changed);
	const sender = createSender({ own, now });
	const stops = createStopWatch({ now, onDue: () => takeSecondRoad() });
	const writer = createOwnWriter({ seat, randomId, now, serverNow, own, keeper, fold, stops, onChange: changed });
	const renewal = createRenewal({ seat, serverNow, own, keeper, log, writer });
	const line = createPageLine({ now, serverNow, onChange: changed });
	const intake = createLogIntake(fold, line, writer.absorb);
	const pen = createPagePen({ canWrite, send: line.send });
	const picture = createPagePicture({ line, own, writer: writer.id, now, serverNow });
	const others = createOtherSeats(serverNow);
	const acknowledged = createAcknowledged({ own, keeper, now, serverNow, onLess: () => handleLess() });
	const choice = createLostChoice({ fold, writer, pen, acknowledged, served: intake.served, now, onChange: changed });
	const going = createLeaveTaking({ line, own, state: fold.state, recording: acknowledged.recording });

	const handleLess = () => {
		stops.settle(writer.isHeld);
		going.sayBye();
	};

	const flush = () => {
		const wire = line.ready();
		if (wire) sender.flush(wire);
	};

	const sayHello = () =>
		line.send({
			t: 'hello',
			v: PROTOCOL_VERSION,
			token: parts.token,
			sentAt: now(),
			writer: writer.id(),
			streams: writer.streams(),
			heads: log.heads(),
			pen: pen.isMine(),
			inView: picture.isInView(),
			...(parts.client && { client: parts.client }),
		});

	const learnClock = ({ echo, serverAt }: { readonly echo: number; readonly serverAt: number }) => {
		const before = clock.now();
		clock.learn(echo, serverAt);
		others.move(clock.now() - before);
	};

	const handleWelcome = (frame: DownFrameOf<'welcome'>) => {
		line.welcome();
		learnClock(frame);
		pen.welcome(frame.hasPen);
		clientName = frame.clientName ?? clientName;
		lastBand = frame.band ?? lastBand;
		// The first telling stands: words that someone is reading don't change under them.
		if (frame.recording === 'held') consentWords ??= frame.consent ?? {};
		acknowledged.learnRecording(frame.recording);
		const lost = frame.forgotten.filter((stream) => own.get(stream) !== undefined || stream.writer === writer.id());
		acknowledged.learn(frame.heads);
		acknowledged.begin(frame.heads);
		if (lost.length > 0) renewal.sayAgain(lost);
		renewal.begin();
		if (pen.isMine()) renewal.sayLostFacts(frame.heads);
		void writer.adoptLeft().then(flush);
		picture.send();
		flush();
		going.sayBye();
	};

	const handleExpect = ({ writer: of, lane, n }: DownFrameOf<'expect' | 'conflict'>) => {
		if (own.rewind({ writer: of, lane }, n)) flush();
		else sayHello();
	};

	const handleConflict = ({ writer: of, lane, n }: DownFrameOf<'expect' | 'conflict'>) => {
		const stream = { writer: of, lane };
		fold.cutBack(stream, n - 1);
		renewal.standAside(stream, n);
		intake.want();
		flush();
	};

	const handleNow = (frame: DownFrameOf<'now'>) => {
		acknowledged.learnRecording(frame.recording);
		pen.hear(frame.hasPen);
		if (pen.isMine()) renewal.sayLostFacts(frame.accepted);
		acknowledged.learn(frame.heads);
		going.learnErased(frame);
		others.learn(frame);
		// Who was replaced is told of no seat, and of nothing that was accepted.
		if (frame.seats.length > 0) intake.learnAccepted(frame.accepted);
	};

	const handleOver = ({ code }: DownFrameOf<'over'>) => {
		if (line.end(code)) keeper.wipe();
		// This token opens nothing; what another tab of this browser waits with is that tab's to bring.
		else if (code === 'no_session') writer.forget();
	};

	const handleDown = (frame: DownFrame) => {
		switch (frame.t) {
			case 'welcome':
				return handleWelcome(frame);
			case 'events':
				return intake.handleEvents(frame);
			case 'recorded':
			case 'held':
				return acknowledged.handleHeads(frame);
			case 'expect':
				return handleExpect(frame);
			case 'conflict':
				return handleConflict(frame);
			case 'refused':
				return intake.handleRefused(frame);
			case 'moved':
				return pen.learn(false, frame.touch);
			case 'pen':
				pen.learn(true, frame.touch);
				return picture.send();
			case 'waiting':
				line.wait(frame.words);
				return learnClock(frame);
			case 'now':
				return handleNow(frame);
			case 'over':
				return handleOver(frame);
		}
	};

	const takeSecondRoad = () => {
		parts.secondRoad(sender.framesOfSay()).then(
			(frames) => {
				for (const frame of frames) if (frame.t !== 'moved') handleDown(frame);
				changed();
			},
			() => undefined,
		);
	};

	const look = (): LinkView => ({
		line: line.is(),
		hasPen: pen.isMine(),
		recording: acknowledged.recording(),
		isStoreRefused: keeper.isRefused(),
		isPartLost: renewal.isPartLost(),
		isChoiceLost: choice.isLost(),
		refusals: intake.refusals(),
		state: writer.state(),
		log,
		recordedHeads: acknowledged.heads(),
		isErased: going.isErased(),
		unacknowledged: own.count(),
		...others.told(),
		clientName,
		lastBand,
		consentWords: consentWords ?? {},
	});

	return {
		get writer() {
			return writer.id();
		},
		async load() {
			const left = await keeper.load();
			clock = createServerClock(now, left.lastServerAt);
			writer.adopt(left.entries);
			changed();
		},
		handleOpen(opened) {
			line.open(opened);
			going.begin();
			pen.begin();
			sayHello();
		},
		handleFrame(from, frame) {
			if (!line.hear(from)) return;
			handleDown(frame);
			changed();
		},
		handleClose: line.close,
		handleTick() {
			line.watch();
			if (!line.isOver()) stops.takeSecondRoad();
			acknowledged.resendIfStuck(intake.served());
			choice.watch();
			if (acknowledged.isKept() && line.ready()) writer.adoptLeftIfDue();
			picture.sendIfDue();
			flush();
		},
		outbox: () => own.entries(),
		view() {
			view ??= look();
			return view;
		},
		serverNow,
		append(body: KnownBody, options) {
			if (!pen.isMine() || line.isOver() || !clock.isSet()) return null;
			const id = writer.append({ at: clock.now(), ...(options?.practice && { practice: true as const }), body });
			flush();
			changed();
			return id;
		},
		touch() {
			if (pen.isMine() || line.isOver()) return;
			pen.take();
			changed();
		},
		setPicture: picture.set,
		setInView: picture.setInView,
		pressedAgoMs: stops.pressedAgoMs,
		isAcknowledged: (id) => !writer.isHeld(id) && headOf(acknowledged.heads(), id) >= id.n,
		leave() {
			if (!canWrite) return;
			void writer.adoptLeft().then(() => {
				going.leave();
				flush();
			});
		},
		answerErase(erase) {
			if (canWrite) going.answerErase(erase);
		},
		onChange(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	};
}
