import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { mapsOf, type Method } from '../../src/evaluation/methods/method.ts';
import { nearestPatch } from '../../src/evaluation/methods/nearest-patch.ts';
import { padim } from '../../src/evaluation/methods/padim.ts';
import { patchcore } from '../../src/evaluation/methods/patchcore.ts';
import { regad } from '../../src/evaluation/methods/regad.ts';
import { subspace } from '../../src/evaluation/methods/subspace.ts';
import { seededRandom } from '../../src/random.ts';
import { symmetricEigen } from '../../src/tensor/symmetric-eigen.ts';
import { floatArray, readFixture } from '../helpers/fixture.ts';
import { type MethodMaps, readMethodMaps } from '../helpers/method-maps.ts';
import { describeOnRuntimes } from '../helpers/runtimes.ts';

const results = z.array(z.object({ score: z.number(), map: floatArray }));
const expected = readFixture(
  'methods/expected',
  z.object({
    patchcore: z.object({ first: z.int(), whole: results, tenth: results }),
    padim: z.object({ channels: z.array(z.int()), some: results, all: results }),
    regad: z.object({ fine: results, middle: results }),
    nearestPatch: results,
    subspace: z.object({ half: results, most: results }),
  }),
);
const eigen = readFixture(
  'methods/eigen',
  z.object({ cases: z.array(z.object({ matrix: floatArray, values: z.array(z.number()) })) }),
);

describeOnRuntimes('methods against PyTorch, SciPy and scikit-learn', (runtime) => {
  const maps = readMethodMaps(runtime);
  const { channels } = expected.padim;
  it.each([
    [
      'PatchCore of the whole bank',
      patchcore.create({ samplingRatio: 1 }),
      expected.patchcore.whole,
    ],
    ['PatchCore of a coreset', patchcore.create(), expected.patchcore.tenth],
    ['PaDiM of chosen channels', padim.create({ channels }), expected.padim.some],
    ['PaDiM of all channels', padim.create(), expected.padim.all],
    ['RegAD on the finest grid', regad.create(), expected.regad.fine],
    ['RegAD on a coarser grid', regad.create({ ceiling: 20 }), expected.regad.middle],
    ['nearest patches', nearestPatch.create(), expected.nearestPatch],
    ['half the variance', subspace.create({ explainedVariance: 0.5 }), expected.subspace.half],
    ['90 % of the variance', subspace.create({ explainedVariance: 0.9 }), expected.subspace.most],
  ])('%s: scores and maps agree to 1e-5', async (_, method, golden) => {
    const actual = await scoreAll(method, maps);
    actual.forEach(({ score, map }, i) => {
      expect(Math.abs(score / golden[i].score - 1)).toBeLessThan(1e-5);
      expect(largestRelative(map, golden[i].map.data)).toBeLessThan(1e-5);
    });
  });

  it('starts the coreset where the fixture does', () => {
    const { support, tests, context } = maps;
    const patches = mapsOf(tests[0], ['fine'])[0].height ** 2 * support.length;
    const first = seededRandom(context.seed).fork('coreset/fine+middle').below(patches);
    expect(first).toBe(expected.patchcore.first);
  });
});

describe('symmetricEigen() against numpy.linalg.eigvalsh', () => {
  it.each(eigen.cases)('agrees to 1e-12 of the largest value', ({ matrix, values }) => {
    const actual = symmetricEigen(Float64Array.from(matrix.data), values.length).values;
    values.forEach((value, i) => {
      expect(Math.abs(actual[i] - value) / values[0]).toBeLessThan(1e-12);
    });
  });
});

async function scoreAll(method: Method, { support, tests, context }: MethodMaps) {
  const fitted = await method.fit(support, context);
  const scored = [];
  for (const picture of tests) scored.push(await fitted.score(picture));
  await fitted.release();
  return scored;
}

function largestRelative(actual: Float32Array, golden: Float32Array): number {
  expect(actual.length).toBe(golden.length);
  return Math.max(...actual.map((value, i) => Math.abs(value - golden[i]) / golden[i]));
}
