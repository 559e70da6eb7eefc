import { readFile, writeFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { composeTray } from '../../studies/composed-tray.ts';
import { LayoutLearning } from '../../src/objects/learn-layout.ts';
import { splitObjects } from '../../src/objects/split-objects.ts';
import { runScript, useFolder } from '../cli/harness.ts';
import { plainImage } from '../helpers/report-sample.ts';
import { drawParts, smallModel } from '../helpers/small-part.ts';

const folder = useFolder();
beforeAll(() => writeFile(folder('small.onnx'), smallModel()));

describe('studies/trays.ts', () => {
  it('counts trays, and holds verdicts against what lies there', async () => {
    const out = folder('trays.json');
    const words = '--kinds washer --counted 2 --judged 1 --confirmed 7 --out'.split(' ');
    const env = { FEWGOOD_MODEL: folder('small.onnx') };
    const { code, log } = await runScript('studies/trays.ts', [...words, out], { env });
    expect({ code, log }).toMatchObject({ code: 0 });
    const confirmed = z.looseObject({ objects: z.int(), isGuaranteed: z.boolean(), good: z.int() });
    const runSchema = z.looseObject({ kind: z.string(), trays: z.int(), good: z.int(), confirmed });
    const result = z.looseObject({ runs: z.array(runSchema) });
    const { runs } = result.parse(JSON.parse(await readFile(out, 'utf8')));
    expect(runs).toMatchObject([{ kind: 'washer', trays: 3 }]);
    expect(runs[0].good).toBeGreaterThan(0);
    // Two trays of six, judged again by the part that knows them.
    expect(runs[0].confirmed).toMatchObject({
      objects: 12,
      isGuaranteed: false,
      good: runs[0].good,
    });
  });
});

describe('composeTray()', () => {
  it('leaves no seams between pictures of different light', () => {
    const { data } = composeTray([plainImage(8, 6, 120), null, plainImage(8, 6, 90)], 3);
    expect(data).toEqual(new Uint8Array(24 * 6 * 3).fill(120));
  });

  it('leaves none between pictures whose light falls off to the edges', () => {
    const side = 80;
    const [bright, dark] = [40, 70].map((fall) => {
      const shade = (i: number): number => {
        const [x, y] = [(i % side) / side - 0.5, Math.floor(i / side) / side - 0.5];
        return 150 - Math.round(fall * (x * x + y * y));
      };
      const data = Uint8Array.from({ length: 3 * side * side }, (_, i) => shade(Math.floor(i / 3)));
      return { data, width: side, height: side };
    });
    const { data, width } = composeTray([bright, dark, null, bright], 2);
    const across = Array.from({ length: side }, (_, y) => {
      const at = 3 * (y * width + side);
      return Math.abs(data[at] - data[at - 3]);
    });
    expect(Math.max(...across)).toBeLessThanOrEqual(1);
  });

  it('makes trays of which each part is an object', () => {
    const pictures = drawParts({ count: 3 }).map(({ image }) => image);
    const learning = new LayoutLearning({ objects: 3, area: null });
    const tray = composeTray([...pictures, null], 2);
    learning.add('tray.png', tray);
    const boxes = splitObjects(tray, learning.layout()).map(({ box }) => box);
    expect(boxes.map(({ x, y }) => [Math.floor(x / 96), Math.floor(y / 96)])).toEqual([
      [0, 0],
      [1, 0],
      [0, 1],
    ]);
  });
});
