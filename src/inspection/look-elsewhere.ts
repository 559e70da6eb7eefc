import { PartError } from '../errors.ts';
import { correctionFor } from '../image/light.ts';
import { type LookArea, lookMask, lookWindow } from '../image/look-area.ts';
import type { Rectangle, Size } from '../image/rgb-image.ts';
import { printable } from '../printable.ts';
import { appearanceOf, contentOf } from './appearance.ts';
import { Enrolment } from './enrolment.ts';
import type { EnrolmentOptions } from './enrolment-options.ts';
import { squareSide } from './feature-options.ts';
import { augmentationsOf } from './part-augmentations.ts';
import { modelsOfPart, readModels, viewsOf } from './part-models.ts';
import type { Part, SupportPicture } from './part.ts';
import type { SeenPicture, ViewEnrolment } from './view-enrolment.ts';

/** What learning again needs besides the part. */
export interface LookOptions extends Pick<
  EnrolmentOptions,
  'runtime' | 'model' | 'companions' | 'onProgress' | 'signal'
> {
  /** Name of the part in messages. */
  readonly name?: string;
}

/**
 * The part, looking at less of its pictures: it is learned again from its good pictures as it holds them,
 * with its settings, models and pose. Confirmed pictures are taken back, since the part holds no pixels of
 * them that could be scored again. With the area that it has, the same part comes out. Where it corrects light, what is
 * usual is found again where it looks.
 *
 * @param lookArea - Within what the part looks at, of the same bounding box; undefined for whole pictures.
 * @throws {@link PartError} if the part has places, or does not hold what is to be looked at, or the models are not its own.
 * @throws {@link ArgumentRangeError} if nothing is left that is looked at.
 */
export async function lookElsewhere(
  part: Part,
  lookArea: LookArea | undefined,
  options: LookOptions,
): Promise<Part> {
  const { name = 'part', model, companions = [], runtime } = options;
  if (part.layout?.kind === 'places') throw hasPlaces(name);
  for (const picture of part.support) assertHeld(part, lookArea, sizeOf(picture, name), name);
  const views = viewsOf(part);
  if (views.some(({ settings }) => squareSide(settings) !== squareSide(part.settings))) {
    throw notHeld(
      name,
      'its models see pictures of different sizes, and it holds those of the first',
    );
  }
  const files = readModels([model, ...companions], runtime.sha256);
  const models = modelsOfPart(part, files, name);
  const settings = views.map((view) => view.settings);
  const { targetFalseReject } = part.calibration;
  const { sampleBits, pose, sizing, alignment, light, layout } = part;
  const learning = { ...options, lookArea, targetFalseReject, sampleBits };
  const enrolment = await Enrolment.load([], models, settings, learning);
  try {
    const seen = enrolment.views.map((view) =>
      part.support.map((one) => seenAgain(one, view, name, light !== undefined)),
    );
    const learned = await enrolment.learnAgain(seen, poseOf(part));
    const corrected = light && { light: correctionFor(light, seen[0]) };
    const kept = {
      ...(sizing && { sizing }),
      ...(alignment && { alignment }),
      ...(layout && { layout }),
    };
    return { ...learned, pose, ...kept, ...corrected };
  } finally {
    await enrolment.release();
  }
}

/** @param isCorrected - Whether its light is: what was clipped is known as it came alone. */
function seenAgain(
  kept: SupportPicture,
  view: ViewEnrolment,
  name: string,
  isCorrected: boolean,
): SeenPicture {
  const frame = view.frameOf(sizeOf(kept, name));
  const square = frame.filled(kept.image);
  const measured = appearanceOf(contentOf(square, frame), frame.picture);
  const clipped = isCorrected ? (kept.appearance?.clipped ?? measured.clipped) : measured.clipped;
  const appearance = { ...measured, clipped };
  return { picture: { ...kept, image: square, appearance }, square, frame };
}

/** The pose that the part has, with the augmentations that its banks count. */
function poseOf({ settings, augmentations }: Part) {
  const ofAny = augmentationsOf({ ...settings, pose: 'auto' });
  const all = [...augmentationsOf(settings), ...ofAny];
  return {
    pose: settings.pose,
    augmentations: augmentations.flatMap((one) => all.find(({ name }) => name === one) ?? []),
  };
}

function sizeOf({ appearance }: SupportPicture, name: string): Size {
  if (appearance !== undefined) return appearance;
  throw notHeld(
    name,
    'it does not know the size of its good pictures, as fewgood 0.1.0 learned it',
  );
}

/** Checks that the part holds what is to be looked at of a picture: cut out alike, and not filled. */
function assertHeld(
  { lookArea: before }: Part,
  after: LookArea | undefined,
  picture: Size,
  name: string,
): void {
  const [had, wants] = [lookedOf(before, picture), lookedOf(after, picture)];
  const sides = ['x', 'y', 'width', 'height'] as const;
  if (sides.some((side) => had.window[side] !== wants.window[side])) {
    const shape = before?.include ? 'another shape' : 'a shape';
    const cut = `${shape} would be cut out of them`;
    throw notHeld(name, `it holds its good pictures as they were cut out, and ${cut}`);
  }
  const lost = wants.looked.reduce((sum, looks, i) => sum + (looks && !had.looked[i] ? 1 : 0), 0);
  if (lost === 0) return;
  throw notHeld(
    name,
    `it does not hold ${lost} pixels of ${picture.width} × ${picture.height} that would be looked at`,
  );
}

function lookedOf(
  area: LookArea | undefined,
  picture: Size,
): { readonly window: Rectangle; readonly looked: Uint8Array } {
  const window = lookWindow(area ?? { include: null }, picture);
  const looked = area
    ? lookMask(area, picture, window)
    : new Uint8Array(window.width * window.height).fill(1);
  return { window, looked };
}

function hasPlaces(name: string): PartError {
  return new PartError(
    printable(name),
    'it looks at the places of its layout: expected a part of one kind',
    'Enrol the part again from its good pictures, with the places that are wanted.',
    { action: 'enrol a part', options: ['places'] },
  );
}

function notHeld(name: string, fault: string): PartError {
  return new PartError(
    printable(name),
    `${fault}: expected an area within what it looks at, of the same bounding box`,
    'Enrol the part again from its good pictures, with the area that is wanted.',
    { action: 'enrol a part', options: ['region', 'ignoreRegion', 'mask', 'none'] },
  );
}
