import { methodNames } from '../evaluation/methods/methods.ts';
import type { Manual } from './command.ts';
import { RUN_DETAILS, runOptions } from './run-options.ts';
import { sizeOptions } from './common-options.ts';

/** Options of `fewgood evaluate`. */
export const evaluateOptions = {
  method: {
    type: 'string',
    value: 'NAME,…',
    default: methodNames.join(','),
    help: 'methods to compare',
  },
  model: {
    type: 'string',
    aliases: ['backbone'],
    value: 'NAME|FILE|default',
    default: 'default',
    help: 'name or file of a model, for all methods',
  },
  shots: { type: 'string', value: 'K,…', default: '2,4,8', help: 'sizes of the support set' },
  size: {
    ...sizeOptions.size,
    help: "side of the model input (default: the model's, or what a method chooses)",
  },
  ...runOptions,
} as const;

/** The help of `fewgood evaluate`. */
export const evaluateManual: Manual<typeof evaluateOptions> = {
  usage: 'DATA… --out DIR [options]',
  details: `DATA are folders of categories, or of one category: MVTec AD, MPDD, VisA and their like, or good/ beside
    a folder for each defect. All is checked before anything runs.
    ${RUN_DETAILS}`,
  examples: [
    'fewgood evaluate data/mvtec --out results/mvtec',
    'fewgood evaluate data/mvtec data/own/bolt --method siamese,patchcore --shots 2,4,8 --seeds 3 --out results/all',
    'fewgood evaluate data/own --regions regions.json --out results/own',
    'fewgood evaluate data/mvtec --categories screw --size 448 --model resnet50.onnx --out results/screw',
  ],
  options: evaluateOptions,
};
