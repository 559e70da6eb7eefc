import { UsageError } from '../errors.ts';
import { type ModelInfo, readModelInfo } from '../features/model-info.ts';
import { methodNames } from '../evaluation/methods/methods.ts';
import {
  type AblationBase,
  type Axis,
  parseAxis,
  TABLE_5_7,
  varyBackbone,
  varyOption,
} from '../evaluation/run/ablation.ts';
import type { Contender } from '../evaluation/run/contender.ts';
import { ablationTable } from '../evaluation/tables/ablation-table.ts';
import { toMarkdown } from '../evaluation/tables/markdown.ts';
import { runEvaluation } from '../node/evaluation/evaluation-run.ts';
import type { FoundModel } from '../node/runtime/model-lookup.ts';
import { type Command, defineCommand, ExitCode, type Invocation, type Values } from './command.ts';
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

const options = {
  axis: { type: 'string', value: 'NAME=VALUE,…', help: 'what is varied, and its values' },
  table: {
    type: 'string',
    choices: ['5.7', '5.8'],
    help: "the thesis's rows: 5.7 augmentations, 5.8 the backbones of --backbone",
  },
  method: {
    type: 'string',
    choices: methodNames,
    default: 'siamese',
    help: 'method that is varied',
  },
  backbone: {
    type: 'string',
    value: 'FILE|default,…',
    default: 'default',
    help: 'model file of `fewgood model import`; several for --table 5.8',
  },
  shots: { type: 'string', value: 'K,…', default: '2', help: 'sizes of the support set' },
  size: {
    type: 'number',
    value: 'PIXELS',
    whole: true,
    min: 32,
    help: "side of the model input (default: the model's)",
  },
  ...runOptions,
} as const;

/** `fewgood ablate data/mvtec --table 5.7 --out results/augmentations`. */
export const ablateCommand: Command = defineCommand({
  name: 'ablate',
  summary: "Vary one setting of a method, with the thesis's rows beside it",
  usage: 'DATA… (--axis NAME=VALUE,… | --table 5.7|5.8) --out DIR [options]',
  details: `NAME is backbone (model files), size, or any option of the method: augment (letters G F T R B C of
    the thesis, or names with + between them), pose, levels (with +), fusion, score, ratio, ceiling,
    coreset, sigma, neighbourhood, neighbours, metric, level-scale, draws, storage, fit; for other methods
    what their options in result.json are called.
    ${RUN_DETAILS}`,
  examples: [
    'fewgood ablate data/mvtec --table 5.7 --out results/augmentations',
    'fewgood ablate data/mpdd --table 5.8 --backbone default,convnext.onnx --out results/backbones',
    'fewgood ablate data/mvtec --axis levels=layer1+layer2+layer3,layer2+layer3,layer3 --out results/levels',
    'fewgood ablate data/mvtec --method patchcore --axis ratio=0.01,0.1,0.25 --shots 8 --out results/ratio',
  ],
  options,
  run,
});

/** A model with its description. */
interface NamedModel {
  readonly file: FoundModel;
  readonly info: ModelInfo;
}

async function run({
  options: given,
  args,
  words,
  terminal,
}: Invocation<typeof options>): Promise<ExitCode> {
  const axis = toAxis(given);
  const request = await toCommonRequest(given, args, words);
  const shots = toShots(given.shots);
  const files = axis.name === 'backbone' ? axis.values : toList(given.backbone);
  const models = await Promise.all(files.map(readModel));
  const contenders = toContenders(
    axis,
    given,
    models.map(({ info }) => info),
  );
  const finished = await runEvaluation(
    { ...request, shots, contenders, models: models.map(({ file }) => file) },
    watchRun(terminal),
  );
  for (const k of shots) terminal.out(toMarkdown(ablationTable(finished.result, k)));
  for (const line of finishLines(finished, request.out)) terminal.out(line);
  return ExitCode.ok;
}

function toAxis({ axis, table, backbone }: Values<typeof options>): Axis {
  if ((axis === undefined) === (table === undefined)) {
    throw new UsageError(
      'Cannot ablate: expected either --axis or --table',
      'Pass --axis NAME=VALUE,VALUE, such as --axis ratio=0.01,0.1.',
    );
  }
  if (axis !== undefined) return parseAxis(axis);
  return table === '5.7' ? TABLE_5_7 : parseAxis(`backbone=${backbone}`);
}

function toContenders(
  axis: Axis,
  { method, size }: Values<typeof options>,
  models: readonly ModelInfo[],
): Contender[] {
  const [first, second] = models;
  const isBackbone = axis.name === 'backbone';
  if (first === undefined || (second !== undefined && !isBackbone)) {
    throw new UsageError(
      `Cannot vary ${axis.name} with ${models.length} backbones: expected one`,
      'Name one --backbone, or vary it: --axis backbone=FILE,FILE.',
    );
  }
  const base: AblationBase = {
    method,
    input: {
      backbone: first.sha256,
      size: size ?? first.preprocessing.size,
      fit: 'stretch',
    },
  };
  return isBackbone ? varyBackbone(models, base) : varyOption(axis, base);
}

async function readModel(given: string): Promise<NamedModel> {
  const file = await toModel(given);
  return { file, info: readModelInfo(file.bytes, file.path) };
}
