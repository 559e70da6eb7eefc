import { toleranceOptions } from './alignment-options.ts';
import type { Manual } from './command.ts';

/** Options of `fewgood part alignment`. */
export const partAlignmentOptions = {
  alignment: { type: 'boolean', help: 'tell how the part lies, whatever the angle and offset' },
  ...toleranceOptions,
  none: { type: 'boolean', help: 'do not align the part any more' },
  json: { type: 'boolean', help: 'print one JSON object' },
} as const;

/** The help of `fewgood part alignment`. */
export const partAlignmentManual: Manual<typeof partAlignmentOptions> = {
  usage: 'PART [options]',
  details: `Says how far a part may be turned and moved (docs/alignment.md). No score changes by it, so nothing is
    learned again. What no option names stays as it is. Whether regions move is decided at enrolment.`,
  examples: [
    'fewgood part alignment bolt.part --max-angle 4 --max-offset 12px',
    'fewgood part alignment bolt.part --max-angle none',
    'fewgood part alignment bolt.part --none',
  ],
  options: partAlignmentOptions,
};
