import type { Manual } from './command.ts';

/** Options of `fewgood part pictures`. */
export const partPicturesOptions = {
  json: { type: 'boolean', help: 'print one JSON object' },
} as const;

/** The help of `fewgood part pictures`. */
export const partPicturesManual: Manual<typeof partPicturesOptions> = {
  usage: 'PART [options]',
  details: `Each with its name and the first digits of its SHA-256, which is that of its pixels; of a
    confirmed one also its score, the ratio to the threshold, when it was confirmed and where it is from.
    Part files that fewgood 0.1.0 wrote do not say the last two.`,
  examples: ['fewgood part pictures bolt.part', 'fewgood part pictures bolt.part --json'],
  options: partPicturesOptions,
};
