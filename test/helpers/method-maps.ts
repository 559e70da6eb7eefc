/** The feature maps that tools/golden/methods.py made, as methods take them. */
import { z } from 'zod';
import type {
  MethodContext,
  PictureMaps,
  SupportMaps,
} from '../../src/evaluation/methods/method.ts';
import { rgbImage } from '../../src/image/rgb-image.ts';
import type { Runtime } from '../../src/runtime.ts';
import { floatArray, readFixture } from './fixture.ts';

const maps = z.record(z.string(), floatArray).transform(
  (levels): PictureMaps =>
    new Map(
      Object.entries(levels).map(([level, { data, shape }]) => {
        const [channels, height, width] = shape;
        return [level, { data, channels, height, width }];
      }),
    ),
);
const schema = z.object({
  size: z.int(),
  levels: z.record(z.string(), z.int()),
  defaultLevels: z.array(z.string()),
  support: z.array(z.record(z.string(), maps)),
  tests: z.array(maps),
});

/** A support set, test pictures, and what methods learn under. */
export interface MethodMaps {
  readonly support: readonly SupportMaps[];
  readonly tests: readonly PictureMaps[];
  readonly context: MethodContext;
}

/** Reads `test/fixtures/methods/maps.json`. */
export function readMethodMaps(runtime: Runtime): MethodMaps {
  const { size, levels, defaultLevels, support, tests } = readFixture('methods/maps', schema);
  return {
    support: support.map((variants, i) => ({
      picture: { name: `${i}.png`, sha256: `${i}`, image: rgbImage(new Uint8Array(3), 1, 1) },
      variants: new Map(Object.entries(variants)),
    })),
    tests,
    context: {
      runtime,
      model: {
        name: 'random maps',
        input: 'image',
        levels: Object.entries(levels).map(([name, channels]) => ({ name, channels })),
        defaultLevels,
        preprocessing: { mean: [0, 0, 0], std: [1, 1, 1], size, colourOrder: 'rgb' },
        licence: 'CC0-1.0',
        provenance: 'tools/golden/methods.py',
        sha256: '0'.repeat(64),
      },
      size,
      seed: 0,
    },
  };
}
