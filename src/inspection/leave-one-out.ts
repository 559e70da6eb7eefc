import type { Augmentation } from '../image/augmentation.ts';
import { REVERSE } from '../hyperparameters.ts';
import { normalScale } from '../scoring/anomaly-map.ts';
import { medianOf } from '../tensor/median.ts';
import { buildBanks } from './bank-building.ts';
import type { Learning, StepListener, SupportFeatures } from './learning.ts';
import { loneAmong } from './lone-picture.ts';
import type { Copies, LevelBank, ReverseScale } from './part.ts';
import {
  joinLevels,
  joinMeasures,
  type KeepCopy,
  type PictureMeasure,
  type PictureScore,
  PictureScorer,
  type Scales,
} from './picture-scorer.ts';
import type { PartSettings } from './settings.ts';
import { variant } from './support-features.ts';

/** What was learned of a support set, or of some of it. */
export interface UnscaledFeatures {
  /** Not yet scaled. */
  readonly banks: readonly LevelBank[];
  /** Null without reverse matching and retrieval. */
  readonly copies: Copies | null;
}

/** A support set and what was learned of it. */
interface LearnedSet {
  readonly learning: Learning;
  readonly support: readonly SupportFeatures[];
  readonly unscaled: UnscaledFeatures;
}

/** Scores of good pictures that the bank has not seen, and banks that know their usual distance. */
export interface LeaveOneOut {
  /** The banks with their normal scales: the median patch distance of the plain pictures. */
  readonly banks: readonly LevelBank[];
  /** What reverse matching goes by; null without it. */
  readonly reverse: ReverseScale | null;
  /** Every picture, plain and in other light, in an order that pictures and augmentations alone decide. */
  readonly leftOut: readonly LeftOutPicture[];
}

/** A support picture under one augmentation, scored against what was learned without it. */
export interface LeftOutPicture {
  /** Which picture, and under which augmentation. */
  readonly name: string;
  /** SHA-256 of the picture's RGB bytes. */
  readonly sha256: string;
  /** Whether it tells what is usual, as plain pictures do. */
  readonly isPlain: boolean;
  /** Computes its score and maps, which take more room than what they are made of. */
  readonly score: () => PictureScore;
}

/** A picture of the support set under one augmentation, and what it was measured as. */
interface Measured {
  readonly picture: SupportFeatures['picture'];
  /** What it was measured under. */
  readonly label: string;
  /** Whether it tells what is usual, as plain pictures do. */
  readonly isPlain: boolean;
  readonly measure: PictureMeasure;
}

/** Pictures up to which a support set says too little of how good parts differ. */
const FEW_PICTURES = 2;

/**
 * Scores each support picture, plain and in other light, against what was learned without it. Views
 * and colours are left out: they bring mirrored corners and other parts' colours into a score that
 * shall tell what a good picture of the camera scores (docs/calibration.md).
 *
 * One or two pictures may happen to be alike, or have no other to compare with; there each plain
 * picture is also scored against its own turned copies, as the least that good pictures differ by. One
 * picture without copies has no scores.
 *
 * @param unscaled - Of the whole support set.
 * @param onProgress - Told of pictures scored.
 */
export async function scoreLeaveOneOut(
  learning: Learning,
  support: readonly SupportFeatures[],
  unscaled: UnscaledFeatures,
  onProgress?: StepListener,
): Promise<LeaveOneOut> {
  const set: LearnedSet = { learning, support, unscaled };
  const isFew = support.length <= FEW_PICTURES && learning.augmentations.length > 1;
  const counted = support.length === 1 ? [] : camerasOf(learning.augmentations);
  const total = support.length * (counted.length + (isFew ? 1 : 0));
  const wanted = [...support.keys()].flatMap((k) => [
    ...counted.map((index) => ({ k, index })),
    ...(isFew ? [{ k, index: 'own copies' as const }] : []),
  ]);
  const onMeasured = (done: number): void => onProgress?.(done, total);
  const measured = await measureEach(set, wanted, onMeasured);
  const scales = scalesOf(measured, learning);
  const banks = unscaled.banks.map((bank, level) => ({
    ...bank,
    normalScale: scales.scales[level],
  }));
  const leftOut = measured.map((one) => toLeftOut(one, scales, learning.settings));
  return { banks, reverse: scales.reverse, leftOut };
}

/** Apart from where it is called, so that it keeps hold of the measure and not of the support set. */
function toLeftOut(
  { picture: { name, sha256 }, label, isPlain, measure }: Measured,
  scales: Scales,
  settings: PartSettings,
): LeftOutPicture {
  const score = (): PictureScore => joinMeasures(measure, scales, settings);
  return { name: `${name} (${label})`, sha256, isPlain, score };
}

/** Largest value of a map of shape [S, S]; NaN if it holds one. */
export function peakOf(map: Float32Array): number {
  let peak = -Infinity;
  for (const value of map) peak = Math.max(peak, value);
  return peak;
}

/** Numbers of the augmentations that a camera could show: the plain picture, and other light. */
function camerasOf(augmentations: readonly Augmentation[]): number[] {
  return [...augmentations.keys()].filter((a) => {
    return augmentations[a].changes === 'nothing' || augmentations[a].changes === 'light';
  });
}

/** A picture to be measured: under an augmentation against the others, or plain against its own copies. */
interface Wanted {
  readonly k: number;
  readonly index: number | 'own copies';
}

async function measureEach(
  set: LearnedSet,
  wanted: readonly Wanted[],
  onMeasured?: (done: number) => void,
): Promise<Measured[]> {
  const { support, learning, unscaled } = set;
  const scorers = new Scorers(learning, support, unscaled);
  const measured: Measured[] = [];
  try {
    for (const { k, index } of wanted) {
      const isOwn = index === 'own copies';
      const number = isOwn ? 0 : index;
      const label = isOwn ? index : learning.augmentations[number].name;
      const keep = isOwn ? ownCopies(k, learning) : (picture: number) => picture !== k;
      const scorer = await (isOwn ? scorers.ofAll() : scorers.without(k));
      const measure = await scorer.measure(variant(support[k], number), keep);
      measured.push({ picture: support[k].picture, label, isPlain: number === 0, measure });
      onMeasured?.(measured.length);
    }
    return measured;
  } finally {
    await scorers.release();
  }
}

/** Scorers of a support set, one at a time, for pictures that are asked for one after the other. */
class Scorers {
  readonly #learning: Learning;
  readonly #support: readonly SupportFeatures[];
  readonly #unscaled: UnscaledFeatures;
  #scorer: PictureScorer | undefined;
  /** Picture without which it was learned. */
  #leftOut: number | undefined;

  constructor(learning: Learning, support: readonly SupportFeatures[], unscaled: UnscaledFeatures) {
    this.#learning = learning;
    this.#support = support;
    this.#unscaled = unscaled;
  }

  /** Of all that was learned. */
  async ofAll(): Promise<PictureScorer> {
    return this.#replace(undefined, async () => this.#unscaled);
  }

  /**
   * Of what can be held against picture k when its copies are left out. Where pictures were thinned by
   * themselves, that is all; a coreset of all together is chosen anew from the others.
   */
  async without(k: number): Promise<PictureScorer> {
    if (this.#learning.settings.coreset !== 'global') return this.ofAll();
    return this.#replace(k, async () => {
      const others = this.#support.filter((_, i) => i !== k);
      const banks = await buildBanks(this.#learning, others);
      const renumbered = banks.map((bank) => ({
        ...bank,
        pictures: bank.pictures.map((picture) => (picture < k ? picture : picture + 1)),
      }));
      return { banks: renumbered, copies: this.#unscaled.copies };
    });
  }

  async release(): Promise<void> {
    await this.#scorer?.release();
    this.#scorer = undefined;
  }

  async #replace(
    leftOut: number | undefined,
    learn: () => Promise<UnscaledFeatures>,
  ): Promise<PictureScorer> {
    if (this.#scorer && this.#leftOut === leftOut) return this.#scorer;
    await this.release();
    const { runtime, settings } = this.#learning;
    const learned = { ...(await learn()), reverse: null };
    this.#scorer = new PictureScorer(runtime, learned, settings);
    this.#leftOut = leftOut;
    return this.#scorer;
  }
}

/** Of picture k, what shows it in another view; all but the plain picture where no view does. */
function ownCopies(k: number, { augmentations }: Learning): KeepCopy {
  const hasViews = augmentations.some(({ changes }) => changes === 'view');
  return (picture, augmentation) =>
    picture === k &&
    (hasViews ? augmentations[augmentation].changes === 'view' : augmentation !== 0);
}

function scalesOf(measured: readonly Measured[], { levels, settings }: Learning): Scales {
  const plain = measured.filter(({ isPlain }) => isPlain).map(({ measure }) => measure);
  const scales = levels.map((_, level) => {
    if (settings.levelScale === 'none') return 1;
    return normalScale(plain.map((measure) => measure.levels[level].counted));
  });
  const lacks = measured.flatMap(({ picture: { sha256 }, measure: { reverse } }) =>
    reverse ? [[sha256, reverse.distance] as const] : [],
  );
  // Beside one picture of something else nothing would be missing of any other.
  const lone = loneAmong(lacks);
  const distances = lacks.flatMap(([sha256, distance]) => (sha256 === lone ? [] : [distance]));
  if (distances.length === 0) return { scales, reverse: null };
  const usualScore = medianOf(plain.map((one) => joinLevels(one.levels, scales, settings).score));
  return {
    scales,
    reverse: { largest: Math.max(...distances) || 1, margin: REVERSE.margin, usualScore },
  };
}
