import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { content, half, once, sha256, usePuller } from '../../../test/helpers/puller.ts';
import { describeOnRuntimes } from '../../../test/helpers/runtimes.ts';

describeOnRuntimes('pullModel() over a line that fails', (runtime) => {
  const puller = usePuller(runtime);
  const { begun, left, pull } = puller;

  it('goes on where the connection was cut', async () => {
    puller.server.behaviour.cuts = [half, 1000];
    await pull();
    const ranges = puller.server.seen.map(({ headers }) => [headers.range, headers['if-range']]);
    const { etag } = puller.server.behaviour;
    expect(ranges).toEqual([
      [undefined, undefined],
      [`bytes=${half}-`, etag],
      [`bytes=${half + 1000}-`, etag],
    ]);
    expect(puller.log[0]).toContain('trying again in 1 s');
    expect(await left()).toEqual(['small.onnx']);
  });

  it('goes on the next time where it was stopped', async () => {
    puller.server.behaviour.cuts = [half];
    await expect(pull({}, once)).rejects.toThrow('the connection was cut');
    expect((await readFile(begun('weights.partial'))).length).toBe(half);
    await pull({}, once);
    expect(puller.server.seen[1]?.headers.range).toBe(`bytes=${half}-`);
    expect(await left()).toEqual(['small.onnx']);
  });

  it.each<[string, () => void]>([
    ['a server that gives no parts', () => (puller.server.behaviour.hasRanges = false)],
    ['a server without marks of the content', () => (puller.server.behaviour.etag = undefined)],
    ['a server that does not tell the size', () => (puller.server.behaviour.tellsSize = false)],
  ])('takes %s', async (_, change) => {
    change();
    puller.server.behaviour.cuts = [half];
    await pull();
    expect(puller.server.seen).toHaveLength(2);
  });

  it('waits where a server asks it to, and where it is silent', async () => {
    puller.server.behaviour.refusals = [
      { status: 503, headers: { 'retry-after': '0' } },
      { status: 429 },
    ];
    puller.server.behaviour.pauses = [20_000];
    const timeouts = { connect: 10_000, headers: 10_000, body: 1000 };
    await pull({}, { timeouts, retry: { attempts: 9, firstWait: 1 } });
    const faults = puller.log.map((line) => /: (.*); trying/.exec(line)?.[1]);
    expect(faults.slice(0, 3)).toEqual([
      'the server answers HTTP 503',
      'the server answers HTTP 429',
      'it stopped sending',
    ]);
  });
});

describeOnRuntimes('pullModel() where something was begun', (runtime) => {
  const puller = usePuller(runtime);
  const { begun, pull } = puller;

  it('begins anew where the content changed meanwhile', async () => {
    puller.server.behaviour.cuts = [half];
    puller.server.behaviour.content = content.toReversed();
    puller.server.behaviour.etag = '"old"';
    await expect(pull({}, once)).rejects.toThrow('cut');
    [puller.server.behaviour.content, puller.server.behaviour.etag] = [content, '"new"'];
    await pull({}, once);
    expect(puller.server.seen[1]?.headers['if-range']).toBe('"old"');
  });

  it.each([
    ['of other bytes', content.map((byte) => byte ^ 1).subarray(0, half)],
    ['longer than the file', new Uint8Array(content.length + 1)],
  ])('fetches anew what was begun %s', async (_, earlier) => {
    await mkdir(begun('.'), { recursive: true });
    await writeFile(begun('weights.partial'), earlier);
    await writeFile(begun('state.json'), JSON.stringify({ url: puller.server.url() }));
    const { weights } = await pull();
    expect(weights.sha256).toBe(sha256);
    expect(puller.server.seen.length).toBeGreaterThan(1);
  });
});
