import { readAnswer, type StationClient } from '../api/client.ts';
import type { StationInspection } from '../api/inspection.ts';
import type { ReviewRequest } from '../api/review.ts';
import type { DrawnPicture } from './drawn-shift.ts';

/** A picture of the shift with what the station made of it. */
export interface JudgedPicture {
  readonly drawn: DrawnPicture;
  readonly inspection: Pick<StationInspection, 'id' | 'verdict'>;
}

/** Passes that somebody confirmed as they came, so that the threshold has good scores to be held against. */
const CONFIRMED_PASSES = 8;
/** Fails that somebody looked at; the rest waits in the queue. */
const CONFIRMED_FAILS = 2;
/** Parts that are good after all, of the end of the shift. */
const GOOD_AFTER_ALL = 2;
/** What becomes the regression picture. */
const REGRESSION = '037-wrong-colour';

type Decision = Pick<ReviewRequest, 'decision' | 'name' | 'note' | 'mask'>;

/**
 * Decides on some verdicts, as people would who know the parts (their names tell), and leaves the others in the
 * queue.
 */
export async function reviewDemo(
  client: StationClient,
  judged: readonly JudgedPicture[],
): Promise<void> {
  const isGood = ({ drawn }: JudgedPicture): boolean => drawn.name.endsWith('-good.png');
  const passes = judged.filter((one) => isGood(one) && one.inspection.verdict === 'pass');
  const defects = judged.filter((one) => !isGood(one) && one.inspection.verdict === 'fail');
  const isRegression = ({ drawn }: JudgedPicture): boolean => drawn.name.includes(REGRESSION);
  for (const one of passes.slice(0, CONFIRMED_PASSES)) await decide(client, one, right(''));
  for (const one of defects.filter((defect) => !isRegression(defect)).slice(0, CONFIRMED_FAILS)) {
    await decide(client, one, right('seen at the microscope'));
  }
  for (const one of defects.filter(isRegression)) {
    await decide(client, one, {
      decision: 'defect',
      name: 'wrong colour',
      note: 'must be found by every version',
      mask: maskOf(one),
    });
  }
  for (const one of passes.slice(CONFIRMED_PASSES).slice(-GOOD_AFTER_ALL)) {
    await decide(client, one, { decision: 'good', note: 'the camera is warm, the part is good' });
  }
}

async function decide(
  client: StationClient,
  { inspection: { id } }: JudgedPicture,
  { decision, name, note, mask }: Decision,
): Promise<void> {
  const json = {
    inspection: id,
    expected: null,
    decision,
    note,
    ...(name && { name }),
    ...(mask && { mask }),
  };
  await readAnswer(client.api.reviews.$post({ json }));
}

function right(note: string): Decision {
  return { decision: 'right', note };
}

/** One dab of the brush that covers the defect. */
function maskOf({ drawn: { defectArea } }: JudgedPicture): Decision['mask'] {
  if (defectArea === undefined) return undefined;
  const { x, y, extent } = defectArea;
  return [{ width: extent, points: [[x, y]] }];
}
