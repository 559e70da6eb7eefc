import type { RatePromise, Share as StatisticsShare } from '@fewgood/station/statistics';
import type { Share, ThresholdEffect } from '../ports/review-api.ts';

/** What the statistics say of a threshold. */
interface StatedEffect {
  readonly threshold: number;
  readonly falseRejects: StatedShare;
  readonly escapes: StatedShare;
  readonly whicheverChosen: ThresholdEffect['chosen'];
  readonly promise: Pick<RatePromise, 'holds' | 'morePictures'> & Pick<ThresholdEffect, 'target'>;
}

type StatedShare = Pick<StatisticsShare, 'count' | 'of' | 'interval'>;

/** The same as pages show it. */
export function effectOf({
  threshold,
  falseRejects,
  escapes,
  whicheverChosen,
  promise,
}: StatedEffect): ThresholdEffect {
  const { target, holds, morePictures } = promise;
  return {
    threshold,
    falseRejects: shareOf(falseRejects),
    escapes: shareOf(escapes),
    chosen: whicheverChosen,
    target,
    holds,
    morePictures,
  };
}

function shareOf({ count, of, interval }: StatedShare): Share {
  return { count, of, ...interval };
}
