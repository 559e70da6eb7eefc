import { ALIGNMENT, BANK } from '../hyperparameters.ts';
import { fitSimilarity, type PlacePairs, refineSimilarity } from '../image/fit-similarity.ts';
import { Frame } from '../image/frame.ts';
import type { Size } from '../image/rgb-image.ts';
import {
  degreesOf,
  followedBy,
  type PicturePoint,
  placeUnder,
  scaleOf,
  type Similarity,
  similarityAbout,
  turnBetween,
} from '../image/similarity.ts';
import { seededRandom } from '../random.ts';
import type { Runtime } from '../runtime.ts';
import { isZeroRow, widened } from '../tensor/half-matrix.ts';
import type { PartPlacement } from './alignment.ts';
import { CopyMatcher } from './copy-matcher.ts';
import { squareSide } from './feature-options.ts';
import { augmentationNamed } from './part-augmentations.ts';
import { partPatches } from './part-patches.ts';
import type { Copies, Part } from './part.ts';
import { type GoodView, patchPairs, type SeenView } from './patch-pairs.ts';

/** A way in which a part may lie. */
interface Way {
  /** From the good picture to the inspected one, pixels of the good picture's size. */
  readonly similarity: Similarity;
  readonly inliers: number;
  readonly degrees: number;
  /** Of the copy to the picture. */
  readonly distance: number;
  readonly pairs: PlacePairs;
  readonly tolerance: number;
}

/** What aligns a part. */
type AlignedPart = Pick<Part, 'copies' | 'settings' | 'augmentations' | 'support' | 'lookArea'>;

/**
 * Finds how parts lie beside the first good picture: of each of its turned copies that is most like a picture,
 * patches are matched in reverse, and the similarity that most of them agree with is taken.
 */
export class Aligner {
  readonly #matcher: CopyMatcher;
  readonly #good: GoodView;
  /** By copies of the first good picture, how far they are turned, degrees counter-clockwise. */
  readonly #turns: ReadonlyMap<number, number>;
  readonly #seed: number;
  /** Middle of the part in the good picture. */
  readonly #middle: PicturePoint;
  readonly #patches: number;
  /** Other ways in which the good picture lies as it does. */
  #symmetries: readonly Way[] = [];
  #own: Way | undefined;

  private constructor(runtime: Runtime, copies: Copies, good: GoodView, part: AlignedPart) {
    this.#matcher = new CopyMatcher(runtime, copies);
    this.#good = good;
    this.#turns = turnsOf(copies, part);
    this.#seed = part.settings.seed;
    this.#patches = good.shows.reduce((sum, one) => sum + one, 0);
    this.#middle = middleOf(good, copies);
  }

  /**
   * Finds out under which turns the good picture looks alike.
   *
   * @returns Undefined of a part without copies, or one that does not know the size of its pictures.
   */
  static async create(runtime: Runtime, part: AlignedPart): Promise<Aligner | undefined> {
    const { copies, support, settings, lookArea } = part;
    const picture = support[0]?.appearance;
    if (copies === null || picture === undefined) return undefined;
    const frame = new Frame(picture, squareSide(settings), settings.fit, lookArea);
    const coarse = plainPatches(copies);
    const good = { frame, shows: partPatches(coarse, frame) };
    const aligner = new Aligner(runtime, copies, good, part);
    try {
      await aligner.#findSymmetries({ coarse, frame });
    } catch (error) {
      await aligner.release();
      throw error;
    }
    return aligner;
  }

  /** Whether the good picture can be aligned with itself: no other picture can where it cannot. */
  get isAble(): boolean {
    return this.#own !== undefined;
  }

  /** Angles other than 0 at which the good picture looks alike, degrees. */
  get alike(): readonly number[] {
    return this.#symmetries.map(({ degrees }) => degrees);
  }

  /** Whether the part looks alike at every angle, or at so many that none can be told. */
  get isRound(): boolean {
    const turns = this.#symmetries.map(({ degrees }) => Math.abs(degrees));
    if (turns.length === 0) return false;
    const least = Math.min(...turns);
    const order = Math.round(360 / least);
    // Of a symmetry every multiple is one: where some are missed, an angle might be one of them.
    const isWhole = this.#symmetries.length === order - 1;
    const isRegular = turns.every((turn) => turnBetween(turn * order, 0) <= ALIGNMENT.apart);
    return least < ALIGNMENT.round || !isWhole || !isRegular;
  }

  /**
   * How the part lies in a picture.
   *
   * @returns Null where too little agrees, or ways to lie that are not the same agree as well.
   */
  async align(seen: SeenView): Promise<PartPlacement | null> {
    const copies = [...this.#turns.keys()];
    const ranked = await this.#matcher.rank(seen.coarse, BANK.retrieved, copies);
    const ways = await this.#waysOf(seen, ranked);
    const best = nearestOf(ways.filter((way) => this.#isEnough(way)));
    if (best === undefined) return null;
    const rivals = ways.filter(({ inliers }) => inliers >= ALIGNMENT.rival * best.inliers);
    if (this.isRound) return this.#placementOf(leastTurned(rivals), seen.frame);
    const isAmbiguous = rivals.some((rival) => !this.#isSame(rival, best));
    if (isAmbiguous) return null;
    const joined = this.#joined(best, ways);
    const alike = this.#symmetries.map(({ similarity }): Way => {
      const turned = followedBy(similarity, joined.similarity);
      return { ...joined, similarity: turned, degrees: degreesOf(turned) };
    });
    return this.#placementOf(leastTurned([joined, ...alike]), seen.frame);
  }

  /** The size of the good picture. */
  get good(): Size {
    return this.#good.frame.picture;
  }

  /**
   * Where places of the good picture are, in steps, so that what a few patches say seldom changes anything: a degree,
   * a twentieth in scale, a hundredth of the side at the middle of the part.
   */
  steadied({ similarity }: PartPlacement): Similarity {
    const [x, y] = placeUnder(similarity, this.#middle);
    const step = STEP * Math.max(this.good.width, this.good.height);
    return similarityAbout(this.#middle, {
      degrees: Math.round(degreesOf(similarity)),
      scale: Math.round(scaleOf(similarity) / SCALE_STEP) * SCALE_STEP,
      dx: Math.round((x - this.#middle[0]) / step) * step,
      dy: Math.round((y - this.#middle[1]) / step) * step,
    });
  }

  /** Frees the sessions. */
  async release(): Promise<void> {
    await this.#matcher.release();
  }

  async #findSymmetries(own: SeenView): Promise<void> {
    // Those that most patches agree with first.
    const ways = (await this.#waysOf(own, [...this.#turns.keys()])).toSorted(
      (one, other) => other.inliers - one.inliers,
    );
    const still = ways.find(({ degrees }) => Math.abs(degrees) <= ALIGNMENT.apart);
    if (still === undefined || !this.#isEnough(still)) return;
    this.#own = still;
    const symmetries: Way[] = [];
    for (const way of ways) {
      const isAlike = way.inliers >= ALIGNMENT.symmetric * still.inliers;
      const isOther = [still, ...symmetries].every(
        ({ degrees }) => turnBetween(degrees, way.degrees) > ALIGNMENT.apart / 2,
      );
      if (isAlike && isOther) symmetries.push(way);
    }
    this.#symmetries = symmetries;
  }

  #isEnough({ inliers }: Way): boolean {
    return inliers >= Math.max(ALIGNMENT.leastPatches, ALIGNMENT.leastShare * this.#patches);
  }

  /** Whether two ways are one, or one turned by a symmetry. */
  #isSame(one: Way, other: Way): boolean {
    const turn = one.degrees - other.degrees;
    return [0, ...this.#symmetries.map(({ degrees }) => degrees)].some(
      (alike) => turnBetween(turn, alike) <= ALIGNMENT.apart,
    );
  }

  /** The best way by all copies that are about as near and say much the same: what each is turned too far evens out. */
  #joined(best: Way, ways: readonly Way[]): Way {
    const near = ways.filter(
      ({ degrees, distance }) =>
        turnBetween(degrees, best.degrees) <= ALIGNMENT.apart &&
        distance <= ALIGNMENT.near * best.distance,
    );
    const { scales } = ALIGNMENT;
    const all = {
      from: joinedPlaces(near.map(({ pairs }) => pairs.from)),
      to: joinedPlaces(near.map(({ pairs }) => pairs.to)),
    };
    const { tolerance } = best;
    const fit = refineSimilarity(all, best.similarity, { tolerance, scales });
    return fit === null
      ? best
      : { ...best, similarity: fit.similarity, degrees: degreesOf(fit.similarity) };
  }

  /** The way of each copy that has one. */
  async #waysOf(seen: SeenView, copies: readonly number[]): Promise<Way[]> {
    const matches = await this.#matcher.reverseEach(seen.coarse, copies);
    const { width, height } = this.#good.frame.window;
    const tolerance =
      ALIGNMENT.tolerance * Math.max(width / seen.coarse.width, height / seen.coarse.height);
    return matches.flatMap((match): Way[] => {
      const degrees = this.#turns.get(match.copy) ?? 0;
      const pairs = patchPairs({ match, degrees }, this.#matcher.copies, this.#good, seen);
      const random = seededRandom(this.#seed).fork('alignment');
      const { scales, draws } = ALIGNMENT;
      const fit = fitSimilarity(pairs, { tolerance, scales, draws, random });
      if (fit === null) return [];
      const { similarity, inliers } = fit;
      const turned = degreesOf(similarity);
      return [{ similarity, inliers, degrees: turned, distance: match.distance, pairs, tolerance }];
    });
  }

  #placementOf({ similarity, inliers, degrees }: Way, { picture }: Frame): PartPlacement {
    const good = this.#good.frame.picture;
    const [x, y] = placeUnder(similarity, this.#middle);
    return {
      angle: this.isRound ? null : degrees,
      dx: ((x - this.#middle[0]) * picture.width) / good.width,
      dy: ((y - this.#middle[1]) * picture.height) / good.height,
      scale: scaleOf(similarity),
      inliers,
      similarity,
    };
  }
}

/** Of {@link Aligner.steadied}: share of the longer side, and scale. */
const STEP = 0.01;
const SCALE_STEP = 0.05;

/** The way of the copy that is most like the picture. */
function nearestOf(ways: readonly Way[]): Way | undefined {
  return ways.toSorted((one, other) => one.distance - other.distance)[0];
}

function joinedPlaces(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function leastTurned(ways: readonly Way[]): Way {
  return ways.reduce((least, one) =>
    Math.abs(one.degrees) < Math.abs(least.degrees) ? one : least,
  );
}

/** The copies of the first picture that show it as it is, or turned. */
function turnsOf(copies: Copies, { settings, augmentations }: AlignedPart): Map<number, number> {
  const turns = new Map<number, number>();
  for (const [copy, picture] of copies.pictures.entries()) {
    if (picture !== 0) continue;
    const augmentation = augmentationNamed(settings, augmentations[copies.augmentations[copy]]);
    if (augmentation === undefined || augmentation.isMirrored === true) continue;
    const { changes, degrees } = augmentation;
    if (changes === 'nothing') turns.set(copy, 0);
    else if (degrees !== undefined) turns.set(copy, degrees);
  }
  return turns;
}

/**
 * The patches of a good picture as it is, which is its first copy.
 *
 * @param picture - Its number.
 */
export function plainPatches(
  { features, pictures, gridHeight, gridWidth }: Copies,
  picture = 0,
): SeenView['coarse'] {
  const size = gridHeight * gridWidth;
  const first = pictures.indexOf(picture) * size;
  const looked = Uint8Array.from({ length: size }, (_, p) =>
    isZeroRow(features, first + p) ? 0 : 1,
  );
  const rows = widened(features, first, size);
  const isAll = looked.every((is) => is === 1);
  return { features: rows, width: gridWidth, height: gridHeight, ...(isAll ? {} : { looked }) };
}

/** Mean place of the patches that show the part, pixels of the good picture. */
function middleOf({ frame, shows }: GoodView, { gridHeight, gridWidth }: Copies): PicturePoint {
  let [x, y, count] = [0, 0, 0];
  for (const [p, is] of shows.entries()) {
    if (is === 0) continue;
    x += (p % gridWidth) + 0.5;
    y += Math.floor(p / gridWidth) + 0.5;
    count++;
  }
  const [across, down] = [frame.size / gridWidth, frame.size / gridHeight];
  const box = frame.boxInPicture({
    x: (x / Math.max(count, 1)) * across,
    y: (y / Math.max(count, 1)) * down,
    width: 0,
    height: 0,
  });
  return [box.x, box.y];
}
