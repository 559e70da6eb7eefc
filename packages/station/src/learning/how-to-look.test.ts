import { decodePart, Inspector, type RgbImage } from 'fewgood';
import { encodePng, nodeRuntime } from 'fewgood/node';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { drawParts, smallModel } from '../../../../test/helpers/small-part.ts';
import { StationSample } from '../../../../test/helpers/station-sample.ts';
import {
  inspectionRecordSchema,
  type NamedPicture,
  readAnswer,
  type StationClient,
} from '../api/index.ts';
import { verifyStation } from '../audit/verify.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

type Request = Parameters<StationClient['api']['parts'][':part']['enrolments']['$post']>[0]['json'];

let sample: StationSample;
let client: StationClient;
let pictures: NamedPicture[] = [];
let flat: NamedPicture;

async function upload(name: string, image: RgbImage): Promise<NamedPicture> {
  const init = { body: new Uint8Array(await encodePng(image)) };
  const { sha256 } = await readAnswer(client.api.pictures.$post({ query: { name } }, { init }));
  return { sha256, name };
}

beforeAll(async () => {
  sample = await StationSample.create();
  ({ client } = sample);
  sample.part = (await readAnswer(client.api.parts.$post({ json: { name: 'washer' } }))).id;
  for (const { name, image } of drawParts()) pictures = [...pictures, await upload(name, image)];
  const [drawn] = drawParts();
  if (drawn === undefined) throw new Error('Nothing was drawn');
  const { width, height } = drawn.image;
  const ground = new Uint8Array(width * height * 3).fill(200);
  flat = await upload('ground.png', { data: ground, width, height });
});
afterAll(async () => {
  await sample.remove();
});

async function begin(how: Partial<Request>) {
  const settings = { augment: [], pose: 'fixed' as const };
  const json = { pictures, settings, activate: true, ...how };
  const { part } = sample;
  return readAnswer(client.api.parts[':part'].enrolments.$post({ param: { part }, json }));
}

/** The enrolment, once it has ended. */
async function learn(how: Partial<Request>) {
  const { id } = await begin(how);
  const now = async () =>
    readAnswer(client.api.enrolments[':enrolment'].$get({ param: { enrolment: id } }));
  await expect.poll(async () => (await now()).endedAt, { timeout: 240_000 }).not.toBeNull();
  return now();
}

const versionOf = async (version: number | null) => {
  const param = { part: sample.part, version: String(version) };
  return readAnswer(client.api.parts[':part'].versions[':version'].$get({ param }));
};

describe('an enrolment of a station', () => {
  it('asks how parts lie, and corrects light, as the library does', async () => {
    const { state, version } = await learn({
      alignment: { maxAngle: 4, maxOffset: 6 },
      light: { method: 'even', flat },
    });
    expect(state).toBe('done');
    const { summary, sha256 } = await versionOf(version);
    const asked = { maxAngle: 4, maxOffset: { value: 6, unit: 'px' }, regionMoves: false };
    expect(summary).toMatchObject({ alignment: asked, light: { method: 'even', flat: true } });
    const bytes = await sample.station.files.parts.read(sha256);
    const part = decodePart(bytes ?? new Uint8Array(), 'washer');
    expect([part.alignment, part.light?.change.method]).toEqual([asked, 'even']);

    const { id } = await readAnswer(sample.send('next', sample.next));
    const { record } = await readAnswer(
      client.api.inspections[':inspection'].$get({ param: { inspection: id } }),
    );
    const judged = inspectionRecordSchema.parse(record);
    const inspector = await Inspector.create(part, { runtime: nodeRuntime(), model: smallModel() });
    const next = drawParts({ count: 5 })[4]?.image;
    if (next === undefined || 'error' in judged) throw new Error('Nothing was judged');
    const { alignment } = await inspector.inspect(next);
    await inspector.release();
    expect(alignment).toBeDefined();
    expect(judged.alignment).toEqual(alignment);
  });

  it('says nothing of it where nothing is asked', async () => {
    const { version } = await learn({});
    expect((await versionOf(version)).summary).toMatchObject({ alignment: null, light: null });
  });

  it('looks for the foreground, or says why there is none', async () => {
    const { state, fault } = await learn({
      pictures: pictures.slice(0, 1),
      foreground: 'auto',
    });
    expect([state, fault?.code]).toEqual(['failed', 'SUPPORT_SET_UNUSABLE']);
    expect(fault?.message).toContain('find the foreground');
  });

  it('keeps a chain that verifies', async () => {
    expect(await verifyStation({ data: sample.data })).toMatchObject({ intact: true });
  });
});

describe('an enrolment of a station is refused before any work', () => {
  it.each([
    [{ light: { method: 'even', peaks: [620, 540, 470] } }, /peaks/],
    [{ alignment: { regionMoves: true } }, /regionMoves.*whole picture/],
    [{ alignment: { maxAngle: 181 } }, /maxAngle/],
    [{ alignment: { maxOffset: -1 } }, /maxOffset/],
    [{ light: { flat: { sha256: 'ab'.repeat(32), name: 'none' } } }, /Cannot find the picture/],
  ] satisfies [Partial<Request>, RegExp][])('%j', async (how, message) => {
    await expect(begin(how)).rejects.toThrow(message);
  });

  it('not where the foreground will say what moves', async () => {
    const { id, state } = await begin({ foreground: 'auto', alignment: { regionMoves: true } });
    expect(state).toBe('waiting');
    await client.api.enrolments[':enrolment'].cancel.$post({ param: { enrolment: id } });
  });
});
