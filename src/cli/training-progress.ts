import type { TrainingPlan } from '../training/plan.ts';
import type { RunTrainingOptions } from '../training/run.ts';
import type { Terminal } from './command.ts';
import { createProgress, duration } from './progress.ts';

/** Listeners of a training, and what ends them. */
export interface TrainingWatch extends Pick<RunTrainingOptions, 'onProgress' | 'onStep'> {
  /** Clears the bar. */
  readonly end: () => void;
}

/** Tells a person how a training goes: a bar where somebody watches, a line an epoch elsewhere. */
export function watchTraining(
  { steps, schedule, task }: TrainingPlan,
  terminal: Terminal,
): TrainingWatch {
  const progress = createProgress(terminal);
  let begun = performance.now();
  let first: number | undefined;
  return {
    onProgress: ({ done, total }) => {
      progress.update('reading', done, total);
      if (done === total) progress.clear();
      begun = performance.now();
    },
    onStep: ({ step, loss, spread }) => {
      first ??= step;
      const perStep = (performance.now() - begun) / (step + 1 - first);
      const rate = (1000 * task.settings.batch) / perStep;
      const note = `loss ${loss.toFixed(4)}  spread ${spread.toFixed(2)}  ${rate.toFixed(1)} pairs/s`;
      progress.update('training', step + 1, steps, note);
      if ((step + 1) % schedule.stepsPerEpoch !== 0 && step + 1 < steps) return;
      progress.clear();
      const eta = duration(perStep * (steps - step - 1));
      const epoch = Math.ceil((step + 1) / schedule.stepsPerEpoch);
      terminal.log(`epoch ${epoch}  step ${step + 1}/${steps}  ${note}  ETA ${eta}`);
    },
    end: () => progress.clear(),
  };
}
