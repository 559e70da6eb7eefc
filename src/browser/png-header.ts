import { pngChunks, uint32At } from '../picture-file/png-chunks.ts';

/** What the first chunk says. */
export interface PngHeader {
  readonly width: number;
  readonly height: number;
  /** Bits a sample: 1, 2, 4, 8 or 16. */
  readonly bits: number;
  /** 0 grey, 2 RGB, 3 palette, 4 grey with alpha, 6 RGB with alpha. */
  readonly colourType: number;
  readonly isInterlaced: boolean;
}

/** Samples a pixel by colour type, and the depths that it may have. */
const COLOUR_TYPES: ReadonlyMap<number, readonly [channels: number, depths: readonly number[]]> =
  new Map([
    [0, [1, [1, 2, 4, 8, 16]]],
    [2, [3, [8, 16]]],
    [3, [1, [1, 2, 4, 8]]],
    [4, [2, [8, 16]]],
    [6, [4, [8, 16]]],
  ]);

/**
 * The header of a PNG, shape [size].
 *
 * @throws {@link Error} if it is none that the standard has.
 */
export function readPngHeader(bytes: Uint8Array): PngHeader {
  const [{ kind, body } = { kind: '', body: new Uint8Array() }] = pngChunks(bytes);
  if (kind !== 'IHDR' || body.length !== 13) throw new Error('it does not begin with its header');
  const [bits, colourType] = [Number(body[8]), Number(body[9])];
  const [width, height] = [uint32At(body, 0), uint32At(body, 4)];
  const isKnown = COLOUR_TYPES.get(colourType)?.[1].includes(bits) ?? false;
  // Compression and filters of one kind each; interlaced or not.
  const methods = body.subarray(10).join();
  if (!isKnown || (methods !== '0,0,0' && methods !== '0,0,1'))
    throw new Error('its header is none that the standard has');
  if (width === 0 || height === 0) throw new Error('it has no pixels');
  return { width, height, bits, colourType, isInterlaced: methods === '0,0,1' };
}

/** Samples a pixel in the file. */
export function channelsOf({ colourType }: Pick<PngHeader, 'colourType'>): number {
  return COLOUR_TYPES.get(colourType)?.[0] ?? 1;
}
