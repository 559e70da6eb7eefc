/**
 * Where a run over categories looks: alike in all of them, or in each as a file says.
 *
 * @module
 */
import { dirname, resolve } from 'node:path';
import * as z from 'zod';
import { UsageError } from '../errors.ts';
import type { LookArea } from '../image/look-area.ts';
import { parseJson } from '../json.ts';
import type { DatasetDecoding } from '../node/datasets/dataset-files.ts';
import type { LookRequest } from '../node/evaluation/category-looks.ts';
import { readFileText } from '../node/files/files.ts';
import { readImage } from '../node/image/image-decoder.ts';
import { printable } from '../printable.ts';
import type { Values } from './command.ts';
import { assertForegroundOptions } from './foreground-options.ts';
import { type LookReaders, toLookArea } from './look-options.ts';
import type { runLookOptions } from './run-options.ts';

type Options = Values<typeof runLookOptions>;

/** What a file says of the categories, by their names; shapes as on a command line. */
const fileSchema = z.record(
  z.string(),
  z.strictObject({
    region: z.string().optional(),
    ignoreRegions: z.array(z.string()).default([]),
    mask: z.string().optional(),
  }),
);

/** Of one category. */
type CategoryShapes = z.infer<typeof fileSchema>[string];

/**
 * What of the pictures of a run is looked at; undefined where that is all.
 *
 * @throws {@link UsageError} if options do not go together, or a file does not say where to look.
 */
export async function toLookRequest(
  options: Options,
  decoding: DatasetDecoding,
): Promise<LookRequest | undefined> {
  const { region, 'ignore-region': ignored, mask, regions } = options;
  assertForegroundOptions(options);
  const isStated = region !== undefined || ignored.length > 0 || mask !== undefined;
  const readMask: LookReaders['mask'] = async (path) => readImage(path, decoding);
  if (regions === undefined) {
    if (!isStated) return undefined;
    return {
      named: [],
      areaOf: (_, size) => toLookArea(options, { size, mask: readMask }),
    };
  }
  if (isStated) throw twice();
  const shapes = await readShapes(regions, options);
  return {
    named: Object.keys(shapes),
    areaOf: async (category, size) => {
      const own = Object.hasOwn(shapes, category) ? shapes[category] : undefined;
      if (own === undefined) return undefined;
      return inFile(regions, category, () => areaOf(own, { size, mask: readMask }));
    },
  };
}

function areaOf(
  { region, ignoreRegions, mask }: CategoryShapes,
  readers: LookReaders,
): Promise<LookArea | undefined> {
  return toLookArea({ region, 'ignore-region': ignoreRegions, mask }, readers);
}

/** Masks are named as seen from the file. */
async function readShapes(
  path: string,
  { foreground }: Options,
): Promise<Readonly<Record<string, CategoryShapes>>> {
  const parsed = fileSchema.safeParse(parseJson(await readFileText(path)));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw unusable(path, `${issue?.path.join('.') || 'it'}: ${issue?.message}`);
  }
  const folder = dirname(path);
  const entries = Object.entries(parsed.data).map(([category, shapes]) => {
    const { mask } = shapes;
    if (mask === undefined) return [category, shapes] as const;
    if (foreground !== 'none') {
      throw unusable(path, `${printable(category)}: a mask stands beside --foreground auto`);
    }
    return [category, { ...shapes, mask: resolve(folder, mask) }] as const;
  });
  return Object.fromEntries(entries);
}

/** What goes wrong with a category of a file, with the names of both. */
async function inFile<T>(file: string, category: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw unusable(file, `${printable(category)}: ${error.message}`);
  }
}

function unusable(file: string, fault: string): UsageError {
  return new UsageError(
    `Cannot use --regions ${printable(file)}: ${fault}`,
    'Write {"bottle": {"region": "10%,10%,80%,80%", "ignoreRegions": ["60%,70%,25%,15%"], "mask": "bottle.png"}}.',
    { options: ['regions'] },
  );
}

function twice(): UsageError {
  return new UsageError(
    'Cannot use --regions beside --region, --ignore-region or --mask: both say where to look',
    'Say it for each category in the file, or for all of them by the options.',
    { options: ['regions', 'region', 'ignoreRegion', 'mask'] },
  );
}
