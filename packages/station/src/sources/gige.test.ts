import { decodeImage } from 'fewgood/node';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeCamera, noGige } from '../../../../test/helpers/fake-camera.ts';
import { CameraPictures } from '../trigger/camera-pictures.ts';
import { assertCameraPrograms } from './camera-program.ts';
import { aravis, gigeName } from './gige.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });
const patience = { timeout: 60_000 };
const why = noGige === undefined ? '' : ` (left out: ${noGige})`;

it('tells cameras of GigE Vision from other inputs', () => {
  expect(['gige:Basler-1', 'gige:', 'rtsp://gige:1', '/dev/video0'].map(gigeName)).toEqual([
    'Basler-1',
    undefined,
    undefined,
    undefined,
  ]);
});

let camera: FakeCamera;
let pictures: CameraPictures;
let [ending, work] = [new AbortController(), Promise.resolve()];
const log: string[] = [];

async function start(): Promise<void> {
  camera = await FakeCamera.create();
  log.length = 0;
}

async function stop(): Promise<void> {
  ending.abort();
  await work;
  await camera.end();
}

function begin(): void {
  pictures = new CameraPictures({
    kind: 'camera',
    input: camera.input,
    rate: 10,
    latencySeconds: 0,
  });
  ending = new AbortController();
  const tools = {
    log: (line: string) => log.push(line),
    onFault: () => undefined,
    onUnasked: () => undefined,
  };
  work = pictures.run({ ...tools, signal: ending.signal });
}

async function next() {
  const picture = await pictures.next(AbortSignal.timeout(20_000));
  if (picture === undefined) throw new Error(`there is no picture: ${pictures.fault}`);
  return { ...(await decodeImage(picture.bytes, picture.name)), bytes: picture.bytes };
}

describe.skipIf(noGige !== undefined)(`a camera of GigE Vision${why}`, () => {
  beforeEach(start);
  afterEach(stop);

  it('gives whole pictures that are new each time, and others once it is back', async () => {
    await camera.setPixels('Mono8');
    begin();
    await expect.poll(() => pictures.fault, patience).toBeUndefined();
    const [first, second] = [await next(), await next()];
    expect([first.width, first.height, second.width]).toEqual([512, 512, 512]);
    expect(Buffer.compare(Buffer.from(first.data), Buffer.from(second.data))).not.toBe(0);
    // PNG: 8 bits, grey.
    expect([...first.bytes.subarray(24, 26)]).toEqual([8, 0]);
    await camera.end();
    await expect.poll(() => pictures.fault, patience).not.toBeUndefined();
    expect(await pictures.next(AbortSignal.timeout(1000))).toBeUndefined();
    expect(log.join('\n')).toContain('it is tried again');
    await camera.start();
    await expect.poll(() => pictures.fault, patience).toBeUndefined();
    expect((await next()).width).toBe(512);
  });

  it('keeps the pixels that it is set to', async () => {
    for (const [format, bits, colour] of [
      ['Mono16', 16, 0],
      ['RGB8', 8, 2],
      ['BayerRG8', 8, 2],
    ] as const) {
      await camera.setPixels(format);
      begin();
      await expect.poll(() => pictures.fault, patience).toBeUndefined();
      const { bytes } = await next();
      expect([format, ...bytes.subarray(24, 26)]).toEqual([format, bits, colour]);
      ending.abort();
      await work;
    }
  });

  it('is away where nobody answers', async () => {
    await camera.end();
    await expect(aravis('127.0.0.1', 10)).rejects.toThrow("Can't connect");
    begin();
    await expect.poll(() => log.join('\n'), patience).toContain('tried again');
    expect(pictures.fault).toContain("Can't connect");
  });
});

it('says what is missing where it cannot be read', async () => {
  vi.stubEnv('PATH', '/nowhere');
  await expect(assertCameraPrograms(['gige:a'])).rejects.toThrow('arv-tool-0.8 does not start');
  await expect(assertCameraPrograms(['a.png'])).rejects.toThrow('ffmpeg does not start');
  vi.unstubAllEnvs();
});
