import { FewgoodError, UsageError } from '../errors.ts';
import { type ModelInfo, readModelInfo } from '../features/model-info.ts';
import { kebabCase } from '../inspection/settings.ts';
import {
  type AblationBase,
  type Axis,
  parseAxis,
  TABLE_5_7,
  varyBackbone,
  varyOption,
} from '../evaluation/run/ablation.ts';
import { atSize, type Contender } from '../evaluation/run/contender.ts';
import { ablationTable } from '../evaluation/tables/ablation-table.ts';
import { toMarkdown } from '../evaluation/tables/markdown.ts';
import { runEvaluation } from '../node/evaluation/evaluation-run.ts';
import type { FoundModel } from '../node/runtime/model-lookup.ts';
import { ExitCode, type Invocation, type Values } from './command.ts';
import { withOptionsOf } from './error-flags.ts';
import { finishLines, toCommonRequest, toList, toModel, toShots, watchRun } from './run-request.ts';
import { type ablateOptions, otherOptions, siameseOptions } from './ablate-options.ts';

/** A model with its description. */
interface NamedModel {
  readonly file: FoundModel;
  readonly info: ModelInfo;
}

/** `fewgood ablate data/mvtec --table 5.7 --out results/augmentations`. */
export async function runAblate(invocation: Invocation<typeof ablateOptions>): Promise<ExitCode> {
  const axis = toAxis(invocation.options);
  try {
    return await ablate(axis, invocation);
  } catch (error) {
    if (!(error instanceof FewgoodError)) throw error;
    // What is varied was not given by the option that another command has for it.
    const flag = flagOf(invocation.options);
    throw withOptionsOf(error, (name) => (isOf(axis, name) ? flag : name));
  }
}

async function ablate(
  axis: Axis,
  { options, args, words, terminal }: Invocation<typeof ablateOptions>,
): Promise<ExitCode> {
  const request = await toCommonRequest(options, args, words);
  const shots = toShots(options.shots);
  const files = isModel(axis) ? axis.values : toList(options.model);
  const models = await Promise.all(files.map(readModel));
  const contenders = toContenders(
    axis,
    options,
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

function toAxis({ axis, table, model }: Values<typeof ablateOptions>): Axis {
  if ((axis === undefined) === (table === undefined)) {
    throw new UsageError(
      'Cannot ablate: expected either --axis or --table',
      'Pass --axis NAME=VALUE,VALUE, such as --axis sampling-ratio=0.01,0.1.',
    );
  }
  if (axis !== undefined) return parseAxis(axis);
  if (table === '5.7') return TABLE_5_7;
  if (toList(model).length > 1) return parseAxis(`model=${model}`);
  throw new UsageError(
    `Cannot fill --table 5.8 with --model ${model}: expected two models or more`,
    'Pass --model default,convnext.onnx.',
  );
}

/** The option that gives the values of the axis. */
function flagOf({ axis, table }: Values<typeof ablateOptions>): string {
  if (axis !== undefined) return 'axis';
  return table === '5.7' ? 'table' : 'model';
}

/** Whether an option of the library is what the axis varies. */
function isOf(axis: Axis, option: string): boolean {
  const { name } = axis;
  if (option === 'model') return isModel(axis);
  const oldNames = otherOptions[option]?.oldNames ?? siameseOptions[option]?.oldNames ?? [];
  return [option, kebabCase(option), ...oldNames].includes(name);
}

/** Whether models are varied, also by the old name of that axis. */
function isModel({ name }: Axis): boolean {
  return name === 'model' || name === 'backbone';
}

function toContenders(
  axis: Axis,
  { method, size }: Values<typeof ablateOptions>,
  models: readonly ModelInfo[],
): Contender[] {
  const [first, second] = models;
  if (first === undefined || (second !== undefined && !isModel(axis))) {
    throw new UsageError(
      `Cannot vary ${axis.name} with ${models.length} models: expected one`,
      'Name one --model, or vary it: --axis model=FILE,FILE.',
    );
  }
  const base: AblationBase = {
    method,
    input: {
      backbone: first.sha256,
      size: first.preprocessing.size,
      fit: 'stretch',
    },
  };
  const contenders = isModel(axis) ? varyBackbone(models, base) : varyOption(axis, base);
  return size === undefined || axis.name === 'size'
    ? contenders
    : contenders.map((contender) => atSize(contender, size));
}

async function readModel(path: string): Promise<NamedModel> {
  const file = await toModel(path);
  return { file, info: readModelInfo(file.bytes, file.path) };
}
