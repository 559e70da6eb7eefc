import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { sendBytes } from './bytes.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.mp3': 'audio/mpeg',
  '.wav': 'audio/wav',
};

/** Files whose names change with their content, as Vite names them. */
const NAMED_BY_CONTENT = /^\/assets\/.+-[\w-]{8}\.\w+$/;

/**
 * Serves the files of a built page. Only what is in the folder at the start is known, so that no path leads
 * elsewhere; any other address without a suffix is one of the page's own, and gets its `index.html`.
 */
export async function pageFiles(
  folder: string,
): Promise<(path: string) => Promise<Response | undefined>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = new Map<string, string>();
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    files.set(`/${relative(folder, file).split(sep).join('/')}`, file);
  }
  return async (path) => {
    const name = files.has(path) || extname(path) !== '' ? path : '/index.html';
    const file = files.get(name);
    if (file === undefined) return undefined;
    const type = TYPES[extname(file)] ?? 'application/octet-stream';
    const content = new Uint8Array(await readFile(file));
    return sendBytes(content, { type, isForGood: NAMED_BY_CONTENT.test(name) });
  };
}
