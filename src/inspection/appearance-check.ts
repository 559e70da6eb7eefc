import { APPEARANCE } from '../hyperparameters.ts';
import { Frame } from '../image/frame.ts';
import {
  colourCauseOf,
  exchangedShare,
  LEAST_LIKENESS_TO_NEGATIVES,
  likenessToNegatives,
  paletteOf,
  paletteOfTones,
  type PicturePalette,
} from '../image/picture-palette.ts';
import type { PictureTones } from '../image/picture-statistics.ts';
import { type Appearance, contentOf } from './appearance.ts';
import { type Excess, excesses, type LooksCode, pixelExcess } from './appearance-limits.ts';
import { reasonOf } from './appearance-reasons.ts';
import { type SquareSettings, squareSide } from './feature-options.ts';
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

/** Less light than that is none: half a level of 255. */
const BLANK = 0.5 / 255;

/** How pictures lie in the square of the first model. */
export interface FramedBy
  extends SquareSettings, Pick<PartSettings, 'fit'>, Pick<Part, 'lookArea'> {}

/** What of a part the check goes by. */
interface CheckedPart extends Pick<Part, 'support' | 'lookArea'> {
  readonly settings: FramedBy & Pick<PartSettings, 'appearance'>;
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
  static create({
    settings,
    support,
    calibration,
    lookArea,
  }: CheckedPart): AppearanceCheck | undefined {
    const { fit, appearance } = settings;
    const size = squareSide(settings);
    if (appearance === 'none') return undefined;
    const goods: Appearance[] = [];
    const palettes: PicturePalette[] = [];
    for (const { appearance: good, image } of support) {
      if (good === undefined) return undefined;
      goods.push(good);
      palettes.push(paletteOf(contentOf(image, new Frame(good, size, fit, lookArea))));
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
   * @param tones - Of the picture as the model sees it, without what the frame adds.
   */
  reasonsOf(appearance: Appearance, tones: PictureTones): Reason[] {
    const beyond = new Map<LooksCode, Excess>();
    for (const excess of this.#excesses(appearance, tones)) beyond.set(excess.code, excess);
    const stage = STAGES.find((codes) => codes.some((code) => beyond.has(code))) ?? [];
    const consequences = new Set(
      stage.flatMap((code) => (beyond.has(code) ? (CONSEQUENCES[code] ?? []) : [])),
    );
    return stage
      .filter((code) => !consequences.has(code))
      .flatMap((code) => beyond.get(code) ?? [])
      .map((excess) => reasonOf(excess, appearance, this.#goods.length));
  }

  /**
   * Looks and presence together, the cause before its consequence: what shows nothing shows no part
   * either, and a part that lies nearer or elsewhere changes the light of the picture.
   *
   * @param looks - Of {@link AppearanceCheck.reasonsOf}.
   * @param absent - Why the part is not there; empty where it is.
   */
  withPresence(
    appearance: Pick<Appearance, 'light' | 'contrast'>,
    looks: readonly Reason[],
    absent: readonly Reason[],
  ): readonly Reason[] {
    const [first] = looks;
    if (first === undefined) return absent;
    // One flat tone that is not black may be the ground of an empty nest.
    const isBlack = appearance.light < BLANK;
    if (first.code === 'size' || isBlack) return looks;
    const isOfLight = first.code === 'too-dark' || first.code === 'too-bright';
    return isOfLight && !this.#isOtherLight(appearance)
      ? [...absent, ...looks]
      : [...looks, ...absent];
  }

  /** Whether the contrast has changed as the light has, as under another lamp. */
  #isOtherLight({ light, contrast }: Pick<Appearance, 'light' | 'contrast'>): boolean {
    const ofGoods = (value: 'light' | 'contrast'): number =>
      this.#goods.reduce((sum, good) => sum + good[value], 0) / this.#goods.length;
    const ofLight = Math.log(Math.max(light, BLANK) / ofGoods('light'));
    const ofContrast = Math.log(Math.max(contrast, BLANK) / ofGoods('contrast'));
    return Math.abs(ofContrast - ofLight) < Math.abs(ofLight) / 2;
  }

  #excesses(appearance: Appearance, tones: PictureTones): Excess[] {
    const palette = paletteOfTones(tones);
    const ofStatistics = excesses(appearance, this.#goods);
    const ofPixels = pixelExcess(appearance, this.#goods, this.#size);
    return [
      ...ofStatistics,
      ...this.#exchanged(
        palette,
        ofStatistics.some(({ code }) => code === 'colour-cast'),
      ),
      ...this.#negative(palette),
      ...(ofPixels === undefined ? [] : [ofPixels]),
    ];
  }

  #negative(palette: PicturePalette): Excess[] {
    const measured = Math.exp(likenessToNegatives(palette, this.#palettes));
    const limit = Math.exp(APPEARANCE.likenessToNegatives);
    return measured > limit ? [{ code: 'negative', measured, limit, good: 1 }] : [];
  }

  /** Colours that look exchanged, told by what explains them best. */
  #exchanged(palette: PicturePalette, isCast: boolean): Excess[] {
    const measured = exchangedShare(palette, this.#palettes);
    const limit = APPEARANCE.exchangedShare;
    if (!(measured > limit)) return [];
    const { cause, likenessToNegatives: likeness } = colourCauseOf(palette, this.#palettes);
    if (cause === 'negative') {
      return [{ code: cause, measured: likeness, limit: LEAST_LIKENESS_TO_NEGATIVES, good: 1 }];
    }
    // That the shares of red and blue lie beyond their limits says more.
    return isCast && cause === 'colour-cast' ? [] : [{ code: cause, measured, limit, good: 0 }];
  }
}
