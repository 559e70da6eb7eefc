import type { LeaveOneOutScore, SupportPicture } from '../ports/parts-api.ts';

/**
 * The largest score of each golden sample: each is scored in several lights, and counts once.
 *
 * @param scores - By names such as `1.png (brightness 0.8)`.
 * @param pictures - The support set.
 */
export function largestScores(
  scores: readonly LeaveOneOutScore[],
  pictures: readonly Pick<SupportPicture, 'name'>[],
): readonly LeaveOneOutScore[] {
  return pictures.flatMap(({ name }) => {
    const own = scores.filter((one) => one.name === name || one.name.startsWith(`${name} (`));
    if (own.length === 0) return [];
    return [{ name, score: Math.max(...own.map(({ score }) => score)) }];
  });
}
