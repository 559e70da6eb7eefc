/**
 * The one place that opens connections: requests for files, through the proxy that the environment
 * names (HTTPS_PROXY, HTTP_PROXY, NO_PROXY).
 *
 * @module
 */
import type { Dispatcher } from 'undici';
import { DownloadError } from '../../errors.ts';
import { printable } from '../../printable.ts';
import { systemCode } from '../files/files.ts';

/** How long to wait for a server, milliseconds. */
export interface HttpTimeouts {
  /** For a connection. */
  readonly connect: number;
  /** For the beginning of an answer. */
  readonly headers: number;
  /** For the next bytes of an answer. */
  readonly body: number;
}

/** Time limits that a slow line keeps. */
const HTTP_TIMEOUTS: HttpTimeouts = { connect: 30_000, headers: 60_000, body: 60_000 };

/** An answer of a server, behind all redirects. */
export interface HttpAnswer {
  readonly status: number;
  /** Of the answer itself; names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** Of all answers of the server that was asked first, redirects among them. */
  readonly homeHeaders: ReadonlyMap<string, string>;
  /** Its content; has to be read to the end or discarded. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Leaves the content unread. */
  discard(): Promise<void>;
}

/** A failure of the line or of the server that may pass. */
export class PassingFault extends Error {
  /** Milliseconds that the server asks to wait; undefined if it says nothing. */
  readonly wait: number | undefined;

  /**
   * @param fault - In words.
   * @param wait - Milliseconds that the server asks to wait.
   */
  constructor(fault: string, wait?: number, options?: ErrorOptions) {
    super(fault, options);
    this.wait = wait;
  }
}

/** How the program introduces itself: with nothing about the machine. */
const AGENT = 'fewgood';

const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];
const MAX_REDIRECTS = 10;

/** Faults of the line by error code, in words. */
const LINE_FAULTS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its name is not known to the network',
  EAI_AGAIN: 'the name service does not answer',
  ECONNREFUSED: 'it refuses connections',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  ENETUNREACH: 'the network is not reachable',
  EHOSTUNREACH: 'it is not reachable',
  ETIMEDOUT: 'it does not answer',
  UND_ERR_CONNECT_TIMEOUT: 'it does not answer',
  UND_ERR_HEADERS_TIMEOUT: 'it does not answer',
  UND_ERR_BODY_TIMEOUT: 'it stopped sending',
  UND_ERR_SOCKET: 'the connection was cut',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'the connection was cut',
  UND_ERR_ABORTED: 'the proxy refuses the connection',
};

/** Begin of codes about a certificate that is not trusted (Node's documentation of tls). */
const CERTIFICATE = /CERT|^UNABLE_TO_|SELF_SIGNED|^ERR_TLS_/;

/** Sends requests; has to be closed. */
export class HttpClient {
  readonly #dispatcher: Dispatcher;

  private constructor(dispatcher: Dispatcher) {
    this.#dispatcher = dispatcher;
  }

  /** Makes one; it connects to nothing before it is asked to. */
  static async create({
    connect,
    headers,
    body,
  }: HttpTimeouts = HTTP_TIMEOUTS): Promise<HttpClient> {
    const { EnvHttpProxyAgent } = await import('undici'); // no other command needs it
    const dispatcher = new EnvHttpProxyAgent({
      connect: { timeout: connect },
      headersTimeout: headers,
      bodyTimeout: body,
    });
    return new HttpClient(dispatcher);
  }

  /**
   * Asks for a file and follows redirects. `authorization` goes to the server that was asked, and to no
   * other.
   *
   * @throws {@link DownloadError} if the address is none, or redirects lead nowhere safe.
   * @throws {@link PassingFault} if the line fails.
   */
  async get(
    address: string,
    { authorization, ...headers }: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<HttpAnswer> {
    const home = parse(address, address);
    const homeHeaders = new Map<string, string>();
    let url = home;
    for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
      const isHome = url.origin === home.origin;
      const sent = {
        'user-agent': AGENT,
        accept: '*/*',
        'accept-encoding': 'identity',
        ...headers,
        ...(isHome && authorization !== undefined && { authorization }),
      };
      const answer = await this.#send(url, sent, signal);
      if (isHome) for (const [name, value] of answer.headers) homeHeaders.set(name, value);
      const location = answer.headers.get('location');
      if (!REDIRECTS.includes(answer.status) || location === undefined) {
        return { ...answer, homeHeaders };
      }
      await answer.discard();
      url = nextUrl(location, url, address);
    }
    throw new DownloadError(
      shown(address),
      `it leads on more than ${MAX_REDIRECTS} times: expected a file`,
      'Check the address, or name another source.',
    );
  }

  /** Ends all connections. */
  close(): Promise<void> {
    return this.#dispatcher.destroy();
  }

  async #send(
    url: URL,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<Omit<HttpAnswer, 'homeHeaders'>> {
    const { origin, pathname, search } = url;
    const options = { origin, path: pathname + search, method: 'GET', headers, signal } as const;
    const answer = await lineGuarded(url.href, () => this.#dispatcher.request(options));
    return {
      status: answer.statusCode,
      headers: new Map(
        Object.entries(answer.headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
      ),
      body: chunks(answer.body, url.href),
      discard: () => answer.body.dump(),
    };
  }
}

/** An address as messages show it: without what may be secret in it. */
export function shown(address: string): string {
  if (!URL.canParse(address)) return printable(address);
  const { origin, pathname } = new URL(address);
  return printable(origin + pathname);
}

function parse(location: string, address: string, base?: URL): URL {
  if (URL.canParse(location, base?.href)) {
    const url = new URL(location, base?.href);
    if (url.protocol === 'https:' || url.protocol === 'http:') return url;
  }
  throw new DownloadError(
    shown(address),
    `${printable(location)} is no address: expected http:// or https://`,
    'Check the address.',
  );
}

function nextUrl(location: string, from: URL, address: string): URL {
  const url = parse(location, address, from);
  if (from.protocol === 'http:' || url.protocol === 'https:') return url;
  throw new DownloadError(
    shown(address),
    `it leads on to ${shown(url.href)}: expected a connection that is encrypted all the way`,
    'Name another source.',
  );
}

async function* chunks(body: AsyncIterable<unknown>, address: string): AsyncGenerator<Uint8Array> {
  const iterator = body[Symbol.asyncIterator]();
  try {
    for (;;) {
      const { done, value } = await lineGuarded(address, () => iterator.next());
      if (done === true) return;
      if (value instanceof Uint8Array) yield value;
    }
  } finally {
    await iterator.return?.().catch(() => undefined);
  }
}

/** Puts faults of the line into words. */
async function lineGuarded<T>(address: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof Error && cause.name === 'AbortError') throw cause;
    const code = systemCode(cause) || systemCode(cause instanceof Error ? cause.cause : undefined);
    if (CERTIFICATE.test(code)) {
      throw new DownloadError(
        shown(address),
        `its certificate is not trusted here (${code}): expected one of a known authority`,
        'If a proxy of yours opens connections, name its certificate in NODE_EXTRA_CA_CERTS.',
        { cause },
      );
    }
    const words = cause instanceof Error ? cause.message : String(cause);
    throw new PassingFault(LINE_FAULTS[code] ?? words, undefined, { cause });
  }
}
