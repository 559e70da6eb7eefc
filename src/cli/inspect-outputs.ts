import { lockOf } from '../node/files/file-lock.ts';
import { assertApart, assertNoInput } from '../node/files/input-guard.ts';
import type { InspectOptions } from './inspect-options.ts';
import { outboxOf } from './inspect-telling.ts';

/**
 * Checks that the outputs of an inspection are neither among its inputs nor one file twice, of which one
 * would erase or spoil what the other holds.
 *
 * @param inputs - Paths that are read.
 * @param descriptor - Of standard output.
 * @throws {@link FileError} if they are.
 */
export async function assertOutputs(
  options: InspectOptions,
  inputs: readonly string[],
  descriptor: number | undefined,
): Promise<void> {
  const { report, log, state, overlays, maps } = options;
  const files = [report, log, state, outboxOf(options)].filter((path) => path !== undefined);
  for (const output of files) await assertNoInput(output, inputs);
  const locks = state === undefined ? [] : [await lockOf(state)];
  // Overlays and maps may share a folder, where they have names of their own.
  const folders = [...new Set([overlays, maps])].filter((path) => path !== undefined);
  await assertApart([...files, ...locks, ...folders], descriptor);
}
