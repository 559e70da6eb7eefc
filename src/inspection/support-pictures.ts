import { assertNotCancelled, type CancelSignal } from '../cancellation.ts';
import { SupportSetError } from '../errors.ts';
import { assertRgbImage, type RgbImage } from '../image/rgb-image.ts';
import { appearanceOf, contentOf } from './appearance.ts';
import { pictureHash } from './identity.ts';
import type { SupportPicture } from './part.ts';
import type { WaitingPicture } from './run.ts';
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
 * @param sets - Of models, at least one in each; parts keep what the first one of the set sees.
 * @returns For each set: each picture, for each model.
 * @throws {@link SupportSetError} if a picture is there twice.
 * @throws {@link ShapeError} if an image does not hold its pixels.
 */
export async function seePictures(
  pictures: readonly GoodPicture[],
  sets: readonly (readonly ViewEnrolment[])[],
  signal: CancelSignal | undefined,
): Promise<SeenPicture[][][]> {
  const seen: SeenPicture[][][] = sets.map((views) => views.map(() => []));
  for (const [i, one] of pictures.entries()) {
    assertNotCancelled(signal, 'enrol', `${i} of ${pictures.length} pictures`);
    const image = 'image' in one ? one.image : await one.read();
    assertRgbImage(image);
    const identity = { name: one.name, sha256: pictureHash(image) };
    for (const [s, views] of sets.entries()) {
      const [first, ...others] = views.map((view) => see(image, view));
      const picture = {
        ...identity,
        image: first.square,
        appearance: appearanceOf(contentOf(first.square, first.frame), first.frame.picture),
      };
      for (const [v, ofView] of [first, ...others].entries())
        seen[s][v].push({ picture, ...ofView });
    }
  }
  assertDistinct(seen[0][0].map(({ picture }) => picture));
  return seen;
}

function see(image: RgbImage, view: ViewEnrolment): Pick<SeenPicture, 'square' | 'frame'> {
  const frame = view.frameOf(image);
  return { square: frame.squareOf(image), frame };
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
