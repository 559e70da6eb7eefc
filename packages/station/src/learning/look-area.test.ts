import { cornersOf, decodePart, type RgbImage } from 'fewgood';
import { encodePng } from 'fewgood/node';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { StationSample } from '../../../../test/helpers/station-sample.ts';
import { drawParts, striped } from '../../../../test/helpers/small-part.ts';
import {
  AnswerError,
  type NamedPicture,
  readAnswer,
  type StationClient,
  type StationLookArea,
} from '../api/index.ts';
import { verifyStation } from '../audit/verify.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const [RIGHT, CORNER]: [number, number][][] = [
  { x: 0.5, y: 0, width: 0.5, height: 1 },
  { x: 0.9, y: 0, width: 0.1, height: 0.1 },
].map((box) => cornersOf(box).map(([x, y]) => [x, y]));
if (RIGHT === undefined || CORNER === undefined) throw new Error('No shapes');

let sample: StationSample;
let client: StationClient;
let pictures: NamedPicture[] = [];

beforeAll(async () => {
  sample = await StationSample.create();
  ({ client } = sample);
  sample.part = (await readAnswer(client.api.parts.$post({ json: { name: 'washer' } }))).id;
  for (const { name, image } of drawParts()) {
    const init = { body: new Uint8Array(await encodePng(image)) };
    const { sha256 } = await readAnswer(client.api.pictures.$post({ query: { name } }, { init }));
    pictures = [...pictures, { sha256, name }];
  }
});
afterAll(async () => {
  await sample.remove();
});

async function begin(lookArea?: StationLookArea) {
  const settings = { augment: [], pose: 'fixed' as const };
  const json = { pictures, settings, activate: true, ...(lookArea && { lookArea }) };
  const { part } = sample;
  return readAnswer(client.api.parts[':part'].enrolments.$post({ param: { part }, json }));
}

/** The enrolment, once it has ended. */
async function learn(lookArea?: StationLookArea) {
  const { id } = await begin(lookArea);
  const now = async () =>
    readAnswer(client.api.enrolments[':enrolment'].$get({ param: { enrolment: id } }));
  await expect.poll(async () => (await now()).endedAt, { timeout: 240_000 }).not.toBeNull();
  return now();
}

const versionOf = async (version: number) => {
  const param = { part: sample.part, version: String(version) };
  return readAnswer(client.api.parts[':part'].versions[':version'].$get({ param }));
};

/** Upside down. */
function turned({ data, width, height }: RgbImage): RgbImage {
  const pixels = Uint8Array.from(
    data,
    (_, i) => data[data.length - 3 * (1 + Math.floor(i / 3)) + (i % 3)] ?? 0,
  );
  return { data: pixels, width, height };
}

async function verdictOf(key: string, image: RgbImage) {
  return (await readAnswer(sample.send(key, await encodePng(image)))).verdict;
}

it('learns a version that looks at a shape, and not at others', async () => {
  const lookArea = { include: RIGHT, ignore: [CORNER] };
  const { state, version } = await learn(lookArea);
  expect(state).toBe('done');
  const { summary, sha256 } = await versionOf(version ?? 0);
  expect(summary.lookArea).toEqual({ ...lookArea, mask: null });
  const bytes = await sample.station.files.parts.read(sha256);
  expect(decodePart(bytes ?? new Uint8Array(), 'washer').lookArea).toEqual({
    ...lookArea,
    mask: null,
  });
});

it('judges by what is within alone', async () => {
  const [good] = drawParts();
  if (good === undefined) throw new Error('Nothing was drawn');
  // Upper left, and lower right.
  expect(await verdictOf('outside', striped(good.image))).toBe('pass');
  expect(await verdictOf('inside', turned(striped(turned(good.image))))).toBe('fail');
});

it('looks at the whole picture where nothing else is said', async () => {
  const { version } = await learn();
  expect((await versionOf(version ?? 0)).summary.lookArea).toBeNull();
});

it('refuses shapes that are none in the words of the library, before any work', async () => {
  const two = begin({ include: RIGHT.slice(0, 2), ignore: [] });
  await expect(two).rejects.toThrow(/include.*2 corners.*expected three corners or more/);
  const beyond = begin({ include: null, ignore: [[...CORNER, [1.2, 0.5]]] });
  await expect(beyond).rejects.toThrow(/ignore.*1\.2.*within the picture/);
  await expect(beyond).rejects.toBeInstanceOf(AnswerError);
});

it('says of an area of which nothing is left that it is none', async () => {
  const whole: [number, number][] = [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
  ];
  const lookArea = { include: null, ignore: [whole] };
  const check = await readAnswer(
    client.api['picture-checks'].$post({ json: { pictures, lookArea } }),
  );
  expect(check.warnings).toMatchObject([{ code: 'ARGUMENT_RANGE' }]);
  const { state, fault } = await learn(lookArea);
  expect([state, fault?.code]).toEqual(['failed', 'ARGUMENT_RANGE']);
});

it('keeps a chain that verifies', async () => {
  expect(await verifyStation({ data: sample.data })).toMatchObject({ intact: true });
});
