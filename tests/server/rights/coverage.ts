import ts from 'typescript';
import { type SourceFile, walk } from '../../architecture/sources.ts';

/** What is listed and has no sample, and what is sampled and not listed. */
export function uncovered(listed: readonly string[], sampled: readonly string[]): readonly string[] {
	return [
		...listed.filter((name) => !sampled.includes(name)).map((name) => `${name} has no sample`),
		...sampled.filter((name) => !listed.includes(name)).map((name) => `${name} is not listed`),
	];
}

const REGISTERING = /^(get|post|put|patch|delete|head|options|all|use|route)$/;

/** Addresses of the interface that a file registers by itself, past the list of routes. */
export function strayRoutes(file: SourceFile): readonly string[] {
	const found: string[] = [];
	walk(file, (node) => {
		if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return;
		const [path] = node.arguments;
		if (!REGISTERING.test(node.expression.name.text) || !path || !ts.isStringLiteralLike(path)) return;
		if (/^\/(api\/|healthz)/.test(path.text)) found.push(`${file.path}: ${path.text}`);
	});
	return found;
}
