import type { Manual } from './command.ts';
import { runtimeOptions, sizeOptions } from './common-options.ts';

/** Options of `fewgood bench-inference`. */
export const benchInferenceOptions = {
  model: {
    type: 'string',
    aliases: ['backbone'],
    value: 'NAME|FILE|default',
    default: 'default',
    help: 'name or file of a model',
  },
  shots: { type: 'string', value: 'K,…', default: '2,4,8', help: 'sizes of the support set' },
  ...sizeOptions,
  categories: { type: 'string', value: 'NAME,…', help: 'only these categories (default: all)' },
  repeats: {
    type: 'number',
    value: 'N',
    default: 3,
    whole: true,
    min: 1,
    help: 'times that each picture is inspected',
  },
  out: { type: 'string', value: 'FILE.json', help: 'write what was measured' },
  ...runtimeOptions,
} as const;

/** The help of `fewgood bench-inference`. */
export const benchInferenceManual: Manual<typeof benchInferenceOptions> = {
  usage: 'DATA… [options]',
  details: `Enrols each category as \`fewgood enroll\` does and inspects its test pictures one by one from file to
    verdict. Prints Markdown: milliseconds by stage, seconds a category (thesis table 5.6) and energy
    (table 5.9) where the machine has a meter that can be read: RAPL (often by root alone), nvidia-smi.`,
  examples: [
    'fewgood bench-inference data/mpdd --out results/bench.json',
    'fewgood bench-inference data/mvtec --categories bottle --shots 8 --threads 1',
  ],
  options: benchInferenceOptions,
};
