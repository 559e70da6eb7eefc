/**
 * Tells near copies from different pictures: makes copies of good pictures as they come about (a file
 * saved again, a frame a moment later), and holds their distances against those of all pairs of
 * pictures of a category; docs/calibration.md and `NEAR_COPY` cite its result.
 *
 * Run: npx tsx studies/near-copies.ts --help
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { UsageError } from '../src/errors.ts';
import { INPUT, NEAR_COPY } from '../src/hyperparameters.ts';
import { crop } from '../src/image/draw.ts';
import { Likeness } from '../src/image/likeness.ts';
import { resizeBilinear } from '../src/image/resize.ts';
import type { RgbImage } from '../src/image/rgb-image.ts';
import { thumbnailOf } from '../src/image/thumbnail.ts';
import { decodeImage, readImage } from '../src/node/image/image-decoder.ts';
import { encodeJpeg } from '../src/node/image/image-encoder.ts';
import { expandPictures } from '../src/node/inspection/pictures.ts';
import { seededRandom } from '../src/random.ts';
import { dataPath } from './data-folders.ts';
import { runStudy, toNumbers } from './study.ts';

const studyOptions = {
  pictures: {
    type: 'number',
    value: 'N',
    default: 300,
    min: 2,
    whole: true,
    help: 'most good pictures of a category',
  },
  copied: {
    type: 'number',
    value: 'N',
    default: 12,
    min: 1,
    whole: true,
    help: 'pictures that copies are made of, a category',
  },
  seeds: { type: 'string', value: 'N,…', default: '0', help: 'of the noise' },
} as const;

/** Pairs that a result names, a category: the nearest of those called copies, and of the others. */
const NAMED = 20;
/** Standard deviation of a camera's noise, levels. */
const NOISE = 2;

type Random = ReturnType<typeof seededRandom>;
type Maker = (image: RgbImage, random: Random) => Promise<readonly [RgbImage, RgbImage]>;

const savedAgain = (quality: number): Maker => {
  return async (image) => [image, await asJpeg(image, quality)];
};
const moved = (x: number, y: number): Maker => {
  return (image) => Promise.resolve([windowOf(image, 0, 0), windowOf(image, x, y)]);
};

/** Two pictures of one thing. */
const MAKERS: Readonly<Record<string, Maker>> = {
  'JPEG 95': savedAgain(95),
  'JPEG 80': savedAgain(80),
  'JPEG 60': savedAgain(60),
  'moved by 1 px': moved(1, 0),
  'moved by 2 px': moved(0, 2),
  'moved by 2 px both ways': moved(2, 2),
  noise: (image, random) => Promise.resolve([noisy(image, random), noisy(image, random)]),
  '1 % brighter': (image) => Promise.resolve([image, brighter(image, 1.01)]),
  '10 % darker': (image) => Promise.resolve([image, brighter(image, 0.9)]),
  'half the size': (image) =>
    Promise.resolve([image, resizeBilinear(image, image.width >> 1, image.height >> 1)]),
  'all at once': async (image, random) => [
    noisy(windowOf(image, 0, 0), random),
    await asJpeg(brighter(noisy(windowOf(image, 2, 1), random), 1.01), 75),
  ],
};

const pairSchema = z.object({
  distance: z.number(),
  names: z.tuple([z.string(), z.string()]),
});

const categorySchema = z.object({
  folder: z.string(),
  pictures: z.int(),
  /** Distances of the copies, by what was done. */
  copies: z.record(z.string(), z.array(z.number())),
  /** Distances of pairs of pictures at some quantiles. */
  pairs: z.record(z.string(), z.number()),
  /** Pairs that are told to be copies. */
  pairsCalledCopies: z.int(),
  nearestCopies: z.array(pairSchema),
  nearestOthers: z.array(pairSchema),
});
type Category = z.infer<typeof categorySchema>;

await runStudy({
  file: 'near-copies.ts',
  summary: 'Measure how near copies are to a picture, and how near different pictures are',
  usage: 'CATEGORY… [options]',
  details: 'CATEGORY is a folder with train/good and test/good, below FEWGOOD_DATA or absolute.',
  examples: [
    'npx tsx studies/near-copies.ts permissive/wood permissive/hexnut --out results/near-copies.json',
  ],
  options: studyOptions,
  run: async ({ options: { pictures, copied, ...options }, args, begin }) => {
    if (args.length === 0) {
      throw new UsageError('Cannot study no category', 'Name folders with train/good.');
    }
    const seeds = toNumbers('seeds', options.seeds);
    const record = await begin({ pictures: args, seeds, runtime: 'none' });
    const categories: Category[] = [];
    for (const folder of args) {
      const category = await record.step(folder, categorySchema, () =>
        measure(folder, { pictures, copied, seeds }),
      );
      categories.push(category);
      console.log(describe(category));
    }
    await record.finish({ ...NEAR_COPY, categories });
  },
});

async function measure(
  folder: string,
  { pictures, copied, seeds }: { pictures: number; copied: number; seeds: readonly number[] },
): Promise<Category> {
  const folders = ['train', 'test']
    .map((split) => join(dataPath(folder), split, 'good'))
    .filter((path) => existsSync(path));
  const files = await expandPictures(folders);
  const random = seededRandom(seeds[0] ?? 0).fork('near-copies');
  const copies: Record<string, number[]> = {};
  const all: { name: string; likeness: Likeness }[] = [];
  for (const [i, { path }] of files.slice(0, pictures).entries()) {
    const image = await readImage(path);
    all.push({ name: path.slice(dataPath(folder).length + 1), likeness: likenessOf(image) });
    if (i >= copied) continue;
    for (const [what, make] of Object.entries(MAKERS)) {
      const [one, other] = await make(image, random);
      (copies[what] ??= []).push(rounded(likenessOf(one).distanceTo(likenessOf(other))));
    }
  }
  const pairs = all.flatMap((one, i) =>
    all.slice(i + 1).map((other) => ({
      distance: one.likeness.distanceTo(other.likeness),
      isCopy: one.likeness.isCopyOf(other.likeness),
      names: [one.name, other.name] as [string, string],
    })),
  );
  pairs.sort((a, b) => a.distance - b.distance);
  const at = (share: number): number =>
    rounded(pairs[Math.floor(share * (pairs.length - 1))]?.distance ?? NaN);
  return {
    folder,
    pictures: all.length,
    copies,
    pairs: { least: at(0), '0.1 %': at(0.001), '1 %': at(0.01), median: at(0.5), most: at(1) },
    pairsCalledCopies: pairs.filter(({ isCopy }) => isCopy).length,
    nearestCopies: named(pairs.filter(({ isCopy }) => isCopy)),
    nearestOthers: named(pairs.filter(({ isCopy }) => !isCopy)),
  };
}

/** The first pairs as a result names them. */
function named(pairs: readonly z.infer<typeof pairSchema>[]): z.infer<typeof pairSchema>[] {
  return pairs
    .slice(0, NAMED)
    .map(({ distance, names }) => ({ distance: rounded(distance), names }));
}

/** As a part sees it that was learned with default settings. */
function likenessOf(image: RgbImage): Likeness {
  return new Likeness(thumbnailOf(resizeBilinear(image, INPUT.size, INPUT.size)));
}

/** A window that can be moved by two pixels. */
function windowOf(image: RgbImage, x: number, y: number): RgbImage {
  return crop(image, { x, y, width: image.width - 2, height: image.height - 2 });
}

async function asJpeg(image: RgbImage, quality: number): Promise<RgbImage> {
  return decodeImage(await encodeJpeg(image, quality), 'a copy');
}

function noisy(image: RgbImage, random: Random): RgbImage {
  return mapLevels(image, (level) => level + NOISE * random.normal());
}

function brighter(image: RgbImage, factor: number): RgbImage {
  return mapLevels(image, (level) => level * factor);
}

function mapLevels(image: RgbImage, change: (level: number) => number): RgbImage {
  const levels = Uint8ClampedArray.from(image.data, change);
  return { ...image, data: new Uint8Array(levels.buffer) };
}

function rounded(distance: number): number {
  return Number(distance.toFixed(3));
}

function describe({ folder, copies, pairs, pairsCalledCopies, nearestOthers }: Category): string {
  const [most] = Object.entries(copies)
    .map(([what, distances]) => ({ what, distance: Math.max(...distances) }))
    .toSorted((a, b) => b.distance - a.distance);
  const near = nearestOthers
    .slice(0, 5)
    .map(({ distance, names }) => `${distance} ${names.join(' ')}`);
  return [
    `${folder}: copies within ${most?.distance} (${most?.what}), pairs ${JSON.stringify(pairs)}`,
    `  ${pairsCalledCopies} called copies; nearest of the others ${near.join('; ')}`,
  ].join('\n');
}
