/**
 * Which patches of a picture count where only some of it is looked at. What is not looked at was filled
 * with one colour before the network, so that nothing of it reaches a patch; here its patches are left out.
 *
 * @module
 */
import type { PatchFeatures, PictureFeatures } from '../features/patch-features.ts';
import type { Augmentation } from '../image/augmentation.ts';
import type { Size } from '../image/rgb-image.ts';
import { gatherRows, type Matrix } from '../tensor/matrix.ts';
import { type LevelVariants, NO_PATCH, type PictureVariants } from './support-features.ts';

/** Share of a patch's cell from which on it counts. */
const LEAST_SHARE = 0.5;

/** By square and grid, for as long as the squares are kept: one part looks at the same of every picture. */
const known = new WeakMap<Uint8Array, Map<string, Uint8Array>>();
/** By what {@link lookedPatches} gave, which nobody changes: they are asked for with every picture and level. */
const knownRows = new WeakMap<Uint8Array, Uint32Array>();
const knownStandIns = new WeakMap<Uint8Array, Map<number, Uint32Array>>();

/**
 * The patches that count: those of whose cell at least half is looked at; where no cell is, those of
 * which most is.
 *
 * @param looked - Not zero where is looked, shape [S, S].
 * @param size - Side S in pixels.
 * @returns 1 for each that counts, shape [grid.height · grid.width].
 */
export function lookedPatches(looked: Uint8Array, size: number, grid: Size): Uint8Array {
  const ofSquare = known.get(looked) ?? new Map<string, Uint8Array>();
  known.set(looked, ofSquare);
  const key = `${grid.width} × ${grid.height}`;
  const patches = ofSquare.get(key) ?? countPatches(looked, size, grid);
  ofSquare.set(key, patches);
  return patches;
}

function countPatches(looked: Uint8Array, size: number, { width, height }: Size): Uint8Array {
  const counts = new Float64Array(width * height);
  const cells = new Float64Array(width * height);
  for (let y = 0, i = 0; y < size; y++) {
    const row = Math.floor(((y + 0.5) * height) / size) * width;
    for (let x = 0; x < size; x++, i++) {
      const cell = row + Math.floor(((x + 0.5) * width) / size);
      cells[cell]++;
      if (looked[i] !== 0) counts[cell]++;
    }
  }
  const shares = counts.map((count, cell) => count / Math.max(cells[cell], 1));
  const most = shares.reduce((max, share) => Math.max(max, share), 0);
  const least = Math.min(LEAST_SHARE, most);
  return Uint8Array.from(shares, (share) => (share > 0 && share >= least ? 1 : 0));
}

/**
 * Of each patch the nearest that counts, which is itself where it does; {@link NO_PATCH} where none does.
 *
 * @param patches - 1 for each that counts, shape [N]; must not change any more.
 * @param width - Columns of the grid.
 * @returns The same array for the same patches, shape [N].
 */
export function standIns(patches: Uint8Array, width: number): Uint32Array {
  const ofWidth = knownStandIns.get(patches) ?? new Map<number, Uint32Array>();
  knownStandIns.set(patches, ofWidth);
  const nearest = ofWidth.get(width) ?? findStandIns(patches, width);
  ofWidth.set(width, nearest);
  return nearest;
}

function findStandIns(patches: Uint8Array, width: number): Uint32Array {
  const counted = countedRows(patches);
  return Uint32Array.from(patches, (counts, p) => {
    if (counts !== 0) return p;
    const [x, y] = [p % width, Math.floor(p / width)];
    let [best, least] = [NO_PATCH, Infinity];
    for (const other of counted) {
      const distance = ((other % width) - x) ** 2 + (Math.floor(other / width) - y) ** 2;
      if (distance < least) [best, least] = [other, distance];
    }
    return best;
  });
}

/**
 * Numbers of the patches that count, ascending.
 *
 * @param patches - 1 for each that counts, shape [N]; must not change any more.
 * @returns The same array for the same patches, shape [n].
 */
export function countedRows(patches: Uint8Array): Uint32Array {
  const rows =
    knownRows.get(patches) ?? Uint32Array.from([...patches.keys()].filter((p) => patches[p] !== 0));
  knownRows.set(patches, rows);
  return rows;
}

/**
 * Values of the patches that count over the whole grid: the others have that of the nearest one, so that
 * a map does not fade towards them.
 *
 * @param values - One for each that counts, shape [n].
 * @param patches - 1 for each that counts, shape [N].
 * @returns Shape [N].
 */
export function spread(values: Float32Array, patches: Uint8Array, width: number): Float32Array {
  const at = new Uint32Array(patches.length);
  for (const [i, row] of countedRows(patches).entries()) at[row] = i;
  return Float32Array.from(standIns(patches, width), (p) => (p === NO_PATCH ? 0 : values[at[p]]));
}

/** The features of the patches that count, shape [n, D]. */
export function lookedRows({ features, looked }: PatchFeatures): Matrix {
  return looked === undefined ? features : gatherRows(features, countedRows(looked));
}

/**
 * The features of a picture, of which some count.
 *
 * @param looked - Not zero where is looked, shape [S, S]; null where that is everywhere.
 * @param size - Side S in pixels.
 */
export function lookAt(
  { levels, coarse }: PictureFeatures,
  looked: Uint8Array | null,
  size: number,
): PictureFeatures {
  if (looked === null) return { levels, coarse };
  const ofLevel = (level: PatchFeatures): PatchFeatures => lookAtPatches(level, looked, size);
  return { levels: levels.map(ofLevel), coarse: blanked(ofLevel(coarse)) };
}

/**
 * The features of one level of a picture, of which some count.
 *
 * @param looked - Not zero where is looked, shape [S, S]; null where that is everywhere.
 * @param size - Side S in pixels.
 */
export function lookAtPatches(
  patches: PatchFeatures,
  looked: Uint8Array | null,
  size: number,
): PatchFeatures {
  return looked === null ? patches : { ...patches, looked: lookedPatches(looked, size, patches) };
}

/** The features of all patches, shape [N, D]: those that do not count have that of the nearest one that does. */
export function filledRows({ features, looked, width }: PatchFeatures): Matrix {
  if (looked === undefined) return features;
  const rows = standIns(looked, width).map((row, p) => (row === NO_PATCH ? p : row));
  return gatherRows(features, rows);
}

/** With rows of zeros for what does not count: they tell descriptors, and part files, which these are. */
function blanked(patches: PatchFeatures): PatchFeatures {
  const { data, cols } = patches.features;
  const blank = data.slice();
  for (const [row, counts] of patches.looked?.entries() ?? []) {
    if (counts === 0) blank.fill(0, row * cols, (row + 1) * cols);
  }
  return { ...patches, features: { ...patches.features, data: blank } };
}

/**
 * The features of a support picture under its augmentations, of which some count: views move what is
 * looked at with the picture. Rows that do not count hold those of the nearest that does, which a coreset
 * has no reason to choose.
 *
 * @param augmentations - One a variant.
 * @param looked - Of the plain picture, shape [S, S]; null where it is looked at everywhere.
 * @param size - Side S in pixels.
 */
export function lookAtVariants(
  { levels, coarse }: PictureVariants,
  augmentations: readonly Augmentation[],
  looked: Uint8Array | null,
  size: number,
): PictureVariants {
  if (looked === null) return { levels, coarse };
  const squares = augmentations.map((one) => augmentedLook(looked, one, size));
  const withLooked = (level: LevelVariants): LevelVariants => {
    const patches = level.height * level.width;
    const all = new Uint8Array(patches * squares.length);
    for (const [a, square] of squares.entries()) {
      all.set(lookedPatches(square, size, level), a * patches);
    }
    return { ...level, looked: all };
  };
  return {
    levels: levels.map((level) => withStandIns(withLooked(level))),
    coarse: blankedVariants(withLooked(coarse)),
  };
}

function blankedVariants(coarse: LevelVariants): LevelVariants {
  return { ...coarse, features: blanked(coarse).features };
}

/**
 * Where is looked in a picture that was augmented.
 *
 * @param looked - Of the plain picture, shape [S, S].
 * @param size - Side S in pixels.
 * @returns Not zero where is looked, shape [S, S].
 */
export function augmentedLook(
  looked: Uint8Array,
  { changes, apply }: Augmentation,
  size: number,
): Uint8Array {
  if (changes !== 'view') return looked;
  const plane = Float32Array.from(looked, (value) => (value === 0 ? 0 : 1));
  const data = new Float32Array(3 * plane.length);
  for (let channel = 0; channel < 3; channel++) data.set(plane, channel * plane.length);
  const moved = apply({ data, width: size, height: size });
  return Uint8Array.from(moved.data.subarray(0, plane.length), (value) => (value >= 0.5 ? 1 : 0));
}

function withStandIns(level: LevelVariants): LevelVariants {
  const { features, looked, width, height } = level;
  if (looked === undefined) return level;
  const patches = width * height;
  const rows = new Uint32Array(looked.length);
  for (let first = 0; first < looked.length; first += patches) {
    const ofVariant = standIns(looked.subarray(first, first + patches), width);
    for (const [p, row] of ofVariant.entries()) {
      rows[first + p] = row === NO_PATCH ? NO_PATCH : first + row;
    }
  }
  const own = rows.map((row, p) => (row === NO_PATCH ? p : row));
  return { ...level, features: gatherRows(features, own), standIns: rows };
}
