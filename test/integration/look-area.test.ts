/** A part that looks at some of its pictures: what lies elsewhere never matters, what is looked at always can. */
import { describe, expect, it } from 'vitest';
import { cornersOf, type LookArea } from '../../src/image/look-area.ts';
import type { RgbImage } from '../../src/image/rgb-image.ts';
import { Inspector } from '../../src/inspection/inspector.ts';
import { decodePart, encodePart } from '../../src/inspection/part-file.ts';
import type { Part } from '../../src/inspection/part.ts';
import type { Runtime } from '../../src/runtime.ts';
import {
  comparingSettings,
  drawParts,
  otherModel,
  smallModel,
  smallPart,
} from '../helpers/small-part.ts';
import { painted } from '../helpers/painted.ts';
import { describeOnRuntimes } from '../helpers/runtimes.ts';

const AREA: LookArea = {
  include: cornersOf({ x: 0.05, y: 0.05, width: 0.9, height: 0.9 }),
  ignore: [cornersOf({ x: 0.6, y: 0.6, width: 0.3, height: 0.3 })],
  mask: { data: Uint8Array.of(1, 1, 1, 1, 1, 1, 0, 1, 1), width: 3, height: 3 },
};

/** Whether a pixel of a picture is looked at, plainly. */
function isLooked(x: number, y: number): boolean {
  const isWithin = x >= 0.05 && x < 0.95 && y >= 0.05 && y < 0.95;
  const isIgnored = x >= 0.6 && x < 0.9 && y >= 0.6 && y < 0.9;
  return isWithin && !isIgnored && !(x < 1 / 3 && y >= 2 / 3);
}

/** Of a pixel's column and row, what is said of its middle in shares of the sides. */
function byShares(
  { width, height }: RgbImage,
  isMeant: (x: number, y: number) => boolean,
): (x: number, y: number) => boolean {
  return (x, y) => isMeant((x + 0.5) / width, (y + 0.5) / height);
}

async function learn(runtime: Runtime, companions: readonly Uint8Array[] = []): Promise<Part> {
  const options = { runtime, settings: comparingSettings, lookArea: AREA, companions };
  return smallPart(drawParts({ count: 3 }), options);
}

async function inspectorOf(part: Part, runtime: Runtime): Promise<Inspector> {
  const companions = part.companions.map(() => otherModel());
  return Inspector.create(part, { runtime, model: smallModel(), companions });
}

describeOnRuntimes('an inspector of a part with a look area', (_single, create) => {
  const runtime = create(1);

  it('judges the same whatever is where nobody looks', async () => {
    const inspector = await inspectorOf(await learn(runtime), runtime);
    const [{ image }] = drawParts({ seed: 9, count: 1 });
    const before = await inspector.inspect(image);
    for (const seed of [1, 2, 3]) {
      const after = await inspector.inspect(
        painted(
          image,
          seed,
          byShares(image, (x, y) => !isLooked(x, y)),
        ),
      );
      expect({ ...after, map: [...after.map.data] }).toEqual({
        ...before,
        map: [...before.map.data],
      });
    }
    await inspector.release();
  });

  it('sees what is there where somebody looks, and shows it there alone', async () => {
    const inspector = await inspectorOf(await learn(runtime), runtime);
    const [{ image }] = drawParts({ seed: 9, count: 1 });
    const before = await inspector.score(image);
    const inside = painted(
      image,
      4,
      byShares(image, (x, y) => isLooked(x, y) && x < 0.5 && y < 0.5),
    );
    const after = await inspector.score(inside);
    expect(after.score).toBeGreaterThan(before.score);
    const { map, regions } = await inspector.inspect(inside);
    const beyond = Array.from(map.data, (value, i) => {
      const [x, y] = [(i % map.width) + 0.5, Math.floor(i / map.width) + 0.5];
      return isLooked(x / map.width, y / map.height) ? 0 : value;
    });
    expect(Math.max(...beyond)).toBe(0);
    for (const { x, y, width, height } of regions) {
      expect(Math.min(x, y)).toBeGreaterThanOrEqual(4);
      expect(Math.max(x + width, y + height)).toBeLessThanOrEqual(92);
    }
    await inspector.release();
  });
});

describeOnRuntimes('a part with a look area', (_single, create) => {
  const runtime = create(1);

  it('has nothing in its banks that is not looked at', async () => {
    const whole = await smallPart(drawParts({ count: 3 }), {
      runtime,
      settings: comparingSettings,
    });
    const part = await learn(runtime);
    const [bank] = part.banks;
    const plain = [...bank.positions].filter((_, r) => bank.augmentations[r] === 0);
    expect(plain.length).toBeGreaterThan(0);
    for (const position of plain) {
      const column = (position % bank.gridWidth) + 0.5;
      const row = Math.floor(position / bank.gridWidth) + 0.5;
      // Of the square, which shows nine tenths of the picture.
      const [x, y] = [column / bank.gridWidth, row / bank.gridHeight].map((at) => 0.05 + 0.9 * at);
      // Just within the corners of the patch.
      const margin = 0.44 / bank.gridWidth;
      const isNear = [-margin, margin].some((dx) =>
        [-margin, margin].some((dy) => isLooked(x + dx, y + dy)),
      );
      expect(isNear).toBe(true);
    }
    expect(bank.bank.rows).toBeLessThanOrEqual(whole.banks[0].bank.rows);
    expect(part.calibration.threshold).toBeGreaterThan(0);
  });

  it('is the same part once it was saved, also of two models', async () => {
    const part = await learn(runtime, [otherModel()]);
    const saved = decodePart(encodePart(part), 'saved.part');
    expect(saved.lookArea).toEqual(part.lookArea);
    expect(encodePart(saved)).toEqual(encodePart(part));
    // Runs the self-test.
    const inspector = await inspectorOf(saved, runtime);
    await inspector.release();
  });

  it('refuses an area of which nothing is left', async () => {
    const ignore = [cornersOf({ x: 0, y: 0, width: 1, height: 1 })];
    const lookArea = { include: null, ignore, mask: null };
    const learning = smallPart(drawParts({ count: 2 }), { runtime, lookArea });
    await expect(learning).rejects.toMatchObject({ code: 'ARGUMENT_RANGE' });
  });
});

describe('a part without a look area', () => {
  it('says nothing of one in its file', async () => {
    const bytes = encodePart(await smallPart(drawParts({ count: 2 })));
    expect(new TextDecoder().decode(bytes.subarray(0, 20_000))).not.toContain('lookArea');
  });
});
