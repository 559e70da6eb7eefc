import type { FeatureOptions } from '../features/feature-extractor.ts';
import type { PatchOptions } from '../features/patch-features.ts';
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
  settings: Pick<PartSettings, 'levels' | 'neighbourhood' | 'fusion'>,
): FeatureOptions {
  return { ...patchOptionsOf(settings), levels: settings.levels };
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
