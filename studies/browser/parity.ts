import { createHash } from 'node:crypto';
import { z } from 'zod';
import { enroll } from '../../src/inspection/enrolment.ts';
import { Inspector } from '../../src/inspection/inspector.ts';
import type { LevelBank, Part } from '../../src/inspection/part.ts';
import { decodePart, encodePart } from '../../src/inspection/part-file.ts';
import { viewsOf } from '../../src/inspection/part-models.ts';
import { decodeImage } from '../../src/node/image/image-decoder.ts';
import type { Runtime } from '../../src/runtime.ts';
import { row } from '../../src/tensor/matrix.ts';
import type { HarnessPage } from './harness-page.ts';
import type { Judged } from './harness-types.ts';
import type { PictureFileBytes, PictureSet } from './picture-sets.ts';

/** Ratios to the threshold so near to 1 are listed: rounding could decide. */
const NEAR = 1e-3;

const pictureSchema = z.object({ picture: z.string(), ratios: z.array(z.number().nullable()) });

/** Scores of the same pictures from two places. */
const comparisonSchema = z.object({
  what: z.string(),
  count: z.int(),
  /** Of two scores, relative to the first. */
  largestDifference: z.number(),
  /** Pictures with another verdict. */
  flipped: z.array(pictureSchema),
  /** Pictures whose score is within {@link NEAR} of the threshold. */
  nearThreshold: z.array(pictureSchema),
});

/** What both sides chose of the same patches. */
const bankSchema = z.object({
  level: z.string(),
  rows: z.array(z.int()),
  /** Share of rows of the larger bank that come from the same patch on both sides. */
  sameRows: z.number(),
  /** Largest difference of a feature of such a row, relative to the largest feature. */
  largestDifference: z.number(),
  /** Covering radius of each side, relative to that of Node. */
  coveringRadius: z.number(),
});

/** What a set came to. */
export const paritySchema = z.object({
  name: z.string(),
  judged: z.int(),
  thresholds: z.array(z.number().nullable()),
  /** Pictures whose decoded pixels are others in the browser. */
  otherPixels: z.array(z.string()),
  /** One part on both sides, against Node: that of Node, and that of Chromium. */
  comparisons: z.array(comparisonSchema),
  /** Both parts in Node: what other rows of the banks change. */
  acrossParts: comparisonSchema,
  banks: z.array(bankSchema),
});

/** What a set came to. */
export type SetParity = z.infer<typeof paritySchema>;
type Comparison = z.infer<typeof comparisonSchema>;

/** Both sides. */
export interface Sides {
  readonly harness: HarnessPage;
  readonly runtime: Runtime;
  /** Shape [size]; lies on the server of the page as `/model.onnx`, and is started there. */
  readonly model: Uint8Array;
}

/** Learns a set on both sides, and judges it on both sides with either part, whose self-tests must hold. */
export async function judgeBothWays(set: PictureSet, sides: Sides): Promise<SetParity> {
  const { harness, runtime, model } = sides;
  const [good, others] = [lay(harness, set.good), lay(harness, set.others)];
  const images = await Promise.all(set.good.map(({ name, bytes }) => decodeImage(bytes, name)));
  const pictures = images.map((image, i) => ({ name: good[i] ?? '', image }));
  const here = await enroll(pictures, { runtime, model });
  harness.files.set('/node.part', encodePart(here));
  await harness.page.evaluate((paths) => fewgoodPage.enrol(paths, '/page.part', {}), good);
  const there = decodePart(harness.file('/page.part'), 'page.part');
  const nodePart = {
    inNode: await judgeHere(here, set.others, sides),
    inPage: await judgeThere('/node.part', others, sides),
  };
  const pagePart = {
    inNode: await judgeHere(there, set.others, sides),
    inPage: await judgeThere('/page.part', others, sides),
  };
  return {
    name: set.name,
    judged: set.others.length,
    thresholds: [here, there].map(({ calibration }) => calibration.threshold),
    otherPixels: others.filter((_, i) => nodePart.inPage[i]?.pixels !== nodePart.inNode[i]?.pixels),
    comparisons: [
      compare('part of Node, in Chromium', others, [nodePart.inNode, nodePart.inPage]),
      compare('part of Chromium, in Chromium', others, [pagePart.inNode, pagePart.inPage]),
    ],
    acrossParts: compare('part of Chromium, in Node', others, [nodePart.inNode, pagePart.inNode]),
    banks: compareBanks(here, there),
  };
}

/** Lays files onto the server; their paths. */
function lay(harness: HarnessPage, files: readonly PictureFileBytes[]): string[] {
  return files.map(({ name, bytes }) => {
    const path = `/${name}`;
    harness.files.set(path, bytes);
    return path;
  });
}

async function judgeHere(
  part: Part,
  pictures: readonly PictureFileBytes[],
  { runtime, model }: Sides,
): Promise<readonly Judged[]> {
  const inspector = await Inspector.create(part, { runtime, model });
  try {
    const judged: Judged[] = [];
    for (const { name, bytes } of pictures) {
      const image = await decodeImage(bytes, name);
      const { verdict, score, ratio, reasons } = await inspector.inspect(image);
      const pixels = createHash('sha256').update(image.data).digest('hex');
      judged.push({ verdict, score, ratio, reasons: reasons.map(({ code }) => code), pixels });
    }
    return judged;
  } finally {
    await inspector.release();
  }
}

async function judgeThere(
  part: string,
  paths: readonly string[],
  { harness: { page } }: Sides,
): Promise<readonly Judged[]> {
  await page.evaluate((path) => fewgoodPage.open(path), part);
  return page.evaluate((all) => fewgoodPage.judge(all), [...paths]);
}

function compare(
  what: string,
  names: readonly string[],
  [first, second]: readonly [readonly Judged[], readonly Judged[]],
): Comparison {
  const pairs = first.map((one, i) => {
    const other = second[i];
    if (other === undefined) throw new Error(`${names[i]} was not judged on both sides`);
    return { picture: names[i] ?? '', one, other, ratios: [one.ratio, other.ratio] };
  });
  const named = ({ picture, ratios }: (typeof pairs)[number]) => ({ picture, ratios });
  const differences = pairs.map(({ one, other }) =>
    one.score === other.score ? 0 : Math.abs(other.score - one.score) / Math.abs(one.score),
  );
  return {
    what,
    count: pairs.length,
    largestDifference: Math.max(0, ...differences),
    flipped: pairs.filter(({ one, other }) => one.verdict !== other.verdict).map(named),
    nearThreshold: pairs
      .filter(({ ratios }) => ratios.some((ratio) => ratio !== null && Math.abs(ratio - 1) < NEAR))
      .map(named),
  };
}

function compareBanks(here: Part, there: Part): SetParity['banks'] {
  const others = banksOf(there);
  return banksOf(here).map((one, b) => {
    const other = others[b];
    if (other === undefined) throw new Error('the parts have not the same levels');
    const places = new Map(Array.from(one.positions, (_, r) => [placeOf(one, r), r] as const));
    let [same, apart, largest] = [0, 0, 0];
    for (let r = 0; r < other.bank.rows; r++) {
      const match = places.get(placeOf(other, r));
      if (match === undefined) continue;
      same++;
      const [a, c] = [row(one.bank, match), row(other.bank, r)];
      for (const [i, value] of a.entries()) {
        largest = Math.max(largest, Math.abs(value));
        apart = Math.max(apart, Math.abs(value - (c[i] ?? NaN)));
      }
    }
    return {
      level: one.level,
      rows: [one.bank.rows, other.bank.rows],
      sameRows: same / Math.max(one.bank.rows, other.bank.rows),
      largestDifference: largest === 0 ? 0 : apart / largest,
      coveringRadius: one.coveringRadius === 0 ? 1 : other.coveringRadius / one.coveringRadius,
    };
  });
}

function banksOf(part: Part): readonly LevelBank[] {
  return viewsOf(part).flatMap(({ banks }) => banks);
}

/** Picture, augmentation and patch that a row was seen at. */
function placeOf({ pictures, augmentations, positions }: LevelBank, r: number): string {
  return [pictures[r], augmentations[r], positions[r]].join();
}
