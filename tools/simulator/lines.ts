import type { LinkEngine, Wire } from '../../client/link/link-engine.ts';
import type { Connection } from '../../server/live/live-hub.ts';
import type { DownFrame } from '../../shared/protocol.ts';
import type { Random } from './random.ts';
import type { Watch } from './sim-page.ts';
import { createSimWire, type SimWire } from './sim-wire.ts';
import type { World } from './world.ts';

/** What a page is to its line. */
export interface LinePage {
	readonly name: string;
	readonly token: string;
	readonly engine: LinkEngine;
	wire: SimWire | null;
	isAlive: boolean;
	isOnline: boolean;
	isFrozen: boolean;
}

/** Joins pages to the server over wires that move by hand. */
export interface Lines<P extends LinePage> {
	connect(page: P): void;
	cut(page: P): void;
	/** What the server sent before it closed a line still arrives; then the line is gone. */
	cutIfClosed(page: P): void;
	/** The second road: one request and its answer. */
	secondRoad(page: P, frames: unknown): Promise<readonly DownFrame[]>;
}

export function createLines<P extends LinePage>(
	world: World,
	guarded: (where: string, work: () => unknown) => void,
	{ random, watch }: { readonly random: Random; readonly watch: Watch<P> },
): Lines<P> {
	const ends = new Map<SimWire, { readonly connection: Connection; readonly pageEnd: Wire }>();
	const closing = new Set<SimWire>();

	const cut = (page: P) => {
		const { wire } = page;
		if (!wire) return;
		page.wire = null;
		wire.cut();
		const end = ends.get(wire);
		ends.delete(wire);
		if (!end) return;
		guarded('server', () => world.hub?.disconnect(end.connection));
		guarded(page.name, () => page.engine.handleClose(end.pageEnd));
	};

	return {
		connect(page) {
			const { hub } = world;
			const canConnect = page.isAlive && page.isOnline && !page.isFrozen && page.engine.view().line.is !== 'over';
			if (page.wire || !canConnect || !hub) return;
			const wire = createSimWire(random, {
				onText(text) {
					const sample = text.charCodeAt(text.length >> 1) + text.length;
					world.digest = Math.imul(world.digest ^ sample, 16_777_619) >>> 0;
				},
				onUp(frame, isLate) {
					if (hub !== world.hub) return;
					watch.arrived(page, frame, isLate);
					guarded('server', () => hub.handle(connection, frame));
				},
				onDown: (frame, isLate) =>
					guarded(page.name, () => {
						watch.received(page, frame, isLate);
						page.engine.handleFrame(pageEnd, frame);
					}),
			});
			const connection: Connection = {
				send(frame) {
					watch.sent(page, frame);
					wire.sendDown(frame);
				},
				close: () => closing.add(wire),
			};
			const pageEnd: Wire = {
				send(frame) {
					watch.asked(page, frame);
					wire.sendUp(frame);
				},
				close: () => cut(page),
			};
			ends.set(wire, { connection, pageEnd });
			page.wire = wire;
			guarded(page.name, () => page.engine.handleOpen(pageEnd));
		},
		cut,
		cutIfClosed(page) {
			if (page.wire && closing.has(page.wire) && page.wire.waiting() === 0) cut(page);
		},
		async secondRoad(page, frames) {
			const { hub } = world;
			if (!hub || !page.isOnline || world.random.chance(world.faults.drop)) throw new Error('no road');
			const answer = await hub.say(JSON.parse(JSON.stringify({ token: page.token, frames })));
			if (!answer || !page.isAlive || hub !== world.hub) throw new Error('no answer');
			for (const frame of answer) watch.sent(page, frame, answer);
			return JSON.parse(JSON.stringify(answer)) as DownFrame[];
		},
	};
}
