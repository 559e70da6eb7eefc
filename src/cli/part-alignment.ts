import { UsageError } from '../errors.ts';
import type { AlignmentRequest } from '../inspection/alignment.ts';
import { withAlignment } from '../inspection/alignment-request.ts';
import { assertAligned } from '../inspection/good-alignment.ts';
import { assertWritable } from '../node/files/files.ts';
import { loadPart, PART_FILE, updatePart } from '../node/inspection/part-store.ts';
import { nodeRuntime } from '../node/runtime/runtime.ts';
import { printable } from '../printable.ts';
import { alignmentLines, toTolerances } from './alignment-options.ts';
import { waiting } from './calibrate-removal.ts';
import { ExitCode, type Invocation } from './command.ts';
import { onePartFile } from './one-part-file.ts';
import type { partAlignmentOptions } from './part-alignment-options.ts';

/**
 * `fewgood part alignment bolt.part --max-angle 4`.
 *
 * @throws {@link UsageError} if no part file is named, or nothing is said of how it lies.
 */
export async function runPartAlignment({
  options,
  args,
  terminal,
}: Invocation<typeof partAlignmentOptions>): Promise<ExitCode> {
  const path = onePartFile(args, {
    task: 'set the alignment of a part',
    example: 'fewgood part alignment bolt.part --max-angle 4',
  });
  const change = changeOf(options);
  await assertWritable(path, PART_FILE);
  const wanted = withAlignment(await loadPart(path), change);
  for (const { message, remedy } of await assertAligned(nodeRuntime(), wanted)) {
    terminal.log(`warning: ${message}. ${remedy}`);
  }
  const { part } = await updatePart(
    path,
    (one) => ({ part: withAlignment(one, change) }),
    waiting(path, terminal),
  );
  if (options.json) {
    terminal.out(JSON.stringify({ part: path, alignment: part.alignment ?? null }));
    return ExitCode.ok;
  }
  const lines = alignmentLines(part.alignment);
  const told = lines.length === 0 ? ['how the part lies is not told'] : lines;
  for (const line of told) terminal.out(`${printable(path)}: ${line}`);
  return ExitCode.ok;
}

/** What is said of how the part lies; null where it is not to be aligned any more. */
function changeOf(
  options: Invocation<typeof partAlignmentOptions>['options'],
): Partial<AlignmentRequest> | null {
  const tolerances = toTolerances(options);
  const isStated = options.alignment || Object.keys(tolerances).length > 0;
  if (options.none !== isStated) return options.none ? null : tolerances;
  throw new UsageError(
    `Cannot set the alignment of a part: ${options.none ? '--none stands beside other options' : 'nothing is said of it'}`,
    'Pass --alignment, --max-angle or --max-offset, or --none alone.',
    { options: ['alignment', 'maxAngle', 'maxOffset', 'none'] },
  );
}
