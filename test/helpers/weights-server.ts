/** A server of one file, as well or badly behaved as a test wants. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** How the server behaves; all of it may be changed between requests. */
export interface Behaviour {
  content: Uint8Array;
  /** Mark of the content; none by default. */
  etag?: string | undefined;
  /** Whether it gives parts; it does by default. */
  hasRanges: boolean;
  /** Whether it tells the size; it does by default. */
  tellsSize: boolean;
  /** How many bytes it sends before the connection is cut, request by request; then all. */
  cuts: number[];
  /** Bytes of the file that the client has; told by the test. What it has not is cut off with the line. */
  received: number;
  /** What it answers instead, request by request; then the file. */
  refusals: { readonly status: number; readonly headers?: Readonly<Record<string, string>> }[];
  /** Where paths lead on to. */
  redirects: Readonly<Record<string, string>>;
  /** Headers of answers that lead on. */
  redirectHeaders: Readonly<Record<string, string>>;
  /** Milliseconds of silence in the middle of the file, request by request. */
  pauses: number[];
}

/** A request as it came in. */
export interface Seen {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

/** A running server. */
export interface WeightsServer {
  readonly behaviour: Behaviour;
  readonly seen: Seen[];
  /** Address of a path. */
  readonly url: (path?: string) => string;
  readonly close: () => Promise<void>;
}

/** SHA-256, hexadecimal. */
export function sha256Of(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Starts a server on a free port of this machine. */
export async function serveWeights(content: Uint8Array): Promise<WeightsServer> {
  const behaviour: Behaviour = {
    content,
    etag: `"${sha256Of(content).slice(0, 12)}"`,
    hasRanges: true,
    tellsSize: true,
    cuts: [],
    received: 0,
    refusals: [],
    redirects: {},
    redirectHeaders: {},
    pauses: [],
  };
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    seen.push({ path: request.url ?? '', headers: request.headers });
    void answer(request, response, behaviour);
  });
  const { origin, close } = await listening(server);
  return { behaviour, seen, url: (path = '/weights.npz') => origin + path, close };
}

/** Starts a server, and closes it with all its connections. */
export async function listening(
  server: Server,
): Promise<{ readonly origin: string; readonly close: () => Promise<void> }> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- of a server on a port it is one
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  behaviour: Behaviour,
): Promise<void> {
  const location = behaviour.redirects[request.url ?? ''];
  if (location !== undefined) {
    response.writeHead(302, { location, ...behaviour.redirectHeaders }).end('moved');
    return;
  }
  const refusal = behaviour.refusals.shift();
  if (refusal) response.writeHead(refusal.status, refusal.headers).end('no');
  else await sendContent(request, response, behaviour);
}

async function sendContent(
  request: IncomingMessage,
  response: ServerResponse,
  behaviour: Behaviour,
): Promise<void> {
  const { content, etag, hasRanges } = behaviour;
  const { length } = content;
  const start = hasRanges ? startOf(request, etag) : 0;
  if (start >= length) {
    response.writeHead(416, { 'content-range': `bytes */${length}` }).end();
    return;
  }
  response.writeHead(start > 0 ? 206 : 200, {
    ...(etag !== undefined && { etag }),
    ...(behaviour.tellsSize && { 'content-length': length - start }),
    ...(start > 0 && { 'content-range': `bytes ${start}-${length - 1}/${length}` }),
  });
  await sendBody(start, response, behaviour);
}

async function sendBody(
  start: number,
  response: ServerResponse,
  behaviour: Behaviour,
): Promise<void> {
  const body = behaviour.content.subarray(start);
  const cut = behaviour.cuts.shift();
  const pause = behaviour.pauses.shift();
  const first = body.subarray(0, cut ?? (pause === undefined ? body.length : body.length >> 1));
  await new Promise((resolve) => response.write(first, resolve));
  if (cut === undefined) {
    setTimeout(() => response.end(body.subarray(first.length)), pause ?? 0);
    return;
  }
  while (behaviour.received < start + cut) await sleep(1);
  response.socket?.destroy();
}

/** First byte that is asked for; 0 if all are, or the condition does not hold. */
function startOf({ headers }: IncomingMessage, etag: string | undefined): number {
  const condition = headers['if-range'];
  if (condition !== undefined && condition !== etag) return 0;
  return Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0);
}
