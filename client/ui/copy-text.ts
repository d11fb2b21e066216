/** Copies what stands in an input; answers whether it worked. Over plain http there is no clipboard, but a selection is. */
export async function copyText(input: HTMLInputElement | HTMLTextAreaElement): Promise<boolean> {
	input.select();
	try {
		if (navigator.clipboard) {
			await navigator.clipboard.writeText(input.value);
			return true;
		}
		return document.execCommand('copy');
	} catch {
		return false;
	}
}
