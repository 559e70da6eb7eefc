/**
 * The process in which damaged files are read; `fuzz.ts` starts it, and sees when it hangs or dies.
 *
 * @module
 */
import { chdir } from 'node:process';
import type { FuzzMessage, FuzzOrder } from './messages.ts';
import { PillowOracle } from './pillow-oracle.ts';
import { FuzzFinding } from './target.ts';
import { createTargets, makeCase } from './targets.ts';

process.once('message', (order: FuzzOrder) => void work(order));

async function work({
  seed,
  first,
  end,
  targets: names,
  folder,
  python,
}: FuzzOrder): Promise<void> {
  // Names of damaged lists are looked up here.
  chdir(folder);
  const oracle = python === undefined ? undefined : PillowOracle.open(python);
  const targets = await createTargets({ names, folder, oracle });
  await tell({ kind: 'ready', hasOracle: oracle !== undefined });
  for (let number = first; number < end; number++) {
    const { target, seed: of, bytes, read } = makeCase(targets, seed, number);
    const name = { number, target, seed: of };
    await tell({ kind: 'begun', ...name });
    try {
      await tell({ kind: 'done', ...name, answer: await read() });
    } catch (error) {
      if (!(error instanceof FuzzFinding)) throw error;
      const content = Buffer.from(bytes).toString('base64');
      await tell({ kind: 'found', ...name, message: error.message, content });
    }
  }
  oracle?.close();
  process.disconnect();
}

/** Waits until the message is away: after that the process may die. */
function tell(message: FuzzMessage): Promise<void> {
  return new Promise((resolve, reject) => {
    process.send?.(message, (error: Error | null) => (error === null ? resolve() : reject(error)));
  });
}
