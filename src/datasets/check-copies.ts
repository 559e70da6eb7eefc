import type { Category, Sample } from './dataset.ts';
import type { PictureFactsByPath } from './picture-facts.ts';
import { type DatasetProblem, problem } from './problem.ts';

/**
 * Pictures of a category that show the same, pixel by pixel, whatever their names and formats: a method
 * that is tested on what it learned from, or on a picture that is good and defective, gives wrong figures.
 *
 * @returns One problem for each picture that was there before.
 */
export function checkCopies({ samples }: Category, facts: PictureFactsByPath): DatasetProblem[] {
  const seen = new Map<string, Sample[]>();
  return samples.flatMap((sample) => {
    const known = facts.get(sample.path);
    if (known === undefined || known instanceof Error) return [];
    const earlier = seen.get(known.sha256) ?? [];
    // The same path twice is told by another check.
    const others = earlier.filter(({ path }) => path !== sample.path);
    seen.set(known.sha256, [...earlier, sample]);
    return others.length === 0 ? [] : [problemOf(sample, others)];
  });
}

/** @param others - At least one, of the same pixels. */
function problemOf(sample: Sample, others: readonly Sample[]): DatasetProblem {
  const { path, label, split } = sample;
  const [first] = others;
  const contrary = others.find((other) => other.label !== label);
  if (contrary !== undefined) {
    const message = `it is the same picture as ${contrary.path}, one good, the other defective: expected one of them`;
    return problem('good-and-defective', path, message);
  }
  const elsewhere = others.find((other) => other.split !== split);
  if (elsewhere === undefined) {
    return problem(
      'copied-picture',
      path,
      `it is the same picture as ${first.path}: it counts twice`,
    );
  }
  const message = `it is the same picture as ${elsewhere.path}, in ${elsewhere.split} and in ${split}: expected pictures to test that nothing was learned from`;
  return problem('learned-and-tested', path, message);
}
