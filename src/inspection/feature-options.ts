import type { FeatureOptions } from '../features/feature-extractor.ts';
import type { PatchOptions } from '../features/patch-features.ts';
import { tiledSide } from '../features/tiles.ts';
import type { PartSettings } from './settings.ts';

/** How a part's settings make patch features of feature maps. */
export function patchOptionsOf({
  neighbourhood,
  fusion,
}: Pick<PartSettings, 'neighbourhood' | 'fusion'>): PatchOptions {
  const isApart = fusion === 'max' || fusion === 'mean';
  return { neighbourhood, join: isApart ? 'apart' : fusion };
}

/** What a part's settings ask of a model. */
export function featureOptionsOf(
  settings: Pick<PartSettings, 'levels' | 'neighbourhood' | 'fusion' | 'tiles' | 'tileOverlap'>,
): FeatureOptions {
  const { levels, tiles, tileOverlap } = settings;
  return { ...patchOptionsOf(settings), levels, tiling: { tiles, tileOverlap } };
}

/** What decides how large the square is that a picture is laid into; without tiles there is one. */
export interface SquareSettings
  extends Pick<PartSettings, 'size'>, Partial<Pick<PartSettings, 'tiles' | 'tileOverlap'>> {}

/** Side S of the square that a picture is laid into, pixels: that of the model's input, or of all its tiles. */
export function squareSide({ size, tiles = 1, tileOverlap = 0 }: SquareSettings): number {
  return tiledSide(size, { tiles, tileOverlap });
}

/** The tiles of a square, for a person; nothing where there is one. */
export function tilesWords({ size, tiles }: Pick<PartSettings, 'size' | 'tiles'>): string {
  return tiles === 1 ? '' : `, ${tiles} × ${tiles} tiles of ${size}`;
}

/** Names of the banks that a part has: of each level, or of all joined. */
export function bankNames({ levels, fusion }: Pick<PartSettings, 'levels' | 'fusion'>): string[] {
  return fusion === 'max' || fusion === 'mean' ? [...levels] : [levels.join('+')];
}

/** Whether a part's settings ask for the copies of its support set. */
export function needsCopies({
  retrieve,
  reverse,
  presence,
}: Pick<PartSettings, 'retrieve' | 'reverse' | 'presence'>): boolean {
  return retrieve !== 'all' || reverse > 0 || presence === 'check';
}
