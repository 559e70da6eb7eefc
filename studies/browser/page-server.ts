import { createServer, type Server } from 'node:http';
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
  const server = createServer((request, response) => {
    const { pathname, search } = new URL(request.url ?? '/', 'http://localhost');
    const path = decodeURIComponent(pathname === '/' ? '/index.html' : pathname);
    const { 'Content-Security-Policy': policy, ...isolation } = HEADERS;
    const headers = { 'Content-Security-Policy': policy, ...(isIsolated ? isolation : {}) };
    // Asked for by every browser, and no part of a page.
    if (path === '/favicon.ico') {
      response.writeHead(204, headers).end();
      return;
    }
    if (request.method === 'POST') {
      void buffer(request).then((bytes) => {
        const before = search === '?further' ? [files.get(path) ?? new Uint8Array()] : [];
        files.set(path, new Uint8Array(Buffer.concat([...before, bytes])));
        response.writeHead(204, headers).end();
      });
      return;
    }
    const content = files.get(path) ?? readFile(join(folder, normalize(path)));
    Promise.resolve(content).then(
      (bytes) => {
        const kind = KINDS[extname(path)] ?? 'application/octet-stream';
        response.writeHead(200, { ...headers, 'Content-Type': kind }).end(bytes);
      },
      () => {
        missing.push(path);
        response.writeHead(404, headers).end();
      },
    );
  });
  return { url: await listen(server), missing, close: () => close(server) };
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
