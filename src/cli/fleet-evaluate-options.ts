import type { Manual } from './command.ts';
import { evaluateOptions } from './evaluate-options.ts';
import { fleetPlace } from './fleet-options.ts';

const { workers: _workers, 'memory-limit': _memoryLimit, ...wanted } = evaluateOptions;

/** Options of `fewgood fleet evaluate`. */
export const fleetEvaluateOptions = { ...fleetPlace, ...wanted } as const;

/** The help of `fewgood fleet evaluate`. */
export const fleetEvaluateManual: Manual<typeof fleetEvaluateOptions> = {
  usage: 'DATA… --out DIR [options]',
  details: `As fewgood evaluate, with the cells computed by workers of a fleet: a category goes to one worker, with its
    pictures and the model. The figures are the same, bit for bit, as those of one machine, and the folder is the same: one
    that was stopped goes on, here or there. Workers of another version of fewgood compute nothing.`,
  examples: ['fewgood fleet evaluate data/mvtec --method siamese,patchcore --out results/mvtec'],
  options: fleetEvaluateOptions,
};
