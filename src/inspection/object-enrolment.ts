import { assertNotCancelled } from '../cancellation.ts';
import { ArgumentRangeError, SupportSetError } from '../errors.ts';
import { OBJECTS } from '../hyperparameters.ts';
import type { Rectangle } from '../image/rgb-image.ts';
import type { ObjectLayout } from '../objects/layout.ts';
import { LayoutLearning, type ObjectsWanted } from '../objects/learn-layout.ts';
import { splitObjects } from '../objects/split-objects.ts';
import { enroll } from './enrolment.ts';
import type { EnrolmentOptions } from './enrolment-options.ts';
import type { Part } from './part.ts';
import type { GoodPicture, NamedImage, ObjectPicture } from './support-pictures.ts';

/** How a part is learned of pictures that show several of it. */
export interface ObjectEnrolmentOptions extends Omit<
  EnrolmentOptions,
  'lookArea' | 'layout' | 'foreground'
> {
  /** How many objects each picture shows, `auto` to find out, or the columns and rows of a grid of them. */
  readonly objects: ObjectsWanted;
  /** Where objects are looked for, in shares of the picture's sides; all of the picture by default. */
  readonly area?: Rectangle | null;
  /** Most objects that are learned from, drawn evenly from all; 12 by default. */
  readonly mostObjects?: number;
}

/**
 * Learns a part of pictures in which several good ones lie: how they lie, and what each that touches no other one
 * looks like. An inspector of such a part splits pictures and judges each object.
 *
 * @param pictures - Those that wait are read twice.
 * @throws {@link SupportSetError} if objects do not stand out, cover each other, their number is another one, or each touches another.
 * @throws {@link ArgumentRangeError} if the number of objects is none, there is a flat field, which is of whole pictures, and as `enroll`.
 */
export async function enrollObjects(
  pictures: readonly GoodPicture[],
  { objects, area = null, mostObjects = OBJECTS.most, ...options }: ObjectEnrolmentOptions,
): Promise<Part> {
  assertNoFlat(options);
  const learning = new LayoutLearning({ objects, area });
  for (const [i, one] of pictures.entries()) {
    assertNotCancelled(options.signal, 'enrol', `${i} of ${pictures.length} pictures`);
    learning.add(one.name, 'image' in one ? one.image : await one.read());
  }
  const layout = pictures.length === 0 ? undefined : learning.layout();
  const support: ObjectPicture[] = [];
  for (const one of layout === undefined ? [] : pictures) {
    const image = 'image' in one ? one.image : await one.read();
    support.push(...objectsOf({ name: one.name, image }, layout));
  }
  return enroll(drawnEvenly(apartFrom(support), mostObjects), { ...options, layout });
}

/**
 * Checks that light is not corrected by a flat field: it is of the whole picture, and what is corrected is one object of it.
 *
 * @throws {@link ArgumentRangeError} if there is one.
 */
export function assertNoFlat({ light }: Pick<EnrolmentOptions, 'light'>): void {
  const flat = light?.flat;
  if (flat === undefined) return;
  const expected = 'none where a picture shows several objects';
  throw new ArgumentRangeError('flat', `${flat.width} × ${flat.height} pixels`, expected);
}

/**
 * The pictures that a part judges in a picture: its objects, or itself where it shows one.
 *
 * @param layout - Of the part.
 */
export function objectsOf(
  { name, image }: NamedImage,
  layout: ObjectLayout | undefined,
): ObjectPicture[] {
  if (layout === undefined) return [{ name, image }];
  return splitObjects(image, layout).map(({ image: own, contact, place }, n) => ({
    name: `${name} #${place?.name ?? n + 1}`,
    image: own,
    contact,
    ...(place && { kind: place.number }),
  }));
}

/** Those that touch no other one: what a part is where nothing touches it is learned from them. */
function apartFrom(objects: readonly ObjectPicture[]): ObjectPicture[] {
  const apart = objects.filter(({ contact }) => !contact);
  if (apart.length > 0 || objects.length === 0) return apart;
  throw new SupportSetError(
    'tell objects apart',
    `each of ${objects.length} objects of the good pictures touches another one: expected some that lie alone`,
    'Lay objects apart in the good pictures: how one looks where nothing touches it is learned from them.',
  );
}

/** Some of all, evenly over them. */
export function drawnEvenly<T>(all: readonly T[], most: number): T[] {
  if (all.length <= most) return [...all];
  return Array.from({ length: most }, (_, i) => all[Math.floor((i * all.length) / most)]);
}
