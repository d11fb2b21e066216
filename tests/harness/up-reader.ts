/** What came up one connection of a page: what its WebSocket sent, and the bodies of its requests by their path. */
export interface UpReader {
	readonly onPacket: (text: string) => void;
	readonly onBody: (path: string, body: string) => unknown;
}

const HEAD_END = '\r\n\r\n';
/** A whole message of text in one frame. */
const TEXT_FRAME = 0x81;
/** A page masks what it sends (RFC 6455, 5.3). */
const MASK_BYTES = 4;

interface Piece {
	readonly act: () => void;
	readonly bytes: number;
}

/** Where a frame's mask stands and how long its content is; null while that has not come (RFC 6455, 5.2). */
function shapeOf(bytes: Buffer): { readonly maskAt: number; readonly length: number } | null {
	const short = (bytes[1] ?? 0) & 0x7f;
	const maskAt = 2 + ({ 126: 2, 127: 8 }[short] ?? 0);
	if (bytes.length < maskAt) return null;
	if (maskAt === 2) return { maskAt, length: short };
	return { maskAt, length: maskAt === 4 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2)) };
}

/** Reads the bytes of one connection as they come: requests, and after an upgrade the WebSocket's frames. */
export function createUpReader({ onPacket, onBody }: UpReader): (chunk: Buffer) => void {
	let rest = Buffer.alloc(0);
	let isWebSocket = false;

	const request = (): Piece | null => {
		const end = rest.indexOf(HEAD_END);
		if (end < 0) return null;
		const head = rest.subarray(0, end).toString('latin1');
		const length = Number(/^content-length: (\d+)$/im.exec(head)?.[1] ?? 0);
		const from = end + HEAD_END.length;
		const path = head.split(' ')[1] ?? '';
		return {
			bytes: from + length,
			act() {
				isWebSocket = /^upgrade: websocket$/im.test(head);
				if (length > 0) onBody(path, rest.subarray(from, from + length).toString());
			},
		};
	};

	const frame = (): Piece | null => {
		const shape = shapeOf(rest);
		if (!shape) return null;
		const { maskAt, length } = shape;
		const from = maskAt + MASK_BYTES;
		return {
			bytes: from + length,
			act() {
				if (rest[0] !== TEXT_FRAME) return;
				const mask = rest.subarray(maskAt, from);
				onPacket(
					Buffer.from(
						rest.subarray(from, from + length).map((byte, i) => byte ^ (mask[i % MASK_BYTES] ?? 0)),
					).toString(),
				);
			},
		};
	};

	return (chunk) => {
		rest = Buffer.concat([rest, chunk]);
		const next = () => (isWebSocket ? frame() : request());
		for (let piece = next(); piece; piece = next()) {
			if (rest.length < piece.bytes) return;
			piece.act();
			rest = rest.subarray(piece.bytes);
		}
	};
}
