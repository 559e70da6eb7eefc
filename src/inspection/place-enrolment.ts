/**
 * Learns a part of several kinds from pictures that show each at places of its own.
 *
 * @module
 */
import { assertNotCancelled } from '../cancellation.ts';
import { ArgumentRangeError, SupportSetError } from '../errors.ts';
import { OBJECTS } from '../hyperparameters.ts';
import { cornersOf } from '../image/look-area.ts';
import type { Size } from '../image/rgb-image.ts';
import type { PlacesLayout } from '../objects/layout.ts';
import { toPlacesLayout, type WantedPlace } from '../objects/wanted-places.ts';
import { assertAlignment } from './alignment-request.ts';
import { enroll } from './enrolment.ts';
import type { EnrolmentOptions, EnrolmentProgress } from './enrolment-options.ts';
import type { EnrolmentWarning } from './enrolment-warning.ts';
import { alikeKinds } from './alike-kinds.ts';
import { assertNoFlat, drawnEvenly, objectsOf } from './object-enrolment.ts';
import { frameReasons } from './object-reasons.ts';
import type { Part } from './part.ts';
import type { PartSettings } from './settings.ts';
import type { GoodPicture, ObjectPicture } from './support-pictures.ts';

/** How far an enrolment of several kinds is. */
export interface KindProgress extends EnrolmentProgress {
  /** What the kind is called that is being learned. */
  readonly kind: string;
}

/** How a part is learned of pictures that show several kinds. */
export interface PlaceEnrolmentOptions extends Omit<
  EnrolmentOptions,
  'lookArea' | 'layout' | 'foreground' | 'onProgress'
> {
  /** Where what lies. */
  readonly places: readonly WantedPlace[];
  /** Whether what lies beside the places is learned and judged as well; true by default. */
  readonly rest?: boolean;
  /** Most objects that a kind is learned from, drawn evenly from all; 12 by default. */
  readonly mostObjects?: number;
  /** Told of progress. */
  readonly onProgress?: (progress: KindProgress) => void;
}

/**
 * Learns a part of each kind from what lies at its places in good pictures, and joins them to one. Its own fields are
 * those of the first kind.
 *
 * @param pictures - Those that wait are read twice.
 * @throws {@link ArgumentRangeError} if places are none, share a name, lie beyond the picture or are of several sizes a
 *   kind, there is a flat field or alignment, which are of pictures of one object, and as `enroll`.
 * @throws {@link SupportSetError} if pictures have other proportions than the first, and as `enroll`.
 */
export async function enrollPlaces(
  pictures: readonly GoodPicture[],
  { places, rest = true, mostObjects = OBJECTS.most, ...options }: PlaceEnrolmentOptions,
): Promise<Part> {
  assertNoFlat(options);
  const { layout, objects } = await readPlaces(pictures, places, { ...options, rest });
  const kinds: Part[] = [];
  for (const [number, kind] of layout.kinds.entries()) {
    const isRest = rest && number === layout.kinds.length - 1;
    const { onProgress, onWarning, ...others } = options;
    const own = { ...others, ...listeners(kind, isRest, { onProgress, onWarning }) };
    kinds.push(
      isRest
        ? await enroll(pictures, { ...own, ...besidePlaces(places, options.settings) })
        : await enroll(drawnEvenly(objectsOfKind(objects, number), mostObjects), own),
    );
  }
  const [first, ...further] = kinds;
  const part: Part = { ...first, layout, ...(further.length > 0 && { kinds: further }) };
  for (const warning of await alikeKinds(part, pictures, options)) options.onWarning?.(warning);
  return part;
}

/** What lies at the places of good pictures; what lies beside is most of a picture, and read when it is its turn. */
async function readPlaces(
  pictures: readonly GoodPicture[],
  places: readonly WantedPlace[],
  { rest = true, signal, alignment }: Pick<PlaceEnrolmentOptions, 'rest' | 'signal' | 'alignment'>,
): Promise<{ readonly layout: PlacesLayout; readonly objects: readonly ObjectPicture[] }> {
  let layout: PlacesLayout | undefined;
  const objects: ObjectPicture[] = [];
  for (const [i, one] of pictures.entries()) {
    assertNotCancelled(signal, 'enrol', `${i} of ${pictures.length} pictures`);
    const image = 'image' in one ? one.image : await one.read();
    layout ??= toPlacesLayout(places, rest, image);
    if (alignment !== undefined) assertAlignment(alignment, { layout });
    assertFrame(one.name, image, layout.picture);
    objects.push(...objectsOf({ name: one.name, image }, { ...layout, hasRest: false }));
  }
  if (layout !== undefined) return { layout, objects };
  throw new ArgumentRangeError('pictures', 0, 'at least one picture');
}

interface Listeners {
  readonly onProgress: PlaceEnrolmentOptions['onProgress'] | undefined;
  readonly onWarning: PlaceEnrolmentOptions['onWarning'] | undefined;
}

/** They are told which kind it is about. */
function listeners(
  kind: string,
  isRest: boolean,
  { onProgress, onWarning }: Listeners,
): Pick<EnrolmentOptions, 'onProgress' | 'onWarning'> {
  return {
    onProgress: (progress) => onProgress?.({ ...progress, kind }),
    onWarning: (warning) => {
      if (isRest && OF_PARTS.has(warning.code)) return;
      const { message, facts } = warning;
      onWarning?.({ ...warning, message: `${kind}: ${message}`, facts: { ...facts, kind } });
    },
  };
}

/** What lies beside places looks the same in all pictures, and is not checked for being there. */
const OF_PARTS: ReadonlySet<EnrolmentWarning['code']> = new Set(['near-copy', 'checks-off']);

/**
 * What lies beside places is always there, as it is: it has no pose, and cannot be absent. A thing that lies there is
 * all that has edges and contrast: looks are checked at the places.
 */
function besidePlaces(
  places: readonly WantedPlace[],
  settings: Partial<PartSettings> = {},
): Pick<EnrolmentOptions, 'lookArea' | 'settings'> {
  const ignore = places.map(({ box }) => cornersOf(box));
  return {
    lookArea: { include: null, ignore, mask: null },
    settings: { ...settings, pose: 'fixed', presence: 'none', appearance: 'none' },
  };
}

function objectsOfKind(objects: readonly ObjectPicture[], number: number): ObjectPicture[] {
  return objects.filter(({ kind }) => kind === number);
}

/** Places are shares of the frame. */
function assertFrame(name: string, picture: Size, good: Size): void {
  const [reason] = frameReasons(picture, good);
  if (reason === undefined) return;
  throw new SupportSetError(
    'find the places',
    `${name} has ${picture.width} × ${picture.height} pixels: expected the proportions of the first picture, ${good.width} × ${good.height}`,
    'Name pictures of one frame: places are shares of it.',
  );
}
