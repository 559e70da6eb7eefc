import { TrainingError } from '../errors.ts';
import { TRAINING } from '../hyperparameters.ts';
import type { StepReport } from '../nn/training-session.ts';

/**
 * Watches a training for the two ways in which it comes to nothing: a loss that is no number, and
 * encodings that have collapsed to one answer for everything, which gives the best loss and learns
 * nothing (SimSiam, arXiv:2011.10566, 4.1).
 */
export class SoundnessCheck {
  #collapsed: number;

  /**
   * Begins.
   *
   * @param spreads - Of the steps before, so that a training that is gone on with ends at the same
   *   step as one that was not stopped.
   */
  constructor(spreads: readonly number[] = []) {
    const sound = spreads.findLastIndex((spread) => spread >= TRAINING.collapsedSpread);
    this.#collapsed = spreads.length - 1 - sound;
  }

  /**
   * Looks at a step.
   *
   * @param step - From 0, for the message.
   * @throws {@link TrainingError} if it is a step too many.
   */
  check(step: number, { loss, spread, norms }: StepReport): void {
    const numbers = [loss, spread, ...Object.values(norms)];
    if (!numbers.every(Number.isFinite)) {
      throw new TrainingError(
        `the loss or a gradient of step ${step + 1} is no finite number (loss ${loss})`,
        'Train again with lower learning rates into another folder; the last checkpoint can be its start weights.',
        { options: ['rates', 'out', 'start'] },
      );
    }
    this.#collapsed = spread < TRAINING.collapsedSpread ? this.#collapsed + 1 : 0;
    if (this.#collapsed < TRAINING.collapsedSteps) return;
    throw new TrainingError(
      `the encodings have collapsed: their spread is ${spread.toPrecision(2)} at step ${step + 1}: expected at least ${TRAINING.collapsedSpread} (1 is none)`,
      'Train on more or more varied categories, with lower learning rates, or with batch statistics.',
      { facts: { step, spread }, options: ['rates', 'freezeBatchNorm'] },
    );
  }
}
