/**
 * Holds verdicts on the objects of trays against what is known to lie there.
 *
 * @module
 */
import { z } from 'zod';
import type { Rectangle } from '../src/image/rgb-image.ts';
import type { Tray } from './known-trays.ts';

/** Numbers of parts on trays that were judged. */
const naming = z.object({
  /** Defective parts, and those whose object did not pass. */
  defective: z.int(),
  named: z.int(),
  /** Those of the defective whose score is above that of every good part on its tray. */
  ranked: z.int(),
  /** Those of the defective that touch another one, and those of these whose object did not pass. */
  defectiveTouching: z.int(),
  touchingNamed: z.int(),
  /** Good parts, and those whose object did not pass. */
  good: z.int(),
  wronglyNamed: z.int(),
  /** Those of the good parts that touch another one, and those of these whose object did not pass. */
  goodTouching: z.int(),
  touchingWronglyNamed: z.int(),
});
type Naming = z.infer<typeof naming>;

/** Numbers of trays and of parts. */
export const outcome = z.object({
  kind: z.string(),
  /** Trays that were split, and those of which the number of objects was right. */
  trays: z.int(),
  countedRight: z.int(),
  /** Those of the trays on which some parts touch, and those of these that were counted right. */
  touchingTrays: z.int(),
  touchingCountedRight: z.int(),
  /** As the part judges that was learned of two trays. */
  ...naming.shape,
  /** The same trays as it judges them with more good trays confirmed: how many objects count, whether they suffice for its target. */
  confirmed: naming.extend({ objects: z.int(), isGuaranteed: z.boolean() }).nullable(),
});
/** As data. */
export type Outcome = z.infer<typeof outcome>;

/** Before anything was judged. */
export const NONE_NAMED: Naming = {
  defective: 0,
  named: 0,
  ranked: 0,
  defectiveTouching: 0,
  touchingNamed: 0,
  good: 0,
  wronglyNamed: 0,
  goodTouching: 0,
  touchingWronglyNamed: 0,
};

/** An object as it was judged. */
interface Judged {
  readonly box: Rectangle;
  readonly verdict: string;
  readonly score: number | null;
}

/** Holds verdicts against the truth: a part is what the object says that shares most with its box. */
export function compare(result: Naming, { parts }: Tray, objects: readonly Judged[]): void {
  const judged = parts.map(({ box, isDefective, isTouching }) => {
    const object = objects.toSorted((a, b) => shared(b.box, box) - shared(a.box, box))[0];
    const isHit = object !== undefined && shared(object.box, box) > 0;
    const isNamed = isHit && object.verdict !== 'pass';
    return { isDefective, isTouching, isNamed, score: isHit ? (object.score ?? 0) : 0 };
  });
  const highest = Math.max(
    0,
    ...judged.filter((one) => !one.isDefective).map(({ score }) => score),
  );
  for (const { isDefective, isTouching, isNamed, score } of judged) {
    if (isDefective) {
      result.defective++;
      result.named += Number(isNamed);
      result.ranked += Number(score > highest);
      result.defectiveTouching += Number(isTouching);
      result.touchingNamed += Number(isTouching && isNamed);
    } else {
      result.good++;
      result.wronglyNamed += Number(isNamed);
      result.goodTouching += Number(isTouching);
      result.touchingWronglyNamed += Number(isTouching && isNamed);
    }
  }
}

function shared(a: Rectangle, b: Rectangle): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(width, 0) * Math.max(height, 0);
}

/** In words. */
export function describeNaming(run: Naming): string {
  const { defective, named, ranked, good, wronglyNamed } = run;
  return (
    `${named} of ${defective} defective parts named (${ranked} above all good ones), ` +
    `${wronglyNamed} of ${good} good ones too, ` +
    `${run.touchingWronglyNamed} of the ${run.goodTouching} that touch among them`
  );
}
