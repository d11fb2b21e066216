import type { Browser } from 'playwright';

/** A page that Playwright does not hold visible: it can be frozen, as a phone freezes what lies in the pocket. */
export interface RawPage {
	goto(url: string): Promise<void>;
	/** The value of an expression in the page, awaited. */
	evaluate<T>(expression: string): Promise<T>;
	/** Waits until an expression is true. */
	until(expression: string): Promise<void>;
	/** A finger on the middle of an element. */
	click(selector: string): Promise<void>;
	freeze(): Promise<void>;
	resume(): Promise<void>;
	close(): Promise<void>;
}

interface Message {
	readonly id?: number;
	readonly result?: unknown;
	readonly error?: { readonly message: string };
	readonly method?: string;
	readonly params?: { readonly response?: { readonly payloadData: string } };
}

/** @param onSent each packet that the page's WebSockets send */
export async function openRawPage(browser: Browser, onSent: (packet: string) => void): Promise<RawPage> {
	const devtools = await browser.newBrowserCDPSession();
	const { targetId } = await devtools.send('Target.createTarget', { url: 'about:blank' });
	const { sessionId } = await devtools.send('Target.attachToTarget', { targetId, flatten: false });
	const waiting = new Map<number, PromiseWithResolvers<unknown>>();
	let asked = 0;
	devtools.on('Target.receivedMessageFromTarget', (event) => {
		if (event.sessionId !== sessionId) return;
		const { id, result, error, method, params } = JSON.parse(event.message) as Message;
		if (method === 'Network.webSocketFrameSent') onSent(params?.response?.payloadData ?? '');
		const waits = id === undefined ? undefined : waiting.get(id);
		if (error) waits?.reject(new Error(error.message));
		else waits?.resolve(result);
	});
	const send = async <T>(method: string, params: object = {}): Promise<T> => {
		const id = ++asked;
		const answered = Promise.withResolvers<unknown>();
		waiting.set(id, answered);
		const message = JSON.stringify({ id, method, params });
		await devtools.send('Target.sendMessageToTarget', { sessionId, message });
		return answered.promise as Promise<T>;
	};
	const evaluate = async <T>(expression: string): Promise<T> => {
		const { result } = await send<{ result: { value: T } }>('Runtime.evaluate', {
			expression,
			awaitPromise: true,
			returnByValue: true,
		});
		return result.value;
	};
	await send('Page.enable');
	await send('Network.enable');
	return {
		async goto(url) {
			await send('Page.navigate', { url });
		},
		evaluate,
		async until(expression) {
			const isTrue = `new Promise((yes) => { const look = () => { try { if (${expression}) return yes(true); } catch {} setTimeout(look, 50); }; look(); })`;
			// A navigation takes the one that asks with it: then it is asked again.
			while ((await evaluate<boolean | undefined>(isTrue).catch(() => undefined)) !== true) {}
		},
		async click(selector) {
			const [x, y] = await evaluate<[number, number]>(
				`(({ x, y, width, height }) => [x + width / 2, y + height / 2])(document.querySelector(${JSON.stringify(selector)}).getBoundingClientRect())`,
			);
			for (const type of ['mousePressed', 'mouseReleased']) {
				await send('Input.dispatchMouseEvent', { type, x, y, button: 'left', clickCount: 1 });
			}
		},
		async freeze() {
			await send('Page.setWebLifecycleState', { state: 'frozen' });
		},
		async resume() {
			await send('Page.setWebLifecycleState', { state: 'active' });
		},
		async close() {
			await devtools.send('Target.closeTarget', { targetId });
			await devtools.detach();
		},
	};
}
