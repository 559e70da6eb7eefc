import { apart } from '../apart.ts';
import { APPEARANCE } from '../hyperparameters.ts';
import { Frame } from '../image/frame.ts';
import { tonesOf } from '../image/picture-statistics.ts';
import { type Appearance, contentOf } from './appearance.ts';
import { AppearanceCheck, type FramedBy } from './appearance-check.ts';
import type { EnrolmentWarning } from './enrolment-warning.ts';
import { squareSide } from './feature-options.ts';
import type { SupportPicture } from './part.ts';

/** A support picture whose looks were measured. */
type SeenPicture = SupportPicture & { readonly appearance: Appearance };

/**
 * What is doubtful about the looks of a support set: a picture that could not be judged by the others,
 * one that is blurred, overexposed or dark by itself, pictures of several sizes.
 */
export function appearanceWarnings(
  support: readonly SupportPicture[],
  settings: FramedBy,
): EnrolmentWarning[] {
  const pictures = support.filter(
    (picture): picture is SeenPicture => picture.appearance !== undefined,
  );
  return [
    ...pictures.flatMap((picture) => [
      ...unlikeOthers(picture, pictures, settings),
      ...faultsOf(picture),
    ]),
    ...sizesOf(pictures),
  ];
}

/** Of two pictures that are unlike each other, both are told: which one is at fault nobody knows. */
function unlikeOthers(
  picture: SeenPicture,
  pictures: readonly SeenPicture[],
  settings: FramedBy,
): EnrolmentWarning[] {
  const support = pictures.filter((other) => other !== picture);
  if (support.length === 0) return [];
  const check = AppearanceCheck.create({
    settings: { ...settings, appearance: 'check' },
    lookArea: settings.lookArea,
    support,
    calibration: { confirmed: [] },
  });
  const { name, appearance, image } = picture;
  const { fit, lookArea } = settings;
  const frame = new Frame(appearance, squareSide(settings), fit, lookArea);
  const content = contentOf(image, frame);
  const reasons = check?.reasonsOf(appearance, tonesOf(content)) ?? [];
  // Several sizes are told once, of all pictures.
  const others = reasons.filter((reason) => reason.code !== 'aspect-ratio');
  return others.map(({ code, message, facts }) => ({
    code: 'unlike-others',
    message: `${name} is unlike the other good pictures: ${message}`,
    remedy:
      'Take it again as the others were taken; keep it only if good parts may look like that.',
    facts: { picture: name, reason: code, ...facts },
  }));
}

function faultsOf({ name, appearance }: SeenPicture): EnrolmentWarning[] {
  const { sharpness, clipped, light } = appearance;
  const { leastSharpness, mostClipped, leastLight } = APPEARANCE.support;
  const warnings: EnrolmentWarning[] = [];
  if (sharpness < leastSharpness) {
    const [times] = apart(leastSharpness / sharpness, 1, (ratio, more) => ratio.toFixed(2 + more));
    warnings.push({
      code: 'blurred',
      message: `${name} is blurred, or has fewer pixels than the model sees: its edges are ${times} times as wide as those of a picture in focus are at most, of whatever part`,
      remedy: 'Focus the camera and clean the lens, or learn the part at a smaller size.',
      facts: { picture: name, measured: sharpness, limit: leastSharpness },
    });
  }
  if (clipped > mostClipped) {
    const [share, most] = apart(
      clipped,
      mostClipped,
      (value, more) => `${(100 * value).toFixed(more)} %`,
    );
    warnings.push({
      code: 'overexposed',
      message: `${name} is overexposed: ${share} of its pixels are fully white or have a colour at its end (255), ${most} are usual at most`,
      remedy: 'Shorten the exposure unless it is the background: nothing is seen in what is white.',
      facts: { picture: name, measured: clipped, limit: mostClipped },
    });
  }
  if (light < leastLight) {
    const [mean, least] = apart(light, leastLight, (value, more) => (255 * value).toFixed(more));
    warnings.push({
      code: 'dark',
      message: `${name} is dark: its mean light is ${mean} of 255, ${least} are usual at least`,
      remedy: 'Give more light or a longer exposure, unless the background is black.',
      facts: { picture: name, measured: light, limit: leastLight },
    });
  }
  return warnings;
}

function sizesOf(pictures: readonly SeenPicture[]): EnrolmentWarning[] {
  const sizes = new Map<string, number>();
  for (const { appearance } of pictures) {
    const size = `${appearance.width} × ${appearance.height}`;
    sizes.set(size, (sizes.get(size) ?? 0) + 1);
  }
  if (sizes.size < 2) return [];
  const counts = Array.from(sizes, ([size, count]) => `${count} of ${size}`).join(', ');
  return [
    {
      code: 'sizes',
      message: `the good pictures have ${sizes.size} sizes: ${counts} pixels`,
      remedy:
        'Take all of them with one camera and one crop: else a picture of another shape is not noticed.',
      facts: { sizes: Object.fromEntries(sizes) },
    },
  ];
}
