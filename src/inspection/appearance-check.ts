import { APPEARANCE } from '../hyperparameters.ts';
import { Frame } from '../image/frame.ts';
import {
  exchangedShare,
  likenessToNegatives,
  paletteOf,
  type PicturePalette,
} from '../image/picture-palette.ts';
import type { RgbImage } from '../image/rgb-image.ts';
import { type Appearance, contentOf } from './appearance.ts';
import { type Excess, excesses, type LooksCode, pixelExcess } from './appearance-limits.ts';
import { reasonOf } from './appearance-reasons.ts';
import type { Calibration, Part } from './part.ts';
import type { Reason } from './reason.ts';
import type { PartSettings } from './settings.ts';

/**
 * Codes in the order that they are told, by what comes first: of another file nothing else is told, of
 * other light only what is left when it is mended.
 */
const STAGES: readonly (readonly LooksCode[])[] = [
  ['size', 'aspect-ratio'],
  ['negative', 'too-dark', 'too-bright', 'overexposed'],
  ['low-contrast'],
  ['channel-order', 'colour-cast', 'saturation', 'blurred', 'noisy'],
];

/** Whose presence makes another one of its stage a mere consequence. */
const CONSEQUENCES: Readonly<Partial<Record<LooksCode, readonly LooksCode[]>>> = {
  size: ['aspect-ratio'],
  overexposed: ['too-bright'],
  negative: ['too-dark', 'too-bright', 'overexposed'],
  'channel-order': ['colour-cast', 'saturation'],
  blurred: ['noisy'],
};

/** What of a part the check goes by. */
interface CheckedPart extends Pick<Part, 'support'> {
  readonly settings: Pick<PartSettings, 'size' | 'fit' | 'appearance'>;
  readonly calibration: Pick<Calibration, 'confirmed'>;
}

/** Whether pictures look like the good pictures of a part, so that their scores say something. */
export class AppearanceCheck {
  readonly #size: number;
  /** Of the support set and of the pictures confirmed since. */
  readonly #goods: readonly Appearance[];
  /** Of the support set. */
  readonly #palettes: readonly PicturePalette[];

  private constructor(
    size: number,
    goods: readonly Appearance[],
    palettes: readonly PicturePalette[],
  ) {
    this.#size = size;
    this.#goods = goods;
    this.#palettes = palettes;
  }

  /** The check of a part; undefined if its settings, or what was kept of its pictures, allow none. */
  static create({ settings, support, calibration }: CheckedPart): AppearanceCheck | undefined {
    const { size, fit, appearance } = settings;
    if (appearance === 'none') return undefined;
    const goods: Appearance[] = [];
    const palettes: PicturePalette[] = [];
    for (const { appearance: good, image } of support) {
      if (good === undefined) return undefined;
      goods.push(good);
      palettes.push(paletteOf(contentOf(image, new Frame(good, size, fit))));
    }
    for (const { appearance: good } of calibration.confirmed) {
      if (good !== undefined) goods.push(good);
    }
    return new AppearanceCheck(size, goods, palettes);
  }

  /**
   * What of a picture's looks stands against judging it, most pressing first.
   *
   * @param appearance - Of the picture.
   * @param content - The picture as the model sees it, without what the frame adds; shape [h, w, 3].
   */
  reasonsOf(appearance: Appearance, content: RgbImage): Reason[] {
    const beyond = new Map<LooksCode, Excess>();
    for (const excess of this.#excesses(appearance, content)) beyond.set(excess.code, excess);
    const stage = STAGES.find((codes) => codes.some((code) => beyond.has(code))) ?? [];
    const consequences = new Set(
      stage.flatMap((code) => (beyond.has(code) ? (CONSEQUENCES[code] ?? []) : [])),
    );
    return stage
      .filter((code) => !consequences.has(code))
      .flatMap((code) => beyond.get(code) ?? [])
      .map((excess) => reasonOf(excess, appearance, this.#goods.length));
  }

  #excesses(appearance: Appearance, content: RgbImage): Excess[] {
    const palette = paletteOf(content);
    const negative = Math.exp(likenessToNegatives(palette, this.#palettes));
    const exchanged = exchangedShare(palette, this.#palettes);
    const ofPalette: Excess[] = [
      {
        code: 'negative',
        measured: negative,
        limit: Math.exp(APPEARANCE.likenessToNegatives),
        good: 1,
      },
      {
        code: 'channel-order',
        measured: exchanged,
        limit: APPEARANCE.exchangedShare,
        good: 0,
      },
    ];
    return [
      ...excesses(appearance, this.#goods),
      ...ofPalette.filter(({ measured, limit }) => measured > limit),
      ...[pixelExcess(appearance, this.#goods, this.#size)].filter(
        (excess) => excess !== undefined,
      ),
    ];
  }
}
