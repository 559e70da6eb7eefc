import type { Manual } from './command.ts';
import { scaleOptions } from './size-options.ts';

/** Options of `fewgood part scale`. */
export const partScaleOptions = {
  ...scaleOptions,
  none: { type: 'boolean', help: 'forget scale and least area' },
  json: { type: 'boolean', help: 'print one JSON object' },
} as const;

/** The help of `fewgood part scale`. */
export const partScaleManual: Manual<typeof partScaleOptions> = {
  usage: 'PART [options]',
  details: `Says how large defects are, and which are too small to fail a picture (docs/regions.md). No score
    changes by it, so nothing is learned again. What no option names stays as it is.`,
  examples: [
    'fewgood part scale bolt.part --scale 12.5',
    'fewgood part scale bolt.part --scale-from "80,60 880,60=50" --min-area 0.2mm2',
    'fewgood part scale bolt.part --min-area none',
  ],
  options: partScaleOptions,
};
