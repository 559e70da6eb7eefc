import { readFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { resolve } from 'node:path';
import ts from 'typescript';
import type { Plugin } from 'vite';

const SHIM = '\0shim:';
/** Modules of which suites use what a page can do in another way. */
const SHIMS: ReadonlyMap<string, string> = new Map([
  ['node:fs', 'test/browser/shims/fs.ts'],
  ['node:vm', 'test/browser/shims/vm.ts'],
]);

/**
 * Lets suites that were written on Node run in a page. The runtimes are those of a page; files are read from
 * the server; of what else is Node's alone each name is there, and says so when it is used.
 *
 * @param root - Of the repository.
 */
export function nodeShims(root: string): Plugin {
  const at = (path: string): string => resolve(root, path);
  return {
    name: 'node-shims',
    enforce: 'pre',
    async resolveId(source, importer, options) {
      if (importer === undefined || importer.includes('/node_modules/')) return undefined;
      const shim = SHIMS.get(source);
      if (shim !== undefined) return at(shim);
      if (isBuiltin(source) || source === 'sharp') return `${SHIM}${source}`;
      const target = await this.resolve(source, importer, { ...options, skipSelf: true });
      if (target?.id === at('test/helpers/runtimes.ts')) return at('test/browser/page-runtimes.ts');
      if (target?.id === at('studies/data-folders.ts'))
        return at('test/browser/shims/data-folders.ts');
      if (target?.id.startsWith(at('src/node/'))) return `${SHIM}${target.id}`;
      return target;
    },
    async load(id) {
      if (!id.startsWith(SHIM)) return undefined;
      const names = await exportsOf(id.slice(SHIM.length));
      const lines = names.map((name) => `export const ${name} = ${absent(name)};`);
      return [...lines, `export default ${absent('this module')};`].join('\n');
    },
  };
}

/** Code of a function that says why it is none. */
function absent(name: string): string {
  return `() => { throw new Error('${name} is for Node alone: it is not there in a page'); }`;
}

/** Names that a module exports. */
async function exportsOf(module: string): Promise<readonly string[]> {
  if (isBuiltin(module))
    return Object.keys(await import(module)).filter((name) => name !== 'default');
  if (module === 'sharp') return [];
  const text = await readFile(module, 'utf8');
  const file = ts.createSourceFile(module, text, ts.ScriptTarget.Latest);
  return file.statements.flatMap((node) => {
    if (!ts.canHaveModifiers(node)) return [];
    const isExported = ts
      .getModifiers(node)
      ?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    if (!isExported) return [];
    if (ts.isVariableStatement(node))
      return node.declarationList.declarations.map(({ name }) => name.getText(file));
    const isValue = ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node);
    return isValue && node.name ? [node.name.text] : [];
  });
}
