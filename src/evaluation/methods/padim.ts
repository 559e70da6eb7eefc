import { PADIM, SCORE } from '../../hyperparameters.ts';
import { identity } from '../../image/augmentation.ts';
import { peakOf } from '../../inspection/leave-one-out.ts';
import { fitGaussianGrid } from '../../memory-bank/gaussian-grid.ts';
import { seededRandom } from '../../random.ts';
import type { Matrix } from '../../tensor/matrix.ts';
import { stackLevels } from './embedding.ts';
import { gridMethod, type GridOptions } from './grid-method.ts';
import { levelNames, type Method } from './method.ts';

/** Options of {@link padim}. */
export interface PadimOptions extends GridOptions {
  /** How many channels are drawn, or which ones are kept. */
  readonly channels: number | readonly number[];
  /** ε, added to the diagonal of each covariance. */
  readonly regularization: number;
}

/**
 * PaDiM: at each position of the finest level, a Gaussian of the plain pictures' features, all levels
 * joined and channels drawn at random (III-A, III-B); Mahalanobis distance, whose largest value on
 * the smoothed map is the image score (III-C).
 *
 * @param options - What differs.
 */
export function padim(options: Partial<PadimOptions> = {}): Method {
  const complete: PadimOptions = {
    channels: PADIM.channels,
    regularization: PADIM.regularization,
    sigma: SCORE.sigma,
    ...options,
  };
  const { channels, regularization } = complete;
  return gridMethod({
    name: 'padim',
    source: 'PaDiM (Defard et al., ICPR 2021, arXiv:2011.08785), III',
    options: { ...complete },
    augmentations: [identity],
    levels: levelNames,
    embed: (maps, seed) => {
      const { features, ...grid } = stackLevels(maps);
      return {
        features: gatherColumns(features, drawChannels(channels, features.cols, seed)),
        ...grid,
      };
    },
    learn: (runtime, features) => fitGaussianGrid(runtime, features, regularization),
    score: (_, map) => peakOf(map),
  });
}

function drawChannels(
  channels: PadimOptions['channels'],
  width: number,
  seed: number,
): readonly number[] {
  if (typeof channels !== 'number') return channels;
  return seededRandom(seed).fork('channels').sample(width, Math.min(channels, width));
}

/** Some columns, copied: shape [N, D] -> [N, columns.length]. */
function gatherColumns({ data, rows, cols }: Matrix, columns: readonly number[]): Matrix {
  const gathered = new Float32Array(rows * columns.length);
  for (let start = 0, at = 0; start < data.length; start += cols) {
    for (const column of columns) gathered[at++] = data[start + column];
  }
  return { data: gathered, rows, cols: columns.length };
}
