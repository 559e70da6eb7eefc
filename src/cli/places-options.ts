/**
 * The file that says where objects of several kinds lie: `--places FILE.json`.
 *
 * @module
 */
import * as z from 'zod';
import { UsageError } from '../errors.ts';
import type { LookArea } from '../image/look-area.ts';
import { parseJson } from '../json.ts';
import { readFileText } from '../node/files/files.ts';
import type { WantedPlace } from '../objects/wanted-places.ts';
import { printable } from '../printable.ts';
import type { Values } from './command.ts';
import { type LookReaders, toLookArea } from './look-options.ts';
import { type objectsOptions, rectangleOf } from './objects-options.ts';

/** Where objects of several kinds lie. */
export const placesOptions = {
  places: {
    type: 'string',
    value: 'FILE.json',
    help: 'each picture shows objects of several kinds, each at a place of its own that the file names: {"places": [{"name": "bolt left", "kind": "bolt", "region": "5%,10%,20%,80%"}, …]}',
  },
} as const;

/** What a file says of places; regions as on a command line. */
const fileSchema = z.strictObject({
  places: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        kind: z.string().min(1),
        region: z.string(),
      }),
    )
    .min(1),
  rest: z.boolean().default(true),
});

/** How a part is learned of pictures of several kinds. */
export interface PlacesRequest {
  readonly places: readonly WantedPlace[];
  readonly rest: boolean;
}

type Options = Values<typeof placesOptions & typeof objectsOptions> & {
  readonly foreground: string;
};

/**
 * What the file says of places; undefined where there is none.
 *
 * @param lookArea - Of the other options: there is none beside places.
 * @param readers - Of the first good picture.
 * @throws {@link UsageError} if the file does not say where objects lie, or options are at odds.
 */
export async function toPlacesRequest(
  { places: path, objects, grid, foreground }: Options,
  lookArea: LookArea | undefined,
  readers: LookReaders,
): Promise<PlacesRequest | undefined> {
  if (path === undefined) return undefined;
  const isOther = [objects, grid, lookArea].some((one) => one !== undefined);
  if (isOther || foreground !== 'none') throw atOdds();
  const parsed = fileSchema.safeParse(parseJson(await readFileText(path)));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw unusable(path, `${issue?.path.join('.') || 'it'}: ${issue?.message}`);
  }
  // It is read for each region otherwise.
  const size = await readers.size();
  const places: WantedPlace[] = [];
  for (const { name, kind, region } of parsed.data.places) {
    places.push({
      name,
      kind,
      box: await boxOf(path, { name, region }, { ...readers, size: async () => size }),
    });
  }
  return { places, rest: parsed.data.rest };
}

async function boxOf(
  path: string,
  { name, region }: { readonly name: string; readonly region: string },
  readers: LookReaders,
): Promise<WantedPlace['box']> {
  const place = printable(name);
  try {
    const area = await toLookArea({ region, 'ignore-region': [], mask: undefined }, readers);
    const box = area?.include && rectangleOf(area.include);
    if (box) return box;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw unusable(path, `${place}: ${error.message}`);
  }
  throw unusable(path, `${place}: its region is no upright rectangle: expected "x,y,width,height"`);
}

function unusable(path: string, fault: string): UsageError {
  return new UsageError(
    `Cannot use --places ${printable(path)}: ${fault}`,
    'Write {"places": [{"name": "bolt left", "kind": "bolt", "region": "5%,10%,20%,80%"}], "rest": true}.',
    { options: ['places'] },
  );
}

function atOdds(): UsageError {
  return new UsageError(
    'Cannot use --places beside --objects, --grid, --region, --ignore-region, --mask or --foreground: the file says where to look',
    'Leave the other options out.',
    { options: ['places', 'objects', 'grid', 'region', 'ignoreRegion', 'mask', 'foreground'] },
  );
}
