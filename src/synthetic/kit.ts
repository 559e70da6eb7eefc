import { ArgumentRangeError } from '../errors.ts';
import type { Rectangle, RgbImage } from '../image/rgb-image.ts';
import { seededRandom } from '../random.ts';
import { takePicture } from './camera.ts';
import type { DefectKind } from './defects/index.ts';
import { between } from './draw.ts';
import { designOf, parsePartKind, type PartKind } from './kinds/index.ts';
import { drawLight, shade } from './shading.ts';
import { paintTable } from './surface.ts';
import { assertTray, type TrayOptions } from './tray.ts';
import { boxOf, FIELD, layPart, SHIFT, viewAt } from './tray-part.ts';

/** What lies at a place of a kit. */
export interface KitPart {
  /** Kind of the part. */
  readonly kind: PartKind;
  /** What is wrong with it, null for a good one. */
  readonly defect: DefectKind | null;
}

/** What to render. */
export interface KitOptions extends Omit<TrayOptions, 'kind' | 'parts' | 'touching'> {
  /** Kind of parts on whose background all lie. */
  readonly ground: PartKind;
  /** What lies at each place, row by row from the left; null for an empty one. */
  readonly parts: readonly (KitPart | null)[];
}

/** A picture of a kit with its truth. */
export interface KitSample {
  /** The picture. */
  readonly image: RgbImage;
  /** What each part covers, pixels of the picture; null of an empty place. */
  readonly boxes: readonly (Rectangle | null)[];
}

/**
 * Renders a tray on which parts of several kinds lie, each at a place of its own, the same bytes for the same options on
 * every machine.
 *
 * @throws {@link ArgumentRangeError} if there are not as many parts as places, or a number is out of range.
 */
export function renderKit(options: KitOptions): KitSample {
  const { seed, columns, rows, place, parts, noise = 2 } = options;
  assertTray(options);
  if (parts.length !== columns * rows) {
    throw new ArgumentRangeError('parts', parts.length, `${columns * rows}, one a place`);
  }
  const random = seededRandom(seed);
  const light = drawLight(options.light ?? 'varied', random.fork('light'));
  const camera = {
    blur: between(random.fork('blur'), 0.03, 0.1),
    noise,
    seed: random.fork('noise').below(2 ** 31),
  };
  const laid = parts.map((part, i) => {
    if (part === null) return null;
    // Of its own place: what lies elsewhere moves no part.
    const own = random.fork(`part-${i}`);
    const pose = own.fork('pose');
    const x = ((i % columns) + 0.5) * FIELD + between(pose, -SHIFT, SHIFT);
    const y = (Math.floor(i / columns) + 0.5) * FIELD + between(pose, -SHIFT, SHIFT);
    const view = viewAt(x, y, options, options.isTurned === false ? 0 : pose.uniform());
    const design = designOf(parsePartKind(part.kind));
    return layPart({ design, defect: part.defect }, { view, place, light, camera }, own);
  });
  const { background } = designOf(parsePartKind(options.ground));
  const view = viewAt(0, 0, options, 0);
  const table = { background, view, seed: random.fork('table').below(2 ** 31) };
  const placed = laid.filter((one) => one !== null);
  return {
    image: takePicture(shade(paintTable(placed, table), view, light), view, camera),
    boxes: laid.map((one) => one && boxOf(one.design, one.view)),
  };
}
