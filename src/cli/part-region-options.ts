import type { Manual } from './command.ts';
import { modelOptions, runtimeOptions } from './common-options.ts';
import { lookOptions } from './look-options.ts';
import { pictureOptions } from './picture-options.ts';

/** Options of `fewgood part region`. */
export const partRegionOptions = {
  ...lookOptions,
  none: { type: 'boolean', help: 'look at whole pictures again' },
  'drop-confirmed': {
    type: 'boolean',
    help: 'take the confirmed pictures back: the part holds no pixels of them to score again',
  },
  json: { type: 'boolean', help: 'print one JSON object' },
  ...pictureOptions,
  ...modelOptions,
  ...runtimeOptions,
} as const;

/** The help of `fewgood part region`. */
export const partRegionManual: Manual<typeof partRegionOptions> = {
  usage: 'PART [options]',
  details: `Learns the part again from its good pictures as it holds them, looking at less of them. Shapes that
    are ignored are added to those that are; --region and --mask replace the ones before. What the part
    does not hold cannot be looked at: more than before, and another cut-out, need the good pictures, and
    are refused; enrol the part again with them. Confirmed pictures must be confirmed again.`,
  examples: [
    'fewgood part region box.part --ignore-region "420,300 510,300 510,380 420,360"',
    'fewgood part region box.part --mask where.png --drop-confirmed',
  ],
  options: partRegionOptions,
};
