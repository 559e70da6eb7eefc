import { readModelInfo } from '../features/model-info.ts';
import { atSize, type Contender } from '../evaluation/run/contender.ts';
import { METRIC_NAMES } from '../evaluation/results/evaluation-result.ts';
import { Figures } from '../evaluation/results/summary.ts';
import { meanTable } from '../evaluation/tables/result-tables.ts';
import { toText } from '../evaluation/tables/text.ts';
import { type ElsewhereCompute, runEvaluation } from '../node/evaluation/evaluation-run.ts';
import { ExitCode, type Invocation } from './command.ts';
import { finishLines, toCommonRequest, toList, toModel, toShots, watchRun } from './run-request.ts';
import type { evaluateOptions } from './evaluate-options.ts';

/** `fewgood evaluate data/mvtec --out results/mvtec`. */
export async function runEvaluate(
  invocation: Invocation<typeof evaluateOptions>,
): Promise<ExitCode> {
  return evaluateBy(invocation);
}

/**
 * Evaluates, and prints the means.
 *
 * @param elsewhere - Computes the cells on other machines; on this one by default.
 */
export async function evaluateBy(
  { options, args, words, terminal }: Invocation<typeof evaluateOptions>,
  elsewhere?: ElsewhereCompute,
): Promise<ExitCode> {
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
    elsewhere,
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
