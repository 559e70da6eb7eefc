import { basename } from 'node:path';
import { PartError, UsageError } from '../errors.ts';
import type { LookArea } from '../image/look-area.ts';
import type { Size } from '../image/rgb-image.ts';
import { lookElsewhere } from '../inspection/look-elsewhere.ts';
import { viewsOf } from '../inspection/part-models.ts';
import { isLearnedAlike } from '../inspection/learned-alike.ts';
import { toHeader } from '../inspection/part-header.ts';
import type { Part } from '../inspection/part.ts';
import { assertWritable } from '../node/files/files.ts';
import { readImage } from '../node/image/image-decoder.ts';
import { loadPart, PART_FILE, updatePart } from '../node/inspection/part-store.ts';
import { findModels } from '../node/runtime/model-lookup.ts';
import { nodeRuntime } from '../node/runtime/runtime.ts';
import { counted } from '../page/format.ts';
import { printable } from '../printable.ts';
import { calibrationSummary } from './calibration-outcome.ts';
import { waiting } from './calibrate-removal.ts';
import { ExitCode, type Invocation, type Terminal } from './command.ts';
import { onePartFile } from './one-part-file.ts';
import { lookLines, toLookArea } from './look-options.ts';
import type { partRegionOptions } from './part-region-options.ts';
import { toPictureOptions } from './picture-options.ts';
import { createProgress } from './progress.ts';
import { thresholdLines } from './threshold-lines.ts';

type Options = Invocation<typeof partRegionOptions>['options'];

/**
 * `fewgood part region box.part --ignore-region 10%,10%,20%,20%`.
 *
 * @throws {@link UsageError} if no part file is named, or nothing is said of where to look.
 */
export async function runPartRegion({
  options,
  args,
  terminal,
}: Invocation<typeof partRegionOptions>): Promise<ExitCode> {
  const path = onePartFile(args, {
    task: 'look elsewhere',
    example: 'fewgood part region box.part --ignore-region 10%,10%,20%,20%',
  });
  const before = await loadPart(path);
  await assertWritable(path, PART_FILE);
  const lookArea = await areaOf(before, options);
  assertNoneConfirmed(before, options, path);
  const again = await learnAgain(before, lookArea, { path, options, terminal });
  const { part } = await updatePart(
    path,
    (one) => {
      if (!isLearnedAlike(one, before)) throw learnedMeanwhile(path);
      assertNoneConfirmed(one, options, path);
      const { sizing } = one;
      return { part: { ...again, ...(sizing && { sizing }) } };
    },
    waiting(path, terminal),
  );
  tell(path, part, before, { options, terminal });
  return ExitCode.ok;
}

/** What is looked at from now on: what is stated beside what was. */
async function areaOf(part: Part, options: Options): Promise<LookArea | undefined> {
  const stated = await toLookArea(options, {
    size: async () => sizeOf(part),
    mask: async (mask) => readImage(mask, toPictureOptions(options)),
  });
  if (options.none === (stated !== undefined)) {
    throw new UsageError(
      `Cannot look elsewhere: ${options.none ? '--none stands beside other options' : 'nothing is said of where to look'}`,
      'Pass --region, --ignore-region or --mask, or --none alone.',
      { options: ['region', 'ignoreRegion', 'mask', 'none'] },
    );
  }
  if (stated === undefined) return undefined;
  const { include, ignore, mask } = part.lookArea ?? { include: null, ignore: [], mask: null };
  return {
    include: stated.include ?? include,
    ignore: [...ignore, ...stated.ignore],
    mask: stated.mask ?? mask,
  };
}

function sizeOf({ support }: Part): Size {
  return support[0]?.appearance ?? { width: 1, height: 1 };
}

function assertNoneConfirmed({ calibration }: Part, options: Options, path: string): void {
  const { confirmed } = calibration;
  if (confirmed.length === 0 || options['drop-confirmed']) return;
  throw new UsageError(
    `Cannot look elsewhere with ${printable(path)}: ${counted(confirmed.length, 'picture')} confirmed: expected none, as their scores would be others`,
    'Add --drop-confirmed to take them back, then confirm them again: fewgood calibrate.',
    { options: ['dropConfirmed'] },
  );
}

async function learnAgain(
  part: Part,
  lookArea: LookArea | undefined,
  {
    path,
    options,
    terminal,
  }: { readonly path: string; readonly options: Options; readonly terminal: Terminal },
): Promise<Part> {
  const ofPart = viewsOf(part).map(({ model }) => model);
  const models = await findModels(options.model, ofPart);
  const progress = createProgress(terminal);
  try {
    return await lookElsewhere(part, lookArea, {
      runtime: nodeRuntime({ threads: options.threads }),
      ...models,
      name: basename(path),
      onProgress: ({ stage, done, total }) => progress.update(stage, done, total),
      signal: terminal.signal,
    });
  } finally {
    progress.clear();
  }
}

function tell(
  path: string,
  part: Part,
  before: Part,
  { options, terminal }: { readonly options: Options; readonly terminal: Terminal },
): void {
  const dropped = before.calibration.confirmed.length;
  if (options.json) {
    const lookArea = toHeader(part).lookArea ?? null;
    const calibration = calibrationSummary(part.calibration);
    terminal.out(JSON.stringify({ part: path, lookArea, calibration, dropped }));
    return;
  }
  const looked = part.lookArea ? lookLines(part.lookArea, sizeOf(part)) : ['whole pictures'];
  for (const line of looked) terminal.out(`${printable(path)}: looks at: ${line}`);
  if (dropped > 0) terminal.out(`taken back: ${counted(dropped, 'confirmed picture')}`);
  for (const line of thresholdLines(part.calibration)) terminal.out(line);
}

function learnedMeanwhile(path: string): PartError {
  return new PartError(
    printable(path),
    'it was learned anew in the meantime: expected the part that was read',
    'Give the command again.',
  );
}
