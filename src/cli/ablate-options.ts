import type { MethodEntry } from '../evaluation/methods/method-entry.ts';
import { findMethod, methodNames } from '../evaluation/methods/methods.ts';
import { kebabCase } from '../inspection/settings.ts';
import type { Manual } from './command.ts';
import { RUN_DETAILS, runOptions } from './run-options.ts';
import { sizeOptions } from './common-options.ts';

/** Options of `fewgood ablate`. */
export const ablateOptions = {
  axis: { type: 'string', value: 'NAME=VALUE,…', help: 'what is varied, and its values' },
  table: {
    type: 'string',
    choices: ['5.7', '5.8'],
    help: "the thesis's rows: 5.7 augmentations, 5.8 the backbones of --model",
  },
  method: {
    type: 'string',
    choices: methodNames,
    default: 'siamese',
    help: 'method that is varied',
  },
  model: {
    type: 'string',
    aliases: ['backbone'],
    value: 'NAME|FILE|default,…',
    default: 'default',
    help: 'name or file of a model; several for --table 5.8',
  },
  shots: { type: 'string', value: 'K,…', default: '2', help: 'sizes of the support set' },
  ...sizeOptions,
  ...runOptions,
} as const;

/** Options of methods with a memory bank. */
export const { options: siameseOptions } = findMethod('siamese');
/** Options that methods without a memory bank have beside those. */
export const otherOptions = Object.fromEntries(
  methodNames
    .flatMap((name) => Object.entries(findMethod(name).options))
    .filter(([name]) => !Object.hasOwn(siameseOptions, name)),
);

/** The help of `fewgood ablate`. */
export const ablateManual: Manual<typeof ablateOptions> = {
  usage: 'DATA… (--axis NAME=VALUE,… | --table 5.7|5.8) --out DIR [options]',
  details: `NAME is model (model files; old name: backbone), size, or any option of the method. For siamese
    and patchcore: ${inWords(siameseOptions)}. For other methods also: ${inWords(otherOptions)}.
    Items of a list have + between them. The families of augment are letters too, G F T R B C of the
    thesis.
    ${RUN_DETAILS}`,
  examples: [
    'fewgood ablate data/mvtec --table 5.7 --out results/augmentations',
    'fewgood ablate data/mpdd --table 5.8 --model default,convnext.onnx --out results/backbones',
    'fewgood ablate data/mvtec --axis levels=layer1+layer2+layer3,layer2+layer3,layer3 --out results/levels',
    'fewgood ablate data/mvtec --method patchcore --axis sampling-ratio=0.01,0.1,0.25 --shots 8 --out results/ratio',
  ],
  options: ablateOptions,
};

/** Names of options in words. */
function inWords(ofMethods: MethodEntry['options']): string {
  const words = Object.entries(ofMethods).map(([name, { oldNames = [] }]) =>
    [kebabCase(name), ...oldNames.map((old) => `(old name: ${old})`)].join(' '),
  );
  return words.join(', ');
}
