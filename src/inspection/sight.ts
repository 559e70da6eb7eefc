import type { LightCorrection } from '../image/light.ts';
import type { RgbImage } from '../image/rgb-image.ts';
import type { Runtime } from '../runtime.ts';
import { PartScorer } from './part-scorer.ts';
import type { PartView, SupportPicture } from './part.ts';
import type { PictureScore } from './picture-scorer.ts';
import type { SeenPicture, ViewEnrolment } from './view-enrolment.ts';

/** A support set as all models see it at one size. */
export interface Sight {
  /** One a model, that of the first one first. */
  readonly views: readonly ViewEnrolment[];
  /** What each of them sees, a picture each. */
  readonly seen: readonly (readonly SeenPicture[])[];
  /** How its light was corrected; undefined where it was not. */
  readonly light?: LightCorrection | undefined;
}

/** The pictures as the part keeps them: as the first model sees them. */
export function supportOf({ seen: [first] }: Sight): SupportPicture[] {
  return first.map(({ picture }) => picture);
}

/**
 * Scores of the first support pictures, as the part keeps them, against the whole banks.
 *
 * @param sight - And what was learned of it, a view each model that is to score, the first ones.
 * @param change - Made to each before.
 */
export async function scoreSupport(
  runtime: Runtime,
  sight: Sight & { readonly learned: readonly PartView[] },
  count: number,
  change?: (image: RgbImage) => RgbImage,
): Promise<PictureScore[]> {
  const extractors = sight.views.map(({ extractor }) => extractor);
  const { lookArea } = sight.views[0];
  const scorer = new PartScorer(runtime, sight.learned, extractors, { lookArea });
  try {
    const scores: PictureScore[] = [];
    for (const picture of supportOf(sight).slice(0, count)) {
      scores.push(await scorer.scoreSupport(picture, change));
    }
    return scores;
  } finally {
    await scorer.release();
  }
}
