/**
 * The report of one run: one HTML file that needs nothing else, written piece by piece, so that the
 * pictures of no more than one figure are ever held.
 *
 * @module
 */
import type { EvaluationResult } from '../results/evaluation-result.ts';
import { categorySections } from './category-section.ts';
import { type ExampleSet, exampleSection, type ExampleOptions } from './example-section.ts';
import { evaluationFoot, evaluationHead } from './report-page.ts';
import { resultSections } from './result-sections.ts';

/**
 * Writes the report.
 *
 * @param examples - Pictures to show, a set a method and category, in the order of the page.
 */
export async function* renderEvaluationReport(
  result: EvaluationResult,
  examples: Iterable<ExampleSet> | AsyncIterable<ExampleSet>,
  options: ExampleOptions,
): AsyncGenerator<string, void> {
  yield evaluationHead(result).text;
  for (const section of resultSections(result)) yield section.text;
  for (const section of categorySections(result)) yield section.text;
  for await (const set of examples) yield (await exampleSection(set, options)).text;
  yield evaluationFoot().text;
}
