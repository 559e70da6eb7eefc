import { basename, resolve } from 'node:path';
import { readModelInfo } from '../features/model-info.ts';
import type { ExitCode, Invocation } from './command.ts';
import { evaluateBy } from './evaluate.ts';
import type { fleetEvaluateOptions } from './fleet-evaluate-options.ts';
import { fleetPackage } from './fleet-package.ts';
import { placeOf, withFleet } from './fleet-run.ts';
import { runOptions } from './run-options.ts';

/** `fewgood fleet evaluate data/mvtec --out results/mvtec`: as `fewgood evaluate`, computed by the workers of a fleet. */
export async function runFleetEvaluate(
  invocation: Invocation<typeof fleetEvaluateOptions>,
): Promise<ExitCode> {
  const { options, terminal } = invocation;
  // Said before the pictures are checked, which takes a while.
  placeOf(options);
  const local = { workers: undefined, 'memory-limit': runOptions['memory-limit'].default };
  const name = basename(resolve(options.out ?? 'run')).replaceAll(/[^\w.-]/g, '-');
  return evaluateBy(
    { ...invocation, options: { ...options, ...local } },
    async (shares, { models, onCell, signal }) => {
      const { spread } = await fleetPackage();
      await withFleet(options, 'evaluate', async (fleet) =>
        spread(fleet, {
          request: `evaluate-${name}`,
          shares,
          models: models.map(({ bytes, path }) => ({ info: readModelInfo(bytes, path), bytes })),
          onCell,
          log: terminal.log,
          signal,
        }),
      );
    },
  );
}
