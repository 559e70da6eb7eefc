import { assertNotCancelled, type CancelSignal } from '../cancellation.ts';
import { SupportSetError } from '../errors.ts';
import { correctLight, fitLight, type LightCorrection, type LightRequest } from '../image/light.ts';
import { assertRgbImage, type RgbImage } from '../image/rgb-image.ts';
import type { ObjectContact } from '../objects/contact.ts';
import { looksOf } from './appearance.ts';
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

/** The picture of one object, cut out of a picture in which several may lie. */
export interface ObjectPicture extends NamedImage {
  /** What touching others leaves of it to be judged; null, or left out, where it touches none. */
  readonly contact?: ObjectContact | null;
  /** Number of its kind; the first if it is left out. */
  readonly kind?: number;
}

/** A good picture to learn from, or one that is yet to be read. */
export type GoodPicture = NamedImage | WaitingPicture;

/** Bytes of the pictures that are held; those that wait hold none. */
export function heldBytes(pictures: readonly GoodPicture[]): number {
  return pictures.reduce((sum, one) => sum + ('image' in one ? one.image.data.length : 0), 0);
}

/** What the models see of a support set. */
export interface SeenSupport {
  /** For each set of models: for each model, each picture. */
  readonly seen: readonly (readonly (readonly SeenPicture[])[])[];
  /** How its light was corrected; undefined where it was not. */
  readonly light: LightCorrection | undefined;
}

/** How pictures are seen. */
interface SeeingOptions {
  /** What is to be done about light. */
  readonly light?: LightRequest | undefined;
  readonly signal?: CancelSignal | undefined;
}

/**
 * Reads pictures one after another, and keeps what each model sees of them.
 *
 * @param sets - Of models, at least one in each; parts keep what the first one of the set sees.
 * @throws {@link SupportSetError} if a picture is there twice.
 * @throws {@link ShapeError} if an image does not hold its pixels.
 * @throws {@link ArgumentRangeError} if the pictures do not allow the correction of light.
 */
export async function seePictures(
  pictures: readonly GoodPicture[],
  sets: readonly (readonly ViewEnrolment[])[],
  { light: request, signal }: SeeingOptions,
): Promise<SeenSupport> {
  const read: ReadPicture[] = [];
  for (const [i, one] of pictures.entries()) {
    assertNotCancelled(signal, 'enrol', `${i} of ${pictures.length} pictures`);
    const image = 'image' in one ? one.image : await one.read();
    assertRgbImage(image);
    const identity = { name: one.name, sha256: pictureHash(image) };
    read.push({ identity, sets: sets.map((views) => views.map((view) => see(image, view))) });
  }
  assertDistinct(read.map(({ identity }) => identity));
  // What is done to light is one thing at every size.
  const firsts = read.map(({ sets: [[first]] }) => first);
  const light = request && fitLight(request, firsts);
  const seen = sets.map((views, s) => {
    const all = read.map((one) => toSeen(one, s, light));
    return views.map((_, v) => all.map((ofViews) => ofViews[v]));
  });
  return { seen, light };
}

/** How a picture lies in the square of a model, its light as it is. */
type Sighting = Pick<SeenPicture, 'square' | 'frame'>;

/** A picture that was read. */
interface ReadPicture {
  readonly identity: Pick<SupportPicture, 'name' | 'sha256'>;
  /** For each set of models, for each model. */
  readonly sets: readonly (readonly Sighting[])[];
}

function see(image: RgbImage, view: ViewEnrolment): Sighting {
  const frame = view.frameOf(image);
  return { square: frame.squareOf(image), frame };
}

/** A picture as each model of a set sees it. */
function toSeen(
  { identity, sets }: ReadPicture,
  set: number,
  light: LightCorrection | undefined,
): SeenPicture[] {
  const sightings = sets[set];
  const corrected = sightings.map((one) => (light ? correctLight(one, light) : one.square));
  const [{ square: uncorrected, frame: first }] = sightings;
  const { appearance } = looksOf(corrected[0], uncorrected, first);
  const picture = { ...identity, image: corrected[0], appearance };
  return sightings.map(({ frame }, v) => ({ picture, square: corrected[v], frame }));
}

function assertDistinct(support: readonly Pick<SupportPicture, 'name' | 'sha256'>[]): void {
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
