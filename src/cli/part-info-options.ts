import type { Manual } from './command.ts';

/** Options of `fewgood part info`. */
export const partInfoOptions = {
  json: { type: 'boolean', help: 'print one JSON object' },
} as const;

/** The help of `fewgood part info`. */
export const partInfoManual: Manual<typeof partInfoOptions> = {
  usage: 'PART [options]',
  examples: ['fewgood part info bolt.part', 'fewgood part info bolt.part --json'],
  options: partInfoOptions,
};
