import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { buffer } from 'node:stream/consumers';

/** Kinds of content by suffix. */
const KINDS: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
  '.onnx': 'application/octet-stream',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
};

/** No other host is asked, no code is made of text, and the page shares its process with no other. */
const HEADERS = {
  'Content-Security-Policy':
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; img-src 'self' blob:; connect-src 'self'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** A server of a built page. */
export interface PageServer {
  /** Where the page is. */
  readonly url: string;
  /** Paths that were asked for and are not there. */
  readonly missing: readonly string[];
  close(): Promise<void>;
}

/** How a page is served. */
export interface PageServerOptions {
  /** Whether threads may share memory; true by default. */
  readonly isIsolated?: boolean;
  /** Files beside those of the folder, by path such as `/a.png`; what is posted to a path is kept here. */
  readonly files?: Map<string, Uint8Array>;
}

/** Serves a folder on this machine, as docs/browser.md asks for. */
export async function servePage(
  folder: string,
  { isIsolated = true, files = new Map() }: PageServerOptions = {},
): Promise<PageServer> {
  const missing: string[] = [];
  const { 'Content-Security-Policy': policy, ...isolation } = HEADERS;
  const headers = { 'Content-Security-Policy': policy, ...(isIsolated ? isolation : {}) };
  const keep = async (path: string, isFirst: boolean, request: IncomingMessage): Promise<void> => {
    const before = isFirst ? [] : [files.get(path) ?? new Uint8Array()];
    files.set(path, new Uint8Array(Buffer.concat([...before, await buffer(request)])));
  };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname, search } = new URL(request.url ?? '/', 'http://localhost');
    const path = decodeURIComponent(pathname === '/' ? '/index.html' : pathname);
    // The icon is asked for by every browser, and no part of a page.
    const isEmpty = path === '/favicon.ico' || request.method === 'POST';
    if (request.method === 'POST') await keep(path, search === '?first', request);
    if (isEmpty) {
      response.writeHead(204, headers).end();
      return;
    }
    const bytes =
      files.get(path) ?? (await readFile(join(folder, normalize(path))).catch(() => null));
    if (bytes === null) missing.push(path);
    const kind = KINDS[extname(path)] ?? 'application/octet-stream';
    response.writeHead(bytes === null ? 404 : 200, { ...headers, 'Content-Type': kind });
    response.end(bytes ?? '');
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.destroy(toError(error)));
  });
  return { url: await listen(server), missing, close: () => close(server) };
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

function listen(server: Server): Promise<string> {
  return new Promise((resolve, reject) => {
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' ? address?.port : undefined;
      resolve(`http://127.0.0.1:${port}/`);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
