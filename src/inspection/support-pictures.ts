import { assertNotCancelled, type CancelSignal } from '../cancellation.ts';
import { SupportSetError } from '../errors.ts';
import { Frame } from '../image/frame.ts';
import { assertRgbImage, type RgbImage } from '../image/rgb-image.ts';
import { appearanceOf } from './appearance.ts';
import { pictureHash } from './identity.ts';
import type { SupportPicture } from './part.ts';
import type { WaitingPicture } from './run.ts';
import type { PartSettings } from './settings.ts';
import type { SeenPicture, ViewEnrolment } from './view-enrolment.ts';

/** A good picture to learn from. */
export interface NamedImage {
  /** File name or any label; reports show it. */
  readonly name: string;
  /** The picture, of any size. */
  readonly image: RgbImage;
}

/** A good picture to learn from, or one that is yet to be read. */
export type GoodPicture = NamedImage | WaitingPicture;

/** Bytes of the pictures that are held; those that wait hold none. */
export function heldBytes(pictures: readonly GoodPicture[]): number {
  return pictures.reduce((sum, one) => sum + ('image' in one ? one.image.data.length : 0), 0);
}

/**
 * Reads pictures one after another, and keeps what each model sees of them.
 *
 * @param views - At least one; parts keep what the first one sees.
 * @returns Each picture, for each model.
 * @throws {@link SupportSetError} if a picture is there twice.
 * @throws {@link ShapeError} if an image does not hold its pixels.
 */
export async function seePictures(
  pictures: readonly GoodPicture[],
  views: readonly ViewEnrolment[],
  signal: CancelSignal | undefined,
): Promise<SeenPicture[][]> {
  const seen: SeenPicture[][] = views.map(() => []);
  for (const [i, one] of pictures.entries()) {
    assertNotCancelled(signal, 'enrol', `${i} of ${pictures.length} pictures`);
    const image = 'image' in one ? one.image : await one.read();
    const picture = toSupport({ name: one.name, image }, views[0].settings);
    for (const [v, view] of views.entries()) {
      seen[v].push({ picture, square: v === 0 ? picture.image : view.squareOf(image) });
    }
  }
  assertDistinct(seen[0].map(({ picture }) => picture));
  return seen;
}

function toSupport({ name, image }: NamedImage, { size, fit }: PartSettings): SupportPicture {
  assertRgbImage(image);
  const frame = new Frame(image, size, fit);
  const square = frame.squareOf(image);
  const appearance = appearanceOf(square, frame);
  return { name, sha256: pictureHash(image), image: square, appearance };
}

function assertDistinct(support: readonly SupportPicture[]): void {
  const names = new Map<string, string>();
  for (const { name, sha256 } of support) {
    const twin = names.get(sha256);
    if (twin !== undefined) {
      throw new SupportSetError(
        'enrol',
        `${name} has the same pixels as ${twin}: expected different pictures`,
        'Leave one of them out: a copy teaches nothing, and the threshold would come out too low.',
      );
    }
    names.set(sha256, name);
  }
}
