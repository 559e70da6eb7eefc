import type { TrainingPlan } from './plan.ts';
import type { TrainingPorts } from './ports.ts';
import { trainingConfig } from './settings.ts';

/** Pairs of the step by which time is estimated. */
const PROBE_PAIRS = 4;

/**
 * Estimates how long a training takes by doing two small steps on grey pictures.
 *
 * @returns Seconds; reading the pictures and writing checkpoints apart.
 */
export async function estimateSeconds(
  { task, steps }: Pick<TrainingPlan, 'task' | 'steps'>,
  { createSession, clock }: Pick<TrainingPorts, 'createSession' | 'clock'>,
): Promise<number> {
  const { settings } = task;
  const config = { ...trainingConfig(settings), pairs: PROBE_PAIRS, microBatches: 1 };
  const session = await createSession(config, { seed: 0 });
  const length = PROBE_PAIRS * 3 * settings.size ** 2;
  const batch = { query: new Float32Array(length), support: new Float32Array(length) };
  try {
    await session.step([batch], settings.rates); // the first one makes room
    const begun = clock();
    await session.step([batch], settings.rates);
    const perPair = (clock() - begun) / 1000 / PROBE_PAIRS;
    return perPair * settings.batch * steps;
  } finally {
    await session.release();
  }
}
