/** Ties the ids of SPEC.md to the titles of tests. */
import ts from 'typescript';
import { type SourceFile, walk } from './sources.ts';

const ID = /^[A-Z]+[0-9]+$/;
const TITLED = ['test', 'it', 'describe'];

/** The ids of the rules: `- **W1** …` or `- **W1 Writer.** …` at the start of a list item. */
export function idsOfSpec(markdown: string): string[] {
	return [...markdown.matchAll(/^\s*[-*] \*\*([A-Z]+[0-9]+)\b/gm)].map((match) => match[1] ?? '');
}

/** The ids a title begins with, separated by spaces. */
export function idsOfTitle(title: string): string[] {
	const words = title.split(/[\s,:]+/);
	const end = words.findIndex((word) => !ID.test(word));
	return words.slice(0, end === -1 ? words.length : end);
}

/** `test` of test(…), test.each(…)(…), test.skipIf(…)(…). */
function rootName(callee: ts.Expression): string {
	if (ts.isIdentifier(callee)) return callee.text;
	if (ts.isCallExpression(callee) || ts.isPropertyAccessExpression(callee)) return rootName(callee.expression);
	return ts.isTaggedTemplateExpression(callee) ? rootName(callee.tag) : '';
}

/** The literal titles of a file's tests and suites; of a template its beginning. */
export function titlesOf(file: SourceFile): string[] {
	const titles: string[] = [];
	walk(file, (node) => {
		if (!ts.isCallExpression(node) || !TITLED.includes(rootName(node.expression))) return;
		const [title] = node.arguments;
		if (title && ts.isStringLiteralLike(title)) titles.push(title.text);
		if (title && ts.isTemplateExpression(title)) titles.push(title.head.text);
	});
	return titles;
}
