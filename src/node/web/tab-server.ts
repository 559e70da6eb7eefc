import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { extname } from 'node:path';
import { FileError } from '../../errors.ts';
import { systemFault } from '../files/files.ts';
import type { TabFiles } from './tab-files.ts';

/** Kinds of content by suffix. */
const KINDS: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.wasm': 'application/wasm',
  '.onnx': 'application/octet-stream',
};

/**
 * Headers of every answer: the page asks no other host, runs nothing that is not its own, and shares its process with
 * no other site, so that threads may share memory.
 */
const TAB_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; font-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(self), screen-wake-lock=(self), microphone=(), geolocation=()',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

/** Files whose names change with their content. */
const NAMED_BY_CONTENT = /^(?:assets\/.+-[\w-]{8}\.\w+|models\/\w+\.onnx)$/;

/** Where the page is served. */
export interface TabServerOptions {
  readonly host: string;
  /** 0 is any that is free. */
  readonly port: number;
  /** Certificate and its key, PEM; plain HTTP without. */
  readonly tls?: { readonly cert: Uint8Array; readonly key: Uint8Array } | undefined;
}

/** A server of the page. */
export interface TabServer {
  /** Where the page is. */
  readonly url: string;
  readonly close: () => Promise<void>;
}

/**
 * Serves the page of the browser tab. Only its files are known, so that no path leads elsewhere.
 *
 * @throws {@link FileError} if the port is taken, the address is none of this machine, or the certificate is none.
 */
export async function serveTab(
  files: TabFiles,
  { host, port, tls }: TabServerOptions,
): Promise<TabServer> {
  const answer = (request: IncomingMessage, response: ServerResponse): void =>
    answerFile(files, request, response);
  const server = createFor(answer, tls);
  await listen(server, host, port);
  const address = server.address();
  const taken = typeof address === 'object' && address !== null ? address.port : port;
  const name = host.includes(':') ? `[${host}]` : host;
  return {
    url: `${tls === undefined ? 'http' : 'https'}://${name}:${taken}/`,
    close: async () => close(server),
  };
}

function createFor(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  tls: TabServerOptions['tls'],
): Server {
  if (tls === undefined) return createServer(answer);
  try {
    return createSecureServer({ cert: Buffer.from(tls.cert), key: Buffer.from(tls.key) }, answer);
  } catch (error) {
    const found = `the certificate or its key is none (${systemFault(error).fault}): expected PEM files that belong together`;
    throw new FileError('serve the page', found, 'Name both files.', { options: ['cert'] });
  }
}

function answerFile(files: TabFiles, request: IncomingMessage, response: ServerResponse): void {
  const { method = 'GET', url = '/' } = request;
  const path = pathOf(url);
  const bytes = files.get(path);
  const isRead = method === 'GET' || method === 'HEAD';
  if (bytes === undefined || !isRead) {
    response.writeHead(isRead ? 404 : 405, { ...TAB_HEADERS, 'Content-Type': 'text/plain' });
    response.end(isRead ? 'There is no such file.' : 'Files are read alone.');
    return;
  }
  response.writeHead(200, {
    ...TAB_HEADERS,
    'Content-Type': KINDS[extname(path)] ?? 'application/octet-stream',
    'Content-Length': bytes.length,
    'Cache-Control': NAMED_BY_CONTENT.test(path)
      ? 'public, max-age=31536000, immutable'
      : 'no-cache',
  });
  response.end(method === 'HEAD' ? undefined : bytes);
}

/** The path of a file within the page's folder; what is no address is none of it. */
function pathOf(url: string): string {
  const path = url.replace(/[?#].*$/, '').replace(/^\//, '');
  return path === '' ? 'index.html' : path;
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => {
      const { fault } = systemFault(error);
      reject(
        new FileError(
          'serve the page',
          `${host}:${port} cannot be listened at (${fault}): expected an address of this machine and a free port`,
          'Choose another port, or 0 for any that is free.',
          { options: ['port', 'host'], cause: error },
        ),
      );
    });
    server.listen(port, host, resolve);
  });
}

async function close(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
