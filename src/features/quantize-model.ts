import { ModelError } from '../errors.ts';
import { quantizeConvolutions, quantizedValues, type ValueRange } from '../graph/quantize.ts';
import type { RgbImage } from '../image/rgb-image.ts';
import type { Runtime } from '../runtime.ts';
import { createBackbone } from './backbone.ts';
import { describeModel, readModelInfo } from './model-info.ts';

/** How a model is quantized. */
export interface QuantizeOptions {
  /** Computes the model as it is. */
  readonly runtime: Runtime;
  /** For people; by default that of the model with what was done. */
  readonly name?: string;
  /** Of the file, for messages. */
  readonly file?: string;
}

/** Share of a value's elements at either end that may be cut off, in each picture. */
const CUT_SHARE = 1e-4;

/** Into how many intervals a value is sorted. */
const INTERVALS = 4096;

/**
 * Makes a model whose convolutions are computed in integers (`quantizeConvolutions()`), with ranges
 * as they are on some pictures: of each picture all but a ten-thousandth at either end, and of these
 * ranges what holds them all.
 *
 * @param bytes - A model file, shape [length].
 * @param squares - Pictures as the model takes them, shape [S, S, 3] each.
 * @returns The model file, shape [length].
 * @throws {@link ModelError} if it is no model file, it has no convolution to quantize, or there are no pictures.
 */
export async function quantizeModel(
  bytes: Uint8Array,
  squares: AsyncIterable<RgbImage>,
  { runtime, name, file }: QuantizeOptions,
): Promise<Uint8Array> {
  const { sha256, ...model } = readModelInfo(bytes, file);
  const values = quantizedValues(bytes, model.name);
  const levels = values.map((value) => ({ name: value, channels: 1 }));
  const backbone = await createBackbone(runtime, bytes, values, { ...model, levels, sha256 });
  const ranges = new Map<string, ValueRange>();
  let pictures = 0;
  try {
    for await (const square of squares) {
      const maps = await backbone.run(square, values);
      for (const [i, { data }] of maps.entries()) {
        ranges.set(values[i], union(ranges.get(values[i]), rangeOf(data)));
      }
      pictures++;
    }
  } finally {
    await backbone.release();
  }
  if (pictures === 0) {
    throw new ModelError(
      model.name,
      'there are no pictures to take ranges from: expected some of good parts',
      'Name pictures such as the model is to see.',
    );
  }
  return describeModel(quantizeConvolutions(bytes, ranges, model.name), {
    ...model,
    name: name ?? `${model.name}, int8`,
    provenance: `${model.provenance}; convolutions quantized, ranges of ${pictures} pictures, from the model ${sha256.slice(0, 12)}`,
  });
}

function union(a: ValueRange | undefined, b: ValueRange): ValueRange {
  return a ? { low: Math.min(a.low, b.low), high: Math.max(a.high, b.high) } : b;
}

/** Where all but a share of the elements at either end lie, to an interval. */
function rangeOf(data: Float32Array): ValueRange {
  let low = Infinity;
  let high = -Infinity;
  for (const value of data) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (!(high > low)) return { low, high };
  const counts = new Uint32Array(INTERVALS);
  const perUnit = INTERVALS / (high - low);
  for (const value of data) counts[Math.min(Math.trunc((value - low) * perUnit), INTERVALS - 1)]++;
  const spare = data.length * CUT_SHARE;
  const width = (high - low) / INTERVALS;
  const below = intervalsWithin(counts, spare);
  const above = intervalsWithin(counts.toReversed(), spare);
  return { low: low + below * width, high: high - above * width };
}

/** How many of the first intervals hold no more than `spare` elements together. */
function intervalsWithin(counts: Uint32Array, spare: number): number {
  let sum = 0;
  return counts.findIndex((count) => (sum += count) > spare);
}
