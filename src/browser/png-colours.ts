import type { Samples } from '../picture-file/samples.ts';
import { channelsOf, type PngHeader } from './png-header.ts';

/** What chunks say of the colours of a PNG. */
export interface PngColours {
  /** R, G, B of each index, shape [n, 3]. */
  readonly palette: Uint8Array;
  /** Alpha of each index, or the colour that is transparent; undefined if there is none. */
  readonly transparency: Uint8Array | undefined;
}

const PALETTE = 3;

/**
 * Samples as grey or RGB of 8 or 16 bits, with alpha where the file has some.
 *
 * @param values - As the file has them, shape [height, width, channels].
 * @throws {@link Error} if a pixel has a colour that the palette has not.
 */
export function colourful(
  values: Uint8Array | Uint16Array,
  header: PngHeader,
  { palette, transparency }: PngColours,
): Samples {
  const { width, height, bits, colourType } = header;
  const size = { width, height };
  if (colourType === PALETTE) return { ...size, ...painted(values, palette, transparency) };
  const channels = channelsOf(header);
  const isAlpha = channels % 2 === 0;
  const grown = bits < 8 ? values.map((value) => (value * 255) / (2 ** bits - 1)) : values;
  if (transparency === undefined || isAlpha) return { ...size, data: grown, channels, isAlpha };
  const key = Array.from({ length: channels }, (_, c) => uint16At(transparency, c));
  const data = withKey({ values, grown, channels }, key, bits === 16 ? 65535 : 255);
  return { ...size, data, channels: channels + 1, isAlpha: true };
}

function painted(
  values: Uint8Array | Uint16Array,
  palette: Uint8Array,
  alphas: Uint8Array | undefined,
): Pick<Samples, 'data' | 'channels' | 'isAlpha'> {
  const channels = alphas === undefined ? 3 : 4;
  const data = new Uint8Array(values.length * channels);
  for (const [i, value] of values.entries()) {
    if (value * 3 + 3 > palette.length) throw new Error('a pixel has a colour beyond its palette');
    data.set(palette.subarray(value * 3, value * 3 + 3), i * channels);
    if (alphas !== undefined) data[i * channels + 3] = alphas[value] ?? 255;
  }
  return { data, channels, isAlpha: alphas !== undefined };
}

/** Adds alpha: 0 where all samples of a pixel are those of the key. */
function withKey(
  {
    values,
    grown,
    channels,
  }: {
    readonly values: Uint8Array | Uint16Array;
    readonly grown: Uint8Array | Uint16Array;
    readonly channels: number;
  },
  key: readonly number[],
  opaque: number,
): Uint8Array | Uint16Array {
  const pixels = values.length / channels;
  const length = pixels * (channels + 1);
  const data = opaque === 255 ? new Uint8Array(length) : new Uint16Array(length);
  for (let pixel = 0; pixel < pixels; pixel++) {
    const from = pixel * channels;
    const isKey = key.every((sample, c) => values[from + c] === sample);
    data.set(grown.subarray(from, from + channels), pixel * (channels + 1));
    data[pixel * (channels + 1) + channels] = isKey ? 0 : opaque;
  }
  return data;
}

function uint16At(bytes: Uint8Array, i: number): number {
  return ((bytes[2 * i] ?? 0) << 8) | (bytes[2 * i + 1] ?? 0);
}
