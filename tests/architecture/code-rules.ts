/** What no file of the project contains, beyond what the linter sees in every kind of file. */
import ts from 'typescript';
import { type SourceFile, walk } from './sources.ts';

/** Roots of clocks, randomness, timers and the DOM: shared code gets such things as parts. */
const IMPURE_OBJECTS = ['performance', 'crypto', 'document', 'window', 'navigator', 'process', 'localStorage'];
const IMPURE_CALLS = ['setTimeout', 'setInterval', 'queueMicrotask', 'fetch', 'requestAnimationFrame'];
const IMPURE_MEMBERS = ['Date.now', 'Math.random'];
const SLEEPS = /^(setTimeout|sleep|.*\.waitForTimeout|timers\.setTimeout)$/;

function reexportComplaint(node: ts.Node): string | undefined {
	return ts.isExportDeclaration(node) && node.moduleSpecifier ? 'hands on another file: no barrels' : undefined;
}

function defaultExportComplaint(node: ts.Node): string | undefined {
	if (ts.isExportAssignment(node)) return 'has a default export';
	const modifiers = ts.canHaveModifiers(node) ? (ts.getModifiers(node) ?? []) : [];
	return modifiers.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword) ? 'has a default export' : undefined;
}

function anyComplaint(node: ts.Node): string | undefined {
	return node.kind === ts.SyntaxKind.AnyKeyword ? 'says any' : undefined;
}

function impureComplaint(node: ts.Node): string | undefined {
	if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && !node.arguments?.length)
		return 'reads a clock';
	if (ts.isCallExpression(node) && IMPURE_CALLS.includes(node.expression.getText()))
		return `calls ${node.expression.getText()}`;
	if (!ts.isPropertyAccessExpression(node)) return undefined;
	const impure = IMPURE_OBJECTS.includes(node.expression.getText()) || IMPURE_MEMBERS.includes(node.getText());
	return impure ? `uses ${node.getText()}` : undefined;
}

function sleepComplaint(node: ts.Node): string | undefined {
	return ts.isCallExpression(node) && SLEEPS.test(node.expression.getText()) ? 'sleeps' : undefined;
}

function rulesFor(path: string): ((node: ts.Node) => string | undefined)[] {
	const always = [reexportComplaint, defaultExportComplaint, anyComplaint];
	if (path.startsWith('shared/')) return [...always, impureComplaint];
	return path.endsWith('.test.ts') ? [...always, sleepComplaint] : always;
}

function markupComplaints({ path, text }: SourceFile): string[] {
	if (!path.endsWith('.svelte')) return [];
	const markup = text.replace(/<script\b[^>]*>[\s\S]*?<\/script>/g, '');
	const found: string[] = [];
	if (/\{@html\b/.test(markup)) found.push('puts raw HTML into a page');
	if (/\bas any\b/.test(markup)) found.push('says any');
	if (/\sstyle="/.test(markup)) found.push('has a style attribute, which the CSP drops: use style: directives');
	return found;
}

/** What is wrong in a file, each once: `path: sentence`. */
export function codeComplaints(file: SourceFile): string[] {
	const found = new Set(markupComplaints(file));
	const rules = rulesFor(file.path);
	walk(file, (node) => {
		for (const rule of rules) {
			const complaint = rule(node);
			if (complaint) found.add(complaint);
		}
	});
	return [...found].map((complaint) => `${file.path}: ${complaint}`);
}
