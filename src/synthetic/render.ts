import { ArgumentRangeError } from '../errors.ts';
import type { RgbImage, Size } from '../image/rgb-image.ts';
import { type Random, seededRandom } from '../random.ts';
import { takePicture } from './camera.ts';
import { type DefectKind, defects, parseDefectKind } from './defects/index.ts';
import type { Design } from './design.ts';
import { between } from './draw.ts';
import { compare, type MaskedPicture, type Exposure } from './ground-truth.ts';
import { designOf, parsePartKind, type PartKind } from './kinds/index.ts';
import { drawView, type PoseFreedom, poseFreedoms } from './pose.ts';
import { drawLight, type LightFreedom, lightFreedoms, shade } from './shading.ts';
import { paintSurface } from './surface.ts';

/** What to render. */
export interface RenderOptions {
  /** Kind of part. */
  readonly kind: PartKind;
  /** Any integer: another seed is another part of the kind in another picture. */
  readonly seed: number;
  /** In pixels: the side of a square, or both sides; each from 16 to 4096. */
  readonly size: number | Size;
  /** None by default. */
  readonly defect?: DefectKind | null;
  /** How freely the part lies; `small` by default. */
  readonly pose?: PoseFreedom;
  /** Whether direction, strength, colour and evenness of the light vary; `varied` by default. */
  readonly light?: LightFreedom;
  /** Standard deviation of the sensor noise at mid-grey, in levels of 255; 2 by default. */
  readonly noise?: number;
}

/** A picture with its truth. */
export interface PartSample {
  /** The picture. */
  readonly image: RgbImage;
  /** 1 on the defect, 0 elsewhere and on all of a good part, shape [height, width]. */
  readonly mask: Uint8Array;
  /** What is wrong with the part, null for a good one. */
  readonly defect: DefectKind | null;
  /** Kind of part. */
  readonly kind: PartKind;
}

/** A defect counts as seen if this share of its mask differs visibly from the good part ... */
export const leastVisibility = 0.25;
/** ... and its mask has at least this share of the picture's pixels, and never fewer than `leastArea`. */
const leastAreaShare = 0.0003;
const leastArea = 6;
/** How often a defect that is not seen is drawn again, each time stronger. */
const attempts = 16;
const strengthStep = 0.12;

/**
 * Renders a part, the same bytes for the same options on every machine.
 *
 * The good and the defective picture of one seed are twins: same pose, light, surface and noise;
 * they differ only where the mask is 1 and in the pixel around it. A defect is drawn again until at
 * least a quarter of its mask differs by 16 levels or more, so that an inspector would see it.
 *
 * @throws {@link ArgumentRangeError} if the kind or the defect does not exist, or a number is out of range.
 */
export function renderPart(options: RenderOptions): PartSample {
  const kind = parsePartKind(options.kind);
  const defect = options.defect == null ? null : parseDefectKind(options.defect);
  const studio = arrange(options);
  const design = designOf(kind);
  const good = expose(studio, design);
  if (defect === null) {
    const mask = new Uint8Array(good.picture.width * good.picture.height);
    return { image: good.picture, mask, defect, kind };
  }
  const { picture, mask } = drawVisibly(defect, { studio, design, good });
  return { image: picture, mask, defect, kind };
}

/** All that a good part and its defective twin have in common. */
export interface Studio {
  readonly view: ReturnType<typeof drawView>;
  readonly light: ReturnType<typeof drawLight>;
  readonly camera: Parameters<typeof takePicture>[2];
  readonly textureSeed: number;
  /** For defects. */
  readonly random: Random;
}

function arrange(options: RenderOptions): Studio {
  const { seed, size, pose = 'small', light = 'varied', noise = 2 } = options;
  const { width, height } = typeof size === 'number' ? { width: size, height: size } : size;
  assertWithin('width', width, isSide(width), 'a whole number of pixels from 16 to 4096');
  assertWithin('height', height, isSide(height), 'a whole number of pixels from 16 to 4096');
  assertWithin('seed', seed, Number.isSafeInteger(seed), 'an integer');
  assertWithin('noise', noise, noise >= 0 && noise <= 64, 'a number from 0 to 64');
  assertWithin('pose', pose, poseFreedoms.includes(pose), poseFreedoms.join(', '));
  assertWithin('light', light, lightFreedoms.includes(light), lightFreedoms.join(', '));

  const random = seededRandom(seed);
  const anySeed = (name: string): number => random.fork(name).below(2 ** 31);
  return {
    view: drawView({ width, height }, pose, random.fork('pose')),
    light: drawLight(light, random.fork('light')),
    camera: { blur: between(random.fork('blur'), 0.03, 0.1), noise, seed: anySeed('noise') },
    textureSeed: anySeed('texture'),
    random: random.fork('defect'),
  };
}

/** Paints a design, and takes its picture. */
export function expose({ view, light, camera, textureSeed }: Studio, design: Design): Exposure {
  const surface = paintSurface(design, view, textureSeed);
  return { surface, picture: takePicture(shade(surface, view, light), view, camera) };
}

/** A defect that is seen, with the design that has it. */
export interface VisibleDefect extends MaskedPicture {
  readonly design: Design;
}

/** Draws a defect until it is seen, each time elsewhere and stronger; the best of them in the end. */
export function drawVisibly(
  defect: DefectKind,
  { studio, design, good }: { studio: Studio; design: Design; good: Exposure },
): VisibleDefect {
  const { view } = studio;
  const random = studio.random.fork(defect);
  const enough = Math.max(leastArea, leastAreaShare * view.width * view.height);
  const attempt = (strength: number): VisibleDefect => {
    const flawed = defects[defect]({ design, random, strength, pixel: view.pixel });
    return { ...compare(good, expose(studio, flawed)), design: flawed };
  };
  const isSeen = ({ area, visible }: MaskedPicture): boolean =>
    area >= enough && visible >= leastVisibility * area;

  let best = attempt(1);
  for (let again = 1; again < attempts && !isSeen(best); again++) {
    const next = attempt(1 + strengthStep * again);
    if (isSeen(next) || next.visible > best.visible) best = next;
  }
  return best;
}

function isSide(value: number): boolean {
  return Number.isInteger(value) && value >= 16 && value <= 4096;
}

/** @throws {@link ArgumentRangeError} unless `holds`. */
function assertWithin(
  argument: string,
  value: number | string,
  holds: boolean,
  expected: string,
): void {
  if (!holds) throw new ArgumentRangeError(argument, value, expected);
}
