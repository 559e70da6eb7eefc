import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PeopleSample } from '../../../../test/helpers/people-sample.ts';

let sample: PeopleSample;
let part: string;
beforeAll(async () => {
  sample = await PeopleSample.create();
  const root = { id: 'root', name: 'root', role: 'administrator' } as const;
  ({ id: part } = await sample.station.parts.create('washer', root));
});
afterAll(async () => sample.remove());

const post = async (
  path: string,
  body: RequestInit['body'],
  headers: Record<string, string> = {},
) => sample.ask(path, { method: 'POST', body, cookie: sample.root, headers });

const PNG = [137, 80, 78, 71, 13, 10, 26, 10];

/** A PNG that says it is of a size, and has nothing of it. */
function pngOf(width: number, height: number): Uint8Array<ArrayBuffer> {
  const header = Buffer.alloc(25);
  header.writeUInt32BE(13, 0);
  header.write('IHDR', 4, 'latin1');
  header.writeUInt32BE(width, 8);
  header.writeUInt32BE(height, 12);
  header.set([8, 2, 0, 0, 0], 16);
  return new Uint8Array([...PNG, ...header]);
}

it('takes nothing that is no picture, whatever it says it is', async () => {
  const files: Record<string, Uint8Array<ArrayBuffer>> = {
    svg: new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'),
    html: new TextEncoder().encode('<!doctype html><script>alert(1)</script>'),
    'bytes without a kind': new Uint8Array(1000).fill(7),
  };
  for (const [name, file] of Object.entries(files)) {
    const answer = await post('/pictures?name=a.png', file, { 'content-type': 'image/png' });
    expect({ name, ...answer }).toMatchObject({
      name,
      status: 422,
      body: { error: { code: 'IMAGE_UNREADABLE' } },
    });
  }
  expect(await post(`/parts/${part}/versions`, new Uint8Array(1000))).toMatchObject({
    status: 422,
  });
  expect(await post('/pictures', new Uint8Array())).toMatchObject({ status: 400 });
});

it('decodes nothing that says it is larger than memory', async () => {
  const bomb = await post('/pictures', pngOf(2 ** 31 - 1, 2 ** 31 - 1));
  // Kept or not, it is never decoded where requests are answered.
  expect([201, 422]).toContain(bomb.status);
  if (bomb.status !== 201) return;
  const { sha256 } = JSON.parse(JSON.stringify(bomb.body));
  const json = { pictures: [{ sha256, name: 'bomb' }] };
  const check = await sample.ask('/picture-checks', { method: 'POST', json, cookie: sample.root });
  expect(check.body).toMatchObject({ pictures: [{ fault: { code: 'IMAGE_UNREADABLE' } }] });
});

it('reads no more of a body than it takes', async () => {
  const { maxPictureBytes } = sample.station.limits;
  const said = await post('/pictures', new Uint8Array(10), {
    'content-length': String(maxPictureBytes + 1),
  });
  expect(said).toMatchObject({ status: 413, body: { error: { code: 'TOO_LARGE' } } });
  let sent = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      sent += 2 ** 20;
      controller.enqueue(new Uint8Array(2 ** 20));
    },
  });
  const init: RequestInit = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: endless,
    duplex: 'half',
  };
  const response = await sample.app.request('/api/session', init);
  expect(response.status).toBe(413);
  expect(sent).toBeLessThan(32 * 2 ** 20);
});

it('follows no path out of its folder, and keeps no name as one', async () => {
  const before = await readdir(sample.folder);
  for (const path of [
    '/pictures/..%2f..%2f0.db',
    '/pictures/%2e%2e%2f0.db',
    `/pictures/${'a'.repeat(63)}%00`,
    '/parts/..%2f..%2f0/versions',
    '/inspections/....//....//station.db',
  ]) {
    const { status } = await sample.ask(path, { cookie: sample.root });
    expect([`${path} 400`, `${path} 404`]).toContain(`${path} ${status}`);
  }
  const name = encodeURIComponent('../../evil.png');
  expect((await post(`/pictures?name=${name}`, pngOf(4, 4))).status).toBeGreaterThan(200);
  expect(await readdir(sample.folder)).toEqual(before);
});

it('sends headers that let nothing else in, with every answer', async () => {
  for (const path of ['/health', '/parts', '/none', '/session']) {
    const { headers } = await sample.ask(path);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe-(inline|eval)/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-frame-options')).toBe('DENY');
  }
});
