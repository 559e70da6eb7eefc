/**
 * Keeps the page for when there is no network: all of it at the first visit, each file under the hash of its content,
 * so that a new version loads what has changed alone. Whoever lays the page into its folder sets `pageFiles` in front.
 */

/** A file of the page: its address, relative to the page, and the SHA-256 of its content. */
interface PageFile {
  readonly path: string;
  readonly sha256: string;
}

/** What is used of the scope of a service worker, which the types of pages do not know. */
interface Scope {
  readonly pageFiles: readonly PageFile[];
  readonly location: Location;
  readonly clients: { readonly claim: () => Promise<void> };
  readonly skipWaiting: () => Promise<void>;
  readonly addEventListener: (kind: string, listener: (event: WorkEvent) => void) => void;
}

interface WorkEvent extends Event {
  readonly request: Request;
  readonly waitUntil: (work: Promise<unknown>) => void;
  readonly respondWith: (answer: Promise<Response>) => void;
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the scope of a service worker
const scope = globalThis as unknown as Scope;
const CACHE = 'fewgood-page';
/** Threads share memory in a page that shares its process with no other site; a host of files may not say so. */
const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** Where a file is kept: another content is another address. */
function keptAt({ path, sha256 }: PageFile): string {
  const address = new URL(path, scope.location.href);
  address.searchParams.set('sha256', sha256);
  return address.href;
}

async function install(): Promise<void> {
  const cache = await caches.open(CACHE);
  for (const file of scope.pageFiles) {
    const kept = keptAt(file);
    if ((await cache.match(kept)) !== undefined) continue;
    const fetched = await fetch(new URL(file.path, scope.location.href), { cache: 'no-cache' });
    if (!fetched.ok) throw new Error(`Cannot keep ${file.path}: ${String(fetched.status)}`);
    await cache.put(kept, await checked(fetched, file));
  }
  await scope.skipWaiting();
}

/** Of the page that the list is of, and not of another version that came meanwhile. */
async function checked(fetched: Response, { path, sha256 }: PageFile): Promise<Response> {
  const bytes = await fetched.arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const hash = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (hash !== sha256) throw new Error(`Cannot keep ${path}: it is of another version`);
  const type = fetched.headers.get('Content-Type') ?? 'application/octet-stream';
  return new Response(bytes, { headers: { ...ISOLATION, 'Content-Type': type } });
}

/** Takes over, and forgets what is of no version that is in use. */
async function activate(): Promise<void> {
  const cache = await caches.open(CACHE);
  const wanted = new Set(scope.pageFiles.map(keptAt));
  for (const { url } of await cache.keys()) if (!wanted.has(url)) await cache.delete(url);
  await scope.clients.claim();
}

/** The file that an address means; undefined for none of the page. */
function fileOf(request: Request): PageFile | undefined {
  const { origin, pathname } = new URL(request.url);
  const folder = new URL('.', scope.location.href);
  if (origin !== folder.origin || !pathname.startsWith(folder.pathname)) return undefined;
  const path = pathname.slice(folder.pathname.length);
  return scope.pageFiles.find((file) => file.path === (path === '' ? 'index.html' : path));
}

async function answer(request: Request, file: PageFile): Promise<Response> {
  const cache = await caches.open(CACHE);
  return (await cache.match(keptAt(file))) ?? fetch(request);
}

scope.addEventListener('install', (event) => {
  event.waitUntil(install());
});
scope.addEventListener('activate', (event) => {
  event.waitUntil(activate());
});
scope.addEventListener('fetch', (event) => {
  const file = event.request.method === 'GET' ? fileOf(event.request) : undefined;
  if (file !== undefined) event.respondWith(answer(event.request, file));
});
