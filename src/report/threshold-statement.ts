import { CALIBRATION } from '../hyperparameters.ts';
import type { Calibration } from '../inspection/part.ts';
import { counted, formatShare } from '../page/format.ts';

/** What the threshold of a part promises. */
export interface ThresholdStatement {
  /** `none`: nothing can be judged; `provisional`: the target is not yet backed; `holding`: it is. */
  readonly state: 'none' | 'provisional' | 'holding';
  /** The state as a heading. */
  readonly title: string;
  /** What is promised, on what grounds. */
  readonly promise: string;
  /** What would improve it; undefined where nothing needs to. */
  readonly advice: string | undefined;
}

/** Says what a part's threshold promises, how sure that is and what it takes to promise more. */
export function thresholdStatement(calibration: Calibration): ThresholdStatement {
  const { pictures, falseRejectBound, morePicturesNeeded } = calibration;
  const target = formatShare(calibration.targetFalseReject);
  if (calibration.threshold === null) {
    return {
      state: 'none',
      title: 'No threshold',
      promise: 'No good picture backs a threshold, so no picture can be judged.',
      advice: 'Confirm good pictures.',
    };
  }
  const promise =
    pictures === 0
      ? 'No independent good picture backs the threshold: nothing is promised about false rejects.'
      : `At ${formatShare(CALIBRATION.confidence)} confidence false rejects are below ` +
        `${formatShare(falseRejectBound)}, from ${counted(pictures, 'good picture')}.`;
  if (!calibration.provisional) {
    return { state: 'holding', title: `Holds its target of ${target}`, promise, advice: undefined };
  }
  return {
    state: 'provisional',
    title: 'Provisional',
    promise,
    advice:
      morePicturesNeeded > 0
        ? `${counted(morePicturesNeeded, 'more good picture')} until the target of ${target} can hold.`
        : undefined,
  };
}
