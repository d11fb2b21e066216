/**
 * Copies what stands in an input; answers whether it worked. Over plain http, or where it is not allowed, there is no
 * clipboard: then the old way does it, by the selection.
 */
export async function copyText(input: HTMLInputElement | HTMLTextAreaElement): Promise<boolean> {
	input.select();
	try {
		await navigator.clipboard.writeText(input.value);
		return true;
	} catch {
		return document.execCommand('copy');
	}
}
