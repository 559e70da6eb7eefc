import { SPREAD } from '../hyperparameters.ts';
import type { Augmentation } from '../image/augmentation.ts';
import type { Size } from '../image/rgb-image.ts';
import type { LevelBank } from './part.ts';

/**
 * Weighs distances to bank rows by how much good parts differ there: d becomes 3 m · d / (e + 2 m),
 * where e is the distance of the row's own patch from what the other support pictures show, and m the
 * median of all e. A patch of which all good parts have the same counts up to half as much again; one
 * that varies counts less.
 *
 * @param spreads - Of each support picture, distance of each patch of the plain picture from the bank
 *   without it, shape [gridHeight · gridWidth].
 * @param augmentations - Of the bank's copies: e of a turned copy is that of where it was before.
 * @returns The bank with a weight a row.
 */
export function weighRows(
  bank: LevelBank,
  spreads: readonly Float32Array[],
  augmentations: readonly Augmentation[],
): LevelBank {
  const all = Float32Array.from(spreads.flatMap((some) => [...some])).toSorted();
  const median = all[all.length >> 1];
  if (!(median > 0)) return bank;
  const size = { width: bank.gridWidth, height: bank.gridHeight };
  const offset = SPREAD.medians * median;
  const weights = Float32Array.from(bank.pictures, (picture, r) => {
    const patch = patchBefore(bank.positions[r], augmentations[bank.augmentations[r]], size);
    return (median + offset) / (spreads[picture][patch] + offset);
  });
  return { ...bank, weights };
}

/** The patch of the plain picture that a copy shows at a patch; the nearest one at the borders. */
function patchBefore(
  patch: number,
  { degrees = 0, isMirrored = false }: Augmentation,
  { width, height }: Size,
): number {
  const [centreX, centreY] = [(width - 1) / 2, (height - 1) / 2];
  const x = (patch % width) - centreX;
  const y = Math.floor(patch / width) - centreY;
  const angle = (degrees * Math.PI) / 180;
  const turnedX = Math.cos(angle) * x - Math.sin(angle) * y;
  const turnedY = Math.sin(angle) * x + Math.cos(angle) * y;
  const column = Math.round((isMirrored ? -turnedX : turnedX) + centreX);
  const row = Math.round(turnedY + centreY);
  return Math.min(Math.max(row, 0), height - 1) * width + Math.min(Math.max(column, 0), width - 1);
}
