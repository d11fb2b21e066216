/** The project's own files and what stands in them, read as syntax and not as text. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import ts from 'typescript';

export const ROOT = join(import.meta.dirname, '..', '..');
const FOLDERS = ['shared', 'client', 'server', 'tools', 'tests'];
const CODE = /\.(ts|svelte)$/;

export interface SourceFile {
	/** From the root of the repository, with `/`. */
	path: string;
	text: string;
}

/** Every .ts and .svelte file of the project, in the order of their paths. */
export function readSources(): SourceFile[] {
	const files = FOLDERS.flatMap((folder) =>
		readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
			.filter((entry) => entry.isFile() && CODE.test(entry.name))
			.map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1)),
	);
	return files
		.map((path) => path.replaceAll('\\', '/'))
		.sort()
		.map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
}

/** The scripts of a file: the whole of a .ts file, the `<script>` blocks of a .svelte file. */
function scriptsOf({ path, text }: SourceFile): string {
	if (!path.endsWith('.svelte')) return text;
	return [...text.matchAll(/<script\b[^>]*>([\s\S]*?)<\/script>/g)].map((match) => match[1]).join('\n');
}

/** Calls `visit` with every node of a file's scripts. */
export function walk(file: SourceFile, visit: (node: ts.Node) => void): void {
	const source = ts.createSourceFile(`${file.path}.ts`, scriptsOf(file), ts.ScriptTarget.Latest, true);
	const step = (node: ts.Node): void => {
		visit(node);
		ts.forEachChild(node, step);
	};
	step(source);
}

function specifierOf(node: ts.Node): ts.Expression | ts.TypeNode | undefined {
	if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier;
	if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) return node.argument.literal;
	if (!ts.isCallExpression(node)) return undefined;
	const dynamic = node.expression.kind === ts.SyntaxKind.ImportKeyword;
	const required = ts.isIdentifier(node.expression) && node.expression.text === 'require';
	return dynamic || required ? node.arguments[0] : undefined;
}

/**
 * What a file imports, types included: `./shared/scale.ts`, from the root, for the project's own files, the specifier for
 * packages (`node:fs`, `valibot`). An import of something computed reads `(computed)`.
 */
export function importsOf(file: SourceFile): string[] {
	const found: string[] = [];
	walk(file, (node) => {
		const specifier = specifierOf(node);
		if (!specifier) return;
		if (!ts.isStringLiteralLike(specifier)) found.push('(computed)');
		else if (specifier.text.startsWith('.')) found.push(`./${posix.join(posix.dirname(file.path), specifier.text)}`);
		else found.push(specifier.text);
	});
	return found;
}
