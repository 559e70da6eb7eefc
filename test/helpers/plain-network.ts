/** Layers of networks as their definitions say, in loops and float64: what graphs are held against. */

/** An array with its sizes, row-major. */
export interface Plain {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}

/** How a window moves. */
export interface PlainWindow {
  readonly stride?: number;
  readonly padding?: number;
  readonly groups?: number;
}

/** Convolution of [B, C, H, W] by [K, C / groups, k, k]. */
export function plainConv(x: Plain, weights: Plain, window: PlainWindow = {}): Plain {
  const { groups = 1 } = window;
  const [filters, depth, side] = weights.shape;
  return overWindows(x, { ...window, filters, side }, (at, k) => {
    const first = Math.floor(k / (filters / groups)) * depth;
    let sum = 0;
    for (let i = 0; i < depth * side * side; i++) {
      const [c, u, v] = [Math.floor(i / (side * side)), Math.floor(i / side) % side, i % side];
      sum += weights.data[k * depth * side * side + i] * (at(first + c, u, v) ?? 0);
    }
    return sum;
  });
}

/** Largest of 3×3 at every second position of [B, C, H, W]. */
export function plainMaxPool(x: Plain): Plain {
  const window = { stride: 2, padding: 1, filters: x.shape[1], side: 3 };
  return overWindows(x, window, (at, k) => {
    const covered = Array.from(
      { length: 9 },
      (_, i) => at(k, Math.floor(i / 3), i % 3) ?? -Infinity,
    );
    return Math.max(...covered);
  });
}

/** max(x, 0). */
export function plainRelu(x: Plain): Plain {
  return { shape: x.shape, data: Array.from(x.data, (value) => Math.max(value, 0)) };
}

/** a + b. */
export function plainAdd(a: Plain, b: Plain): Plain {
  return { shape: a.shape, data: Array.from(a.data, (value, i) => value + b.data[i]) };
}

/** Batch normalization of [B, C, H, W] by running statistics, each of shape [C]. */
export function plainNorm(x: Plain, [scale, bias, mean, variance]: readonly Plain[]): Plain {
  return eachChannel(
    x,
    (value, c) =>
      ((value - mean.data[c]) * scale.data[c]) / Math.sqrt(variance.data[c] + 1e-5) + bias.data[c],
  );
}

/** x + b in each channel of [B, C, H, W]. */
export function plainBias(x: Plain, bias: Plain): Plain {
  return eachChannel(x, (value, c) => value + bias.data[c]);
}

/** x · s in each channel of [B, C, H, W]. */
export function plainScale(x: Plain, scale: Plain): Plain {
  return eachChannel(x, (value, c) => value * scale.data[c]);
}

/** Layer normalization over the channels of each position of [B, C, H, W]. */
export function plainChannelNorm(x: Plain, scale: Plain, bias: Plain): Plain {
  const [, channels] = x.shape;
  return overChannels(x, channels, (values, k) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / channels;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / channels;
    return ((values[k] - mean) / Math.sqrt(variance + 1e-6)) * scale.data[k] + bias.data[k];
  });
}

/** A linear layer at each position of [B, C, H, W]; weights of shape [K, C]. */
export function plainLinear(x: Plain, weights: Plain, bias: Plain): Plain {
  const [filters, depth] = weights.shape;
  return overChannels(x, filters, (values, k) =>
    values.reduce((sum, value, c) => sum + value * weights.data[k * depth + c], bias.data[k]),
  );
}

/** x Φ(x). */
export function plainGelu(x: Plain): Plain {
  return {
    shape: x.shape,
    data: Array.from(x.data, (value) => (value * (1 + erf(value / Math.SQRT2))) / 2),
  };
}

/** By its Taylor series, which is exact enough below 4. */
function erf(x: number): number {
  let [sum, term] = [0, x];
  for (let n = 0; n < 80; n++) {
    sum += term / (2 * n + 1);
    term *= -(x * x) / (n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

function eachChannel(x: Plain, change: (value: number, channel: number) => number): Plain {
  const [, channels, height, width] = x.shape;
  const channelOf = (i: number): number => Math.floor(i / (height * width)) % channels;
  return { shape: x.shape, data: Array.from(x.data, (value, i) => change(value, channelOf(i))) };
}

/** Makes `filters` numbers of the channels of each position. */
function overChannels(
  x: Plain,
  filters: number,
  make: (values: readonly number[], k: number) => number,
): Plain {
  const [, channels] = x.shape;
  return overWindows(x, { filters, side: 1 }, (at, k) =>
    make(
      Array.from({ length: channels }, (_, c) => at(c, 0, 0) ?? NaN),
      k,
    ),
  );
}

/** `undefined` beyond the edge. */
type Look = (channel: number, row: number, column: number) => number | undefined;

function overWindows(
  { shape: [batch, channels, height, width], data }: Plain,
  window: PlainWindow & { readonly filters: number; readonly side: number },
  make: (at: Look, k: number) => number,
): Plain {
  const { stride = 1, padding = 0, filters, side } = window;
  const [rows, columns] = [height, width].map((n) =>
    Math.floor((n + 2 * padding - side) / stride + 1),
  );
  const result = Array.from({ length: batch * filters * rows * columns }, (_, i) => {
    const [b, k] = [Math.floor(i / (filters * rows * columns)), Math.floor(i / (rows * columns))];
    const [top, left] = [Math.floor(i / columns) % rows, i % columns];
    return make((c, u, v) => {
      const [y, x] = [top * stride - padding + u, left * stride - padding + v];
      if (y < 0 || x < 0 || y >= height || x >= width) return undefined;
      return data[((b * channels + c) * height + y) * width + x];
    }, k % filters);
  });
  return { shape: [batch, filters, rows, columns], data: result };
}
