import { GraphBuilder } from '../graph/builder.ts';
import { matMul } from '../graph/operators/matmul.ts';
import { serializeModel } from '../graph/serialize.ts';
import type { Random } from '../random.ts';
import type { Runtime } from '../runtime.ts';
import { type Matrix, matrix } from '../tensor/matrix.ts';
import { matrixTensor } from '../tensor/matrix-tensor.ts';

/**
 * A Gaussian random projection: distances stay the same in expectation, and nearly so for every pair
 * (Johnson and Lindenstrauss). Features that are no wider than `width` are returned as they are,
 * since there is nothing to save.
 *
 * @param features - Shape [N, D].
 * @param width - Wanted width W.
 * @param random - Draws D · W normal numbers.
 * @returns A matrix of shape [N, min(D, W)].
 */
export async function project(
  runtime: Runtime,
  features: Matrix,
  width: number,
  random: Random,
): Promise<Matrix> {
  const { rows, cols } = features;
  if (cols <= width) return features;
  const scale = 1 / Math.sqrt(width);
  const directions = Float32Array.from({ length: cols * width }, () => random.normal() * scale);

  const g = new GraphBuilder();
  const x = g.input('features', ['n', cols]);
  g.output('projected', matMul(g, x, g.constant(directions, [cols, width])));
  const session = await runtime.createSession(serializeModel(g));
  const projected = matrix(new Float32Array(rows * width), rows, width);
  await session.run(
    { features: matrixTensor(runtime, features) },
    { projected: matrixTensor(runtime, projected) },
  );
  await session.release();
  return projected;
}
