/** State dicts of narrow vision transformers: `values_of` of tools/golden/vision_transformers.py. */
import { z } from 'zod';
import type { StateDict } from '../../src/weights/state-dict.ts';
import { seededArray } from './seeded-array.ts';

/** Keys and shapes of a state dict, as fixtures hold them. */
export const vitArrays: z.ZodType<readonly { key: string; shape: readonly number[] }[]> = z.array(
  z.object({ key: z.string(), shape: z.array(z.int()) }),
);

/** A state dict of given keys and shapes. */
export function vitState(seed: number, arrays: z.infer<typeof vitArrays>): StateDict {
  return new Map(
    arrays.map(({ key, shape }) => {
      const data = seededArray(seed, key, shape, rangeOf(key, shape));
      return [key, { shape, data }];
    }),
  );
}

function rangeOf(key: string, shape: readonly number[]): readonly [number, number] {
  if (/(cls_token|register_tokens|mask_token|position_embeddings|pos_embed)$/.test(key)) {
    return [-1, 1];
  }
  if (shape.length > 1) {
    const inputs = shape.slice(1).reduce((product, size) => product * size, 1);
    return [-Math.sqrt(3 / inputs), Math.sqrt(3 / inputs)];
  }
  return /(weight|lambda1|gamma)$/.test(key) ? [0.5, 1.5] : [-0.3, 0.3];
}
