import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { createBackbone } from '../../src/features/backbone.ts';
import { readModelInfo } from '../../src/features/model-info.ts';
import { importStateDict } from '../../src/features/state-dict-import.ts';
import { GraphBuilder } from '../../src/graph/builder.ts';
import { toPlanar } from '../../src/image/planar.ts';
import { backboneStages } from '../../src/nn/backbone.ts';
import { trainableLayers } from '../../src/nn/trainable-layers.ts';
import { readImage } from '../../src/node/index.ts';
import { dataPath, weightsPath } from '../../studies/data-folders.ts';
import type { StateDict } from '../../src/weights/state-dict.ts';
import { floatArray, readFixture } from '../helpers/fixture.ts';
import { operand, runModel } from '../helpers/run-graph.ts';
import { describeOnRuntimes } from '../helpers/runtimes.ts';
import { seededArray, seededState } from '../helpers/seeded-array.ts';
import { needsOf } from '../helpers/shared-data.ts';

const description = { name: 'test', licence: 'CC0-1.0', provenance: 'a test' };

const golden = readFixture(
  'nn/efficientnet-lite2',
  z.object({
    madeBy: z.object({ seed: z.int() }),
    shape: z.array(z.int()),
    maps: z.record(z.string(), floatArray),
  }),
);

describeOnRuntimes('EfficientNet-Lite2', (runtime) => {
  const { seed } = golden.madeBy;

  it("has the PyTorch port's maps", async () => {
    const { model, unused } = importStateDict('efficientnet-lite2', seeded(seed), description);
    expect(unused).toEqual([]);
    const values = seededArray(seed, 'picture', golden.shape);
    const outputs = await runModel(runtime, model, { input: operand(golden.shape, values) });
    expect(Object.keys(outputs)).toEqual(['b3', 'b6', 'b14']);
    for (const [name, { shape, data }] of Object.entries(golden.maps)) {
      expect(outputs[name].shape).toEqual(shape);
      expect(distance(outputs[name].values, data), `level ${name}`).toBeLessThan(1e-5);
    }
  });
});

/** Weights by the golden script's rule, of every key that the network takes. */
function seeded(seed: number): StateDict {
  const layers = trainableLayers(new GraphBuilder(), { isFrozen: () => true });
  const input = layers.g.input('input', [1, 3, 64, 64]);
  backboneStages(layers, input, { network: 'efficientnet-lite2' });
  return seededState(seed, [...layers.parameters.values(), ...layers.statistics.values()]);
}

/**
 * Half precision of the weights: measured 0.4 to 1.5 % of a map's length. A wrong padding, channel
 * order or preprocessing gives over 10 %.
 */
const HALF_PRECISION = 0.02;

/** The stages of the published network in single precision, by another conversion. */
const reference = weightsPath('efficientnet_lite2_stages.onnx');
const folders = ['mvtec/bottle', 'mvtec/screw', 'permissive/wood', 'measure/casting'].map((set) =>
  dataPath(join(set, 'test/good')),
);

describeOnRuntimes('fewgood-efficientnet-lite2.onnx', (runtime) => {
  const needs = needsOf(reference, ...folders);
  const packaged = readFileSync(
    new URL('../../models/fewgood-efficientnet-lite2.onnx', import.meta.url),
  );

  it('asks for the pictures that the network was trained with', () => {
    const { preprocessing, levels, defaultLevels } = readModelInfo(packaged);
    const { mean, std } = preprocessing;
    // black and white become −127/128 and 1
    expect([0, 1].map((x) => (x - mean[0]) / std[0])).toEqual([
      expect.closeTo(-127 / 128, 12),
      expect.closeTo(1, 12),
    ]);
    expect([...mean, ...std]).toEqual([mean[0], mean[0], mean[0], std[0], std[0], std[0]]);
    expect(levels.map(({ name, channels }) => [name, channels])).toEqual([
      ['b3', 24],
      ['b6', 48],
      ['b14', 120],
    ]);
    expect(defaultLevels).toEqual(['b6', 'b14']);
  });

  it.skipIf(needs.areMissing).each(needs.areMissing ? [''] : folders)(
    `has the published network's maps of a picture in %s${needs.note}`,
    async (folder) => {
      const [first] = readdirSync(folder).toSorted();
      const image = await readImage(join(folder, first));
      const { width, height, data } = toPlanar(image);
      const input = operand(
        [1, 3, height, width],
        data.map((x) => (255 * x - 127) / 128),
      );
      const expected = await runModel(runtime, readFileSync(reference), { image: input });
      const levels = ['b3', 'b6', 'b14'];
      const backbone = await createBackbone(runtime, packaged, levels);
      const maps = await backbone.run({ width, height, data }, levels);
      await backbone.release();
      levels.forEach((name, i) => {
        const { shape, values } = expected[`stage_end_${name}`];
        const { channels, ...map } = maps[i];
        expect([1, channels, map.height, map.width]).toEqual(shape);
        expect(distance(map.data, values), `level ${name}`).toBeLessThan(HALF_PRECISION);
      });
    },
  );
});

/** Length of the difference, as a share of what is expected. */
function distance(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let [error, length] = [0, 0];
  for (let i = 0; i < expected.length; i++) {
    error += (actual[i] - expected[i]) ** 2;
    length += expected[i] ** 2;
  }
  return Math.sqrt(error / length);
}
