import { readModelInfo } from '../features/model-info.ts';
import { methodNames } from '../evaluation/methods/methods.ts';
import { atSize, type Contender } from '../evaluation/run/contender.ts';
import { METRIC_NAMES } from '../evaluation/results/evaluation-result.ts';
import { Figures } from '../evaluation/results/summary.ts';
import { meanTable } from '../evaluation/tables/result-tables.ts';
import { toText } from '../evaluation/tables/text.ts';
import { runEvaluation } from '../node/evaluation/evaluation-run.ts';
import { type Command, defineCommand, ExitCode, type Invocation } from './command.ts';
import {
  finishLines,
  RUN_DETAILS,
  runOptions,
  toCommonRequest,
  toList,
  toModel,
  toShots,
  watchRun,
} from './run-options.ts';

const evaluateOptions = {
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
    type: 'number',
    value: 'PIXELS',
    whole: true,
    min: 32,
    help: "side of the model input (default: the model's, or what a method chooses)",
  },
  ...runOptions,
} as const;

/** `fewgood evaluate data/mvtec --out results/mvtec`. */
export const evaluateCommand: Command = defineCommand({
  name: 'evaluate',
  summary: 'Measure methods on a data set: the same pictures, the same support sets',
  usage: 'DATA… --out DIR [options]',
  details: `DATA are folders of categories, or of one category: MVTec AD, MPDD, VisA and their like, or good/ beside
    a folder for each defect. All is checked before anything runs.
    ${RUN_DETAILS}`,
  examples: [
    'fewgood evaluate data/mvtec --out results/mvtec',
    'fewgood evaluate data/mvtec data/own/bolt --method siamese,patchcore --shots 2,4,8 --seeds 3 --out results/all',
    'fewgood evaluate data/mvtec --categories screw --size 448 --model resnet50.onnx --out results/screw',
  ],
  options: evaluateOptions,
  run,
});

async function run({
  options,
  args,
  words,
  terminal,
}: Invocation<typeof evaluateOptions>): Promise<ExitCode> {
  const request = await toCommonRequest(options, args, words);
  const shots = toShots(options.shots);
  const model = await toModel(options.model);
  const { sha256, preprocessing } = readModelInfo(model.bytes, model.path);
  const input = { backbone: sha256, size: preprocessing.size, fit: 'stretch' } as const;
  const { size } = options;
  const contenders = toList(options.method).map((name): Contender => {
    const usual = { id: name, variant: null, method: name, changes: {}, input };
    return size === undefined ? usual : atSize(usual, size);
  });
  const finished = await runEvaluation(
    { ...request, shots, contenders, models: [model] },
    watchRun(terminal),
  );
  const figures = new Figures(finished.result);
  for (const metric of METRIC_NAMES) {
    if (figures.categoriesWith(metric).length === 0) continue;
    const table = meanTable(finished.result, metric);
    for (const line of [table.title, ...toText(table), '']) terminal.out(line);
  }
  for (const line of finishLines(finished, request.out)) terminal.out(line);
  return ExitCode.ok;
}
