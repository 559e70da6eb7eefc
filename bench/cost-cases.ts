/**
 * What is varied to see how cost grows.
 *
 * @module
 */
import { describeModel, readModelInfo } from '../src/features/model-info.ts';
import type { PartSettings } from '../src/inspection/settings.ts';

/** One part whose cost is measured. */
export interface CostCase {
  /** Its name, also for `--only`; what is before the comma is what is varied. */
  readonly key: string;
  readonly shots: number;
  /** How many models the part has. */
  readonly models: number;
  readonly settings: Partial<PartSettings>;
}

/** What cases have unless it is what is varied. */
const USUAL = { shots: 4, models: 1, settings: { enlarge: 'none' } } as const;

/** All cases: pictures, pixels, rows and models, one varied at a time. */
export const COST_CASES: readonly CostCase[] = [
  ...[1, 2, 4, 8, 16, 32, 64].map((shots) => ({ ...USUAL, key: `pictures, ${shots}`, shots })),
  ...[224, 320, 448, 640, 896].map((size) => {
    return { ...USUAL, key: `pixels, ${size}`, settings: { size } };
  }),
  ...([16, 'all'] as const).flatMap((retrieve) =>
    [1000, 4000, 10_000, 50_000, 100_000, 200_000].map((bankCeiling) => ({
      ...USUAL,
      key: `rows with ${retrieve} copies met, ${bankCeiling}`,
      // As many patches as are needed: 8 pictures have some 300,000 of them.
      shots: 8,
      settings: { ...USUAL.settings, samplingRatio: 1, bankCeiling, retrieve },
    })),
  ),
  ...[1, 2, 3, 4, 5, 6, 7, 8].map((models) => ({ ...USUAL, key: `models, ${models}`, models })),
];

/** Models that differ in their names alone, as nothing but their number is to be varied. */
export function namesakes(model: Uint8Array, count: number): Uint8Array[] {
  const { sha256: _own, ...description } = readModelInfo(model);
  return Array.from({ length: count }, (_, i) =>
    i === 0
      ? model
      : describeModel(model, { ...description, name: `${description.name} ${i + 1}` }),
  );
}
