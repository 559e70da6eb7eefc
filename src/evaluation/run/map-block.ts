/**
 * Feature maps of many pictures, side by side in one array that threads share, or in one file where
 * memory does not suffice.
 *
 * @module
 */
import type { FeatureMap } from '../../features/patch-features.ts';
import type { PictureMaps } from '../methods/method.ts';

/** Extent of a level's map, [C, H, W]. */
export interface MapShape {
  readonly name: string;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

/** Maps of pictures 0 to count - 1, all levels of one picture after another. */
export interface MapBlock {
  readonly levels: readonly MapShape[];
  readonly count: number;
  /** Shared memory, or the name of a file of float32 values. */
  readonly storage: SharedArrayBuffer | string;
}

/** Files of float32 values; the platform implements it. */
export interface MapFiles {
  /** Fills `into` with the values from `offset` on, counted in values. */
  read(file: string, offset: number, into: Float32Array): Promise<void>;
  /** Writes values from `offset` on, counted in values; makes the file if there is none. */
  write(file: string, offset: number, values: Float32Array): Promise<void>;
  /** Deletes a file, if it is there. */
  remove(file: string): Promise<void>;
}

const FLOAT_BYTES = 4;

/** Values of the maps of one picture. */
function mapValues(levels: readonly MapShape[]): number {
  return levels.reduce((sum, level) => sum + valuesOf(level), 0);
}

/** Bytes of the maps of `count` pictures. */
export function mapBytes(levels: readonly MapShape[], count: number): number {
  return mapValues(levels) * count * FLOAT_BYTES;
}

/** A block in memory. */
export function sharedBlock(levels: readonly MapShape[], count: number): MapBlock {
  return { levels, count, storage: new SharedArrayBuffer(mapBytes(levels, count)) };
}

/**
 * Writes the maps of one picture.
 *
 * @param maps - One a level of the block, in their order, each of shape [C, H, W].
 */
export async function storeMaps(
  { levels, storage }: MapBlock,
  index: number,
  maps: readonly FeatureMap[],
  files: MapFiles,
): Promise<void> {
  const size = mapValues(levels);
  const isFile = typeof storage === 'string';
  const values = isFile ? new Float32Array(size) : picture(storage, index, size);
  let offset = 0;
  for (const { data } of maps) {
    values.set(data, offset);
    offset += data.length;
  }
  if (isFile) await files.write(storage, index * size, values);
}

/** Reads the maps of one picture; from memory they are views. */
export async function loadMaps(
  { levels, storage }: MapBlock,
  index: number,
  files: MapFiles,
): Promise<PictureMaps> {
  const size = mapValues(levels);
  const isFile = typeof storage === 'string';
  const values = isFile ? new Float32Array(size) : picture(storage, index, size);
  if (isFile) await files.read(storage, index * size, values);
  const maps = new Map<string, FeatureMap>();
  let offset = 0;
  for (const level of levels) {
    const { name, channels, height, width } = level;
    const data = values.subarray(offset, offset + valuesOf(level));
    maps.set(name, { data, channels, height, width });
    offset += data.length;
  }
  return maps;
}

function valuesOf({ channels, height, width }: MapShape): number {
  return channels * height * width;
}

function picture(storage: SharedArrayBuffer, index: number, size: number): Float32Array {
  return new Float32Array(storage, index * size * FLOAT_BYTES, size);
}
