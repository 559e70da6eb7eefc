import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { smallModel } from '../../../test/helpers/small-part.ts';
import { nodeSha256 } from '../files/sha256.ts';
import { readTabFiles, type TabFiles } from './tab-files.ts';
import { writeTabFolder } from './tab-folder.ts';
import { serveTab, type TabServer } from './tab-server.ts';

const model = { id: 'usual', path: 'small.onnx', bytes: smallModel() };
const listSchema = z.array(z.object({ path: z.string(), sha256: z.string() }));

let folder = '';
let files: TabFiles;
let server: TabServer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fewgood-web-'));
  const built = join(folder, 'built');
  await mkdir(join(built, 'assets'), { recursive: true });
  await writeFile(join(built, 'index.html'), '<!doctype html>');
  await writeFile(join(built, 'service-worker.js'), '// worker');
  await writeFile(join(built, 'assets/index-0a1b2c3d.js'), '// page');
  files = await readTabFiles([model], built);
  server = await serveTab(files, { host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await server?.close();
  await rm(folder, { recursive: true });
});

const text = (path: string): string => new TextDecoder().decode(files.get(path));

describe('files of the page', () => {
  it('name each file by its content in the service worker, but that one', () => {
    const [line = ''] = text('service-worker.js').split('\n');
    const list = listSchema.parse(JSON.parse(line.replace(/^self\.pageFiles = |;$/g, '')));
    expect(list.map(({ path }) => path).toSorted()).toEqual(
      [...files.keys()].filter((path) => path !== 'service-worker.js').toSorted(),
    );
    for (const { path, sha256 } of list) {
      const bytes = files.get(path) ?? new Uint8Array();
      expect([path, Buffer.from(nodeSha256(bytes)).toString('hex')]).toEqual([path, sha256]);
    }
    expect(text('service-worker.js')).toMatch(/\/\/ worker$/);
  });

  it('have the model where the list of models says', () => {
    const list: unknown = JSON.parse(text('models.json'));
    const [{ file, id }] = z.tuple([z.object({ file: z.string(), id: z.string() })]).parse(list);
    expect(id).toBe('usual');
    expect(files.get(file)).toEqual(model.bytes);
  });

  it('are refused where the page was not built', async () => {
    await expect(readTabFiles([model], join(folder, 'none'))).rejects.toThrow(
      /expected the built page/,
    );
  });
});

describe('the server', () => {
  it('sends the page with what keeps it to itself', async () => {
    const answer = await fetch(server.url);
    expect(await answer.text()).toBe('<!doctype html>');
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(answer.headers.get('cross-origin-embedder-policy')).toBe('require-corp');
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'; script-src 'self' 'wasm-unsafe-eval';");
    expect(policy).not.toMatch(/https?:/);
    expect(answer.headers.get('cache-control')).toBe('no-cache');
  });

  it('lets browsers keep what is named by its content', async () => {
    const { headers } = await fetch(`${server.url}assets/index-0a1b2c3d.js`);
    expect(headers.get('cache-control')).toMatch(/immutable/);
  });

  it.each(['assets', '../package.json', '%2e%2e/package.json', 'none.js'])(
    'has nothing at %s',
    async (path) => {
      expect((await fetch(`${server.url}${path}`)).status).toBe(404);
    },
  );

  it('takes nothing', async () => {
    expect((await fetch(server.url, { method: 'POST', body: 'a' })).status).toBe(405);
  });

  it('says so when the port is taken', async () => {
    const port = Number(new URL(server.url).port);
    await expect(serveTab(files, { host: '127.0.0.1', port })).rejects.toThrow(
      /cannot be listened at/,
    );
  });

  it('says so when a certificate is none', async () => {
    const tls = { cert: new Uint8Array([1]), key: new Uint8Array([2]) };
    await expect(serveTab(files, { host: '127.0.0.1', port: 0, tls })).rejects.toThrow(
      /certificate or its key is none/,
    );
  });
});

describe('the folder for hosts of files', () => {
  it('has every file, and takes the place of none', async () => {
    const out = join(folder, 'out');
    await writeTabFolder(files, out);
    for (const [path, bytes] of files) {
      expect(new Uint8Array(await readFile(join(out, path)))).toEqual(new Uint8Array(bytes));
    }
    await expect(writeTabFolder(files, out)).rejects.toThrow(/the folder holds other files/);
  });
});
