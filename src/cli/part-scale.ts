import { UsageError } from '../errors.ts';
import type { Size } from '../image/rgb-image.ts';
import type { Part } from '../inspection/part.ts';
import { withSizing } from '../inspection/sizing.ts';
import { assertWritable } from '../node/files/files.ts';
import { loadPart, PART_FILE, updatePart } from '../node/inspection/part-store.ts';
import { printable } from '../printable.ts';
import { waiting } from './calibrate-removal.ts';
import { ExitCode, type Invocation } from './command.ts';
import { onePartFile } from './one-part-file.ts';
import type { partScaleOptions } from './part-scale-options.ts';
import { sizeLines, toSizing } from './size-options.ts';

/**
 * `fewgood part scale bolt.part --scale 12.5`.
 *
 * @throws {@link UsageError} if no part file is named, or nothing is said of sizes.
 */
export async function runPartScale({
  options,
  args,
  terminal,
}: Invocation<typeof partScaleOptions>): Promise<ExitCode> {
  const path = onePartFile(args, {
    task: 'set the scale of a part',
    example: 'fewgood part scale bolt.part --scale 12.5',
  });
  const before = await loadPart(path);
  await assertWritable(path, PART_FILE);
  const stated = await toSizing(options, async () => sizeOf(before));
  assertOneTask(options.none, Object.keys(stated).length > 0);
  const change = options.none ? { pixelsPerMillimetre: null, minArea: null } : stated;
  const { part } = await updatePart(
    path,
    (one) => ({ part: withSizing(one, change) }),
    waiting(path, terminal),
  );
  if (options.json) {
    terminal.out(JSON.stringify({ part: path, sizing: part.sizing ?? null }));
    return ExitCode.ok;
  }
  const lines = sizeLines(part.sizing);
  const told = lines.length === 0 ? ['sizes in pixels alone, any size fails a picture'] : lines;
  for (const line of told) terminal.out(`${printable(path)}: ${line}`);
  return ExitCode.ok;
}

function assertOneTask(isNone: boolean, isStated: boolean): void {
  if (isNone !== isStated) return;
  throw new UsageError(
    `Cannot set the scale of a part: ${isNone ? '--none stands beside other options' : 'nothing is said of it'}`,
    'Pass --scale, --scale-from or --min-area, or --none alone.',
    { options: ['scale', 'scaleFrom', 'minArea', 'none'] },
  );
}

/** Of the first good picture. */
function sizeOf({ support, layout }: Part): Size {
  const first = layout?.picture ?? support[0]?.appearance;
  if (first !== undefined) return first;
  throw new UsageError(
    'Cannot use --scale-from in percent or shares: the part does not know the size of its pictures',
    'Write it in pixels of a good picture.',
    { options: ['scaleFrom'] },
  );
}
