/** Large parts with small defects, seen in tiles: one map, one verdict. */
import { describe, expect, it } from 'vitest';
import type { RgbImage } from '../../src/image/rgb-image.ts';
import { enroll } from '../../src/inspection/enrolment.ts';
import type { Inspection } from '../../src/inspection/inspection.ts';
import { Inspector } from '../../src/inspection/inspector.ts';
import { decodePart, encodePart } from '../../src/inspection/part-file.ts';
import type { Part } from '../../src/inspection/part.ts';
import { findModel } from '../../src/node/runtime/model-lookup.ts';
import { nodeRuntime } from '../../src/node/runtime/runtime.ts';
import { renderPart } from '../../src/synthetic/index.ts';

const runtime = nodeRuntime({ threads: 1 });
const { bytes: model } = await findModel();
const SIZE = 640;
const options = { runtime, model };
const settings = { augment: [], pose: 'fixed', enlarge: 'none' } as const;

function board(seed: number): RgbImage {
  const kind = 'circuit-board';
  return renderPart({ kind, seed, size: SIZE, pose: 'small' }).image;
}

/** The picture with a striped speck of some pixels. */
function speckled(image: RgbImage, centreX: number, centreY: number, side = 20): RgbImage {
  const data = image.data.slice();
  for (let y = centreY - side / 2; y < centreY + side / 2; y++) {
    const start = 3 * (y * SIZE + centreX - side / 2);
    data.fill(y % 4 < 2 ? 250 : 20, start, start + 3 * side);
  }
  return { ...image, data };
}

async function judged(part: Part, images: readonly RgbImage[]): Promise<Inspection[]> {
  const inspector = await Inspector.create(part, options);
  try {
    const all: Inspection[] = [];
    for (const image of images) all.push(await inspector.inspect(image));
    return all;
  } finally {
    await inspector.release();
  }
}

const pictures = [1, 2, 3].map((seed) => ({ name: `${seed}.png`, image: board(seed) }));
const learn = (tiles: number): Promise<Part> =>
  enroll(pictures, { ...options, settings: { ...settings, tiles } });

describe('a large part with a small defect', async () => {
  const tiled = await learn(2);
  const good = board(9);
  // In a corner of the board, and in the middle, where all four tiles meet.
  const shown = [good, speckled(good, 120, 130), speckled(good, SIZE / 2, SIZE / 2)];

  it('is found in tiles, in a corner and where tiles meet, and fades without', async () => {
    const [pass, corner, seam] = await judged(tiled, shown);
    const [, whole] = await judged(await learn(1), shown);
    expect([pass.verdict, corner.verdict, seam.verdict]).toEqual(['pass', 'fail', 'fail']);
    expect(whole.verdict).toBe('pass');
    for (const [{ regions }, place] of [[corner, 120] as const, [seam, SIZE / 2] as const]) {
      const [{ x, width }] = regions;
      expect(x).toBeLessThanOrEqual(place + 5);
      expect(x + width).toBeGreaterThanOrEqual(place - 5);
    }
    expect(pass.map.data).toHaveLength(SIZE * SIZE);
    expect(pass.objects).toBeUndefined();
  }, 300_000);

  it('has a map without a seam', async () => {
    const [{ map }] = await judged(tiled, [good]);
    const steps = Array.from({ length: SIZE - 1 }, (_, x) => {
      let sum = 0;
      for (let y = 0; y < SIZE; y++) {
        sum += Math.abs(map.data[y * SIZE + x + 1] - map.data[y * SIZE + x]);
      }
      return sum;
    });
    expect(steps[SIZE / 2 - 1]).toBeLessThan(Math.max(...steps.slice(40, 280)));
  }, 300_000);

  it('stays what it is in a file, and counts pictures, not tiles', async () => {
    expect(tiled.settings).toMatchObject({ size: 224, tiles: 2, tileOverlap: 32 });
    expect(tiled.support[0].image).toMatchObject({ width: 416, height: 416 });
    expect(tiled.calibration).toMatchObject({ pictures: 3 });
    const learned = tiled.calibration.leaveOneOut.map(({ sha256 }) => sha256);
    expect(new Set(learned).size).toBe(3);
    const again = decodePart(encodePart(tiled), 'a.part');
    const [before] = await judged(tiled, shown.slice(1, 2));
    const [after] = await judged(again, shown.slice(1, 2));
    expect(after.score).toBe(before.score);
  }, 300_000);

  it('looks where it is told to', async () => {
    const include = [
      [0.05, 0.05],
      [0.95, 0.05],
      [0.95, 0.6],
      [0.05, 0.6],
    ] as const;
    const lookArea = { include, ignore: [], mask: null };
    const part = await enroll(pictures, {
      ...options,
      settings: { ...settings, tiles: 2 },
      lookArea,
    });
    const below = speckled(good, 320, 520);
    const [plain, beside, within] = await judged(part, [good, below, shown[1]]);
    expect(beside.score).toBe(plain.score);
    expect(within.verdict).toBe('fail');
  }, 300_000);
});
