import { PADIM } from '../../hyperparameters.ts';
import type { FeatureMap } from '../../features/patch-features.ts';
import { identity } from '../../image/augmentation.ts';
import { peakOf } from '../../inspection/leave-one-out.ts';
import { filledRows } from '../../inspection/looked-patches.ts';
import { SETTINGS } from '../../inspection/settings.ts';
import { either, integer, listOf, positive } from '../../inspection/value-kind.ts';
import { fitGaussianGrid } from '../../memory-bank/gaussian-grid.ts';
import { seededRandom } from '../../random.ts';
import { stackLevels } from './embedding.ts';
import { gridMethod, type GridOptions } from './grid-method.ts';
import { levelNames } from './method.ts';
import { defineMethod, type MethodEntry } from './method-entry.ts';

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
 */
export const padim: MethodEntry = defineMethod<PadimOptions>({
  name: 'padim',
  source: 'PaDiM (Defard et al., ICPR 2021, arXiv:2011.08785), III',
  options: {
    channels: {
      kind: either(
        integer(1),
        listOf(integer(0), { unit: 'channels', expected: 'numbers of channels' }),
        'an integer of at least 1, or numbers of channels',
      ),
      default: PADIM.channels,
    },
    regularization: { kind: positive(Infinity, 'n'), default: PADIM.regularization },
    sigma: SETTINGS.sigma,
    levels: SETTINGS.levels,
  },
  make: (options) =>
    gridMethod({
      options,
      augmentations: [identity],
      levels: levelNames,
      embed: (maps, seed) => {
        const width = maps.reduce((sum, map) => sum + map.channels, 0);
        return stackLevels(keepChannels(maps, drawChannels(options.channels, width, seed)));
      },
      learn: (runtime, patches) =>
        fitGaussianGrid(runtime, patches.map(filledRows), options.regularization),
      score: (_, map) => peakOf(map),
    }),
});

function drawChannels(
  channels: PadimOptions['channels'],
  width: number,
  seed: number,
): readonly number[] {
  if (typeof channels !== 'number') return channels;
  return seededRandom(seed).fork('channels').sample(width, Math.min(channels, width));
}

/** Some channels, numbered over all levels, copied; levels of which none is kept are left out. */
function keepChannels(maps: readonly FeatureMap[], channels: readonly number[]): FeatureMap[] {
  let first = 0;
  const selection = maps.map(({ data, height, width, channels: count }) => {
    const own = channels.map((c) => c - first).filter((c) => c >= 0 && c < count);
    first += count;
    const area = height * width;
    const planes = new Float32Array(own.length * area);
    for (const [to, from] of own.entries()) {
      planes.set(data.subarray(from * area, (from + 1) * area), to * area);
    }
    return { data: planes, channels: own.length, height, width };
  });
  return selection.filter((map) => map.channels > 0);
}
