import type { GraphBuilder } from '../graph/builder.ts';
import { add, mul, sub } from '../graph/operators/elementwise.ts';
import type { Value } from '../graph/value.ts';

/** Settings of stochastic gradient descent that stay the same in all steps. */
export interface SgdSettings {
  /** Share of the last update that goes on. */
  readonly momentum: number;
  /** Added to the gradient, times the parameter. */
  readonly weightDecay: number;
}

/** What an update starts from; all of one shape, but for the rate of shape [1]. */
export interface SgdInputs {
  /** w. */
  readonly parameter: Value;
  /** Gradient of the loss. */
  readonly gradient: Value;
  /** v, zeros before the first step. */
  readonly velocity: Value;
  /** Learning rate η. */
  readonly rate: Value;
}

/** A parameter and its velocity after an update. */
export interface SgdOutputs {
  /** w − η v. */
  readonly parameter: Value;
  /** v. */
  readonly velocity: Value;
}

/**
 * Stochastic gradient descent with momentum as PyTorch's `SGD` does it: v ← μ v + gradient + λ w,
 * then w ← w − η v.
 */
export function sgdUpdate(g: GraphBuilder, inputs: SgdInputs, settings: SgdSettings): SgdOutputs {
  const { parameter, gradient, velocity, rate } = inputs;
  const { momentum, weightDecay } = settings;
  const decayed =
    weightDecay === 0 ? gradient : add(g, gradient, mul(g, parameter, g.scalar(weightDecay)));
  const next = add(g, mul(g, velocity, g.scalar(momentum)), decayed);
  return { parameter: sub(g, parameter, mul(g, next, rate)), velocity: next };
}

/**
 * One cosine cycle from 1 to 0: the factor of the learning rate after a share of all steps, without
 * warm-up (thesis 5.3; arXiv:1608.03983, equation 5).
 *
 * @param progress - Steps done over steps in all, in [0, 1].
 */
export function cosineCycle(progress: number): number {
  return 0.5 * (1 + Math.cos(Math.PI * progress));
}
