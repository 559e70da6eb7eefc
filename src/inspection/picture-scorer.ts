import type { PatchFeatures, PictureFeatures } from '../features/patch-features.ts';
import { createNearestNeighbors, type NearestNeighbors } from '../memory-bank/nearest-neighbors.ts';
import { once } from '../once.ts';
import type { Runtime } from '../runtime.ts';
import { fuseLevels, type LevelDistances } from '../scoring/anomaly-map.ts';
import { hottestPatch, reweightedScore, topMeanScore } from '../scoring/image-score.ts';
import { enlargeSmoothly } from '../scoring/smooth-enlargement.ts';
import { row } from '../tensor/matrix.ts';
import { CopyMatcher, type ReverseMatch } from './copy-matcher.ts';
import { squareSide } from './feature-options.ts';
import { countedRows, lookedRows, spread } from './looked-patches.ts';
import type { Copies, LevelBank, ReverseScale } from './part.ts';
import type { PartSettings } from './settings.ts';

/** What a scorer needs of a level's bank. */
export type ScaledBank = Pick<LevelBank, 'bank' | 'normalScale' | 'pictures' | 'augmentations'>;

/** What pictures are scored against. */
export interface Learned {
  /** One a level. */
  readonly banks: readonly ScaledBank[];
  /** What reverse matching and retrieval compare with; null without either. */
  readonly copies: Copies | null;
  /** What reverse matching goes by; null while that is not known, or without it. */
  readonly reverse: ReverseScale | null;
}

/** What one level says of a picture, in that level's own feature units. */
export interface LevelMeasure extends LevelDistances {
  /** Distances of the patches that are looked at: all of them, or some. */
  readonly counted: Float32Array;
  /** Image score of this level alone. */
  readonly score: number;
  /** Patch with the largest distance to the bank. */
  readonly patch: number;
  /** Bank row nearest to that patch. */
  readonly row: number;
}

/** What a picture was measured as. */
export interface PictureMeasure {
  /** One entry a level. */
  readonly levels: readonly LevelMeasure[];
  /** What it lacks; null without reverse matching. */
  readonly reverse: ReverseMatch | null;
}

/** The patch of a picture that its score comes from. */
export interface HottestRow {
  /** Index of the level. */
  readonly level: number;
  /** Number of the patch in its level's grid. */
  readonly patch: number;
  /** Its distance to the bank, in the level's feature units. */
  readonly distance: number;
  /** The nearest row of the level's bank. */
  readonly row: number;
}

/** Score and map of a picture, before any threshold. */
export interface PictureScore {
  /** Image score; the larger, the more anomalous. */
  readonly score: number;
  /** Where it comes from. */
  readonly hottest: HottestRow;
  /** Anomaly map at the model's input size, shape [S, S], made when it is first asked for. */
  readonly map: () => Float32Array;
  /** What it lacks; null without reverse matching. */
  readonly missing: Missing | null;
}

/** What good pictures show and a picture lacks. */
export interface Missing {
  /** How much it lacks of the good picture of which it lacks least, as a ratio to the largest of good ones. */
  readonly ratio: number;
  /** The same at each pixel, at the model's input size, shape [S, S], made when it is first asked for. */
  readonly map: () => Float32Array;
}

/** A level's bank with its search. */
interface SearchableBank extends ScaledBank {
  readonly search: NearestNeighbors;
  /** Rows of each copy. */
  readonly rowsOf: readonly Uint32Array[];
}

/** Which copies, each a picture of the support set under an augmentation, a picture is compared with. */
export type KeepCopy = (picture: number, augmentation: number) => boolean;

/** What of the banks and copies a picture is compared with. */
interface Chosen {
  /** Numbers of the copies in the banks; undefined for whole banks. */
  readonly copies: readonly number[] | undefined;
  /** Copies for reverse matching; none without it. */
  readonly posed: readonly number[];
  readonly keep: KeepCopy | undefined;
}

/** Scores pictures against one bank a level: the only place where banks, distances, scales and levels meet. */
export class PictureScorer {
  readonly #levels: readonly SearchableBank[];
  readonly #settings: PartSettings;
  readonly #reverse: ReverseScale | null;
  readonly #matcher: CopyMatcher | null;

  constructor(runtime: Runtime, { banks, copies, reverse }: Learned, settings: PartSettings) {
    const { metric } = settings;
    this.#levels = banks.map((level) => {
      const search = createNearestNeighbors(runtime, level.bank, { metric });
      return { ...level, search, rowsOf: copies ? rowsOfCopies(level, copies) : [] };
    });
    this.#settings = settings;
    this.#reverse = reverse;
    this.#matcher = copies && new CopyMatcher(runtime, copies);
  }

  /**
   * Scores one picture.
   *
   * @param features - One entry a level, each of shape [N, D].
   */
  async score(features: PictureFeatures): Promise<PictureScore> {
    return this.join(await this.measure(features));
  }

  /**
   * The first half of {@link score}: distances and score of each level by itself.
   *
   * @param keep - Leaves some copies of the support set out, as if they had not been learned; none by
   *   default. Exact where each copy or picture was thinned by itself.
   */
  async measure({ levels, coarse }: PictureFeatures, keep?: KeepCopy): Promise<PictureMeasure> {
    const chosen = await this.#choose(coarse, keep);
    const measures: LevelMeasure[] = [];
    for (const [level, patches] of levels.entries()) {
      measures.push(await this.#measureLevel(this.#levels[level], patches, chosen));
    }
    const { posed } = chosen;
    const reverse =
      this.#matcher && posed.length > 0 ? await this.#matcher.reverse(coarse, posed) : null;
    return { levels: measures, reverse };
  }

  /** The second half of {@link score}. */
  join(measure: PictureMeasure): PictureScore {
    const scales = this.#levels.map(({ normalScale }) => normalScale);
    return joinMeasures(measure, { scales, reverse: this.#reverse }, this.#settings);
  }

  /** Frees the sessions. */
  async release(): Promise<void> {
    for (const { search } of this.#levels) await search.release();
    await this.#matcher?.release();
  }

  /** Copies are ranked once, for both directions. */
  async #choose(coarse: PatchFeatures, keep: KeepCopy | undefined): Promise<Chosen> {
    const { retrieve, reverse, presence } = this.#settings;
    if (!this.#matcher) return { copies: undefined, posed: [], keep };
    const { pictures, augmentations, posed } = this.#matcher.copies;
    const all = [...pictures.keys()];
    const kept = keep ? all.filter((c) => keep(pictures[c], augmentations[c])) : all;
    const isNeeded = reverse > 0 || presence === 'check';
    const ofPose = isNeeded ? kept.filter((c) => posed[c] === 1) : [];
    // None shows the part as its pose allows when a picture is held against its own turned copies.
    const forReverse = isNeeded && ofPose.length === 0 ? kept : ofPose;
    if (retrieve === 'all') return { copies: undefined, posed: forReverse, keep };
    const ranked = await this.#matcher.rank(coarse, undefined, kept);
    const isForReverse = new Set(forReverse);
    return {
      copies: ranked.slice(0, retrieve),
      posed: ranked.filter((copy) => isForReverse.has(copy)).slice(0, retrieve),
      keep,
    };
  }

  async #measureLevel(
    level: SearchableBank,
    patches: PatchFeatures,
    chosen: Chosen,
  ): Promise<LevelMeasure> {
    const { height, width, looked } = patches;
    const { bank, search } = level;
    const among = rowsAmong(level, chosen);
    const features = lookedRows(patches);
    const { distances: counted, indices } = await search.search(features, 1, among);
    const hottest = hottestPatch(counted);
    const nearest = indices[hottest];
    const { score, scoreNeighbours, topShare, tiles } = this.#settings;
    const distances = looked ? spread(counted, looked, width) : counted;
    const patch = looked ? countedRows(looked)[hottest] : hottest;
    const measure = { distances, counted, height, width, patch, row: nearest };
    if (score === 'max') return { ...measure, score: counted[hottest] };
    // The share of one tile: a small defect must not fade among the patches of all.
    const share = topShare / tiles ** 2;
    if (score === 'top-mean') return { ...measure, score: topMeanScore(counted, share) };
    // N_b(m̂): the bank elements nearest to m̂, then their distances from the query patch m̂_q.
    const centre = { data: row(bank, nearest), rows: 1, cols: bank.cols };
    const around = await search.search(centre, scoreNeighbours, among);
    const weighing = search.distances(row(features, hottest), around.indices);
    return { ...measure, score: reweightedScore(counted[hottest], weighing) };
  }
}

/** The rows of a bank to search; undefined for all, as a coreset of many copies together may have kept none of these. */
function rowsAmong(
  { rowsOf, pictures, augmentations }: SearchableBank,
  { copies, keep }: Chosen,
): Uint32Array | undefined {
  const ofCopies = copies && rowsTogether(copies.map((copy) => rowsOf[copy]));
  if (ofCopies?.length) return ofCopies;
  if (!keep) return undefined;
  const kept = [...pictures.keys()].filter((r) => keep(pictures[r], augmentations[r]));
  return kept.length > 0 ? Uint32Array.from(kept) : undefined;
}

/** What the measures of a picture are held against. */
export interface Scales {
  /** One a level. */
  readonly scales: readonly number[];
  /** Of reverse matching; null while it is not known, or without it. */
  readonly reverse: ReverseScale | null;
}

/**
 * Joins what a picture was measured as. What it lacks beyond the most that a good one lacked adds to
 * the score: less would only add the noise of textures, whose patches are nowhere twice
 * (results/defaults.json).
 *
 * @returns Score and maps of shape [S, S].
 */
export function joinMeasures(
  { levels, reverse: match }: PictureMeasure,
  { scales, reverse }: Scales,
  settings: PartSettings,
): PictureScore {
  const joined = joinLevels(levels, scales, settings);
  if (!match || !reverse) return { ...joined, missing: null };
  const ratio = match.distance / reverse.largest;
  const score = joined.score + settings.reverse * reverse.usualScore * Math.max(0, ratio - 1);
  const { sigma } = settings;
  const size = squareSide(settings);
  const map = once(() => {
    const { gridHeight: height, gridWidth: width } = match;
    const scaled = match.distances.map((distance) => distance / reverse.largest);
    return enlargeSmoothly(scaled, { height, width }, size, sigma);
  });
  return { ...joined, score, missing: { ratio, map } };
}

/** The rows of a level's bank that each copy left there. */
function rowsOfCopies(
  { pictures, augmentations }: ScaledBank,
  copies: Copies,
): readonly Uint32Array[] {
  const numbers = new Map(
    Array.from(copies.pictures, (picture, c) => [`${picture}/${copies.augmentations[c]}`, c]),
  );
  const rows: number[][] = Array.from(copies.pictures, () => []);
  for (const [r, picture] of pictures.entries()) {
    const copy = numbers.get(`${picture}/${augmentations[r]}`);
    if (copy !== undefined) rows[copy].push(r);
  }
  return rows.map((some) => Uint32Array.from(some));
}

/** Some rows after each other, ascending; typed, they are sorted by value and without calls (measured). */
function rowsTogether(parts: readonly Uint32Array[]): Uint32Array {
  const rows = new Uint32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    rows.set(part, at);
    at += part.length;
  }
  return rows.toSorted();
}

/**
 * Joins the levels of a picture, each divided by its usual distance on good parts. For measures whose
 * scales are only known once all are there; elsewhere a {@link PictureScorer} does it.
 *
 * @param scales - One a level.
 * @returns Score and map of shape [S, S].
 */
export function joinLevels(
  measures: readonly LevelMeasure[],
  scales: readonly number[],
  settings: PartSettings,
): Omit<PictureScore, 'missing'> {
  const { sigma } = settings;
  const size = squareSide(settings);
  const fusion = settings.fusion === 'mean' ? 'mean' : 'max';
  const scores = measures.map((measure, level) => measure.score / scales[level]);
  const level = Math.max(0, scores.indexOf(Math.max(...scores))); // -1 when a score is NaN
  const { patch, row: nearest, distances } = measures[level];
  return {
    score:
      fusion === 'mean'
        ? scores.reduce((sum, s) => sum + s, 0) / scores.length
        : Math.max(...scores),
    hottest: { level, patch, distance: distances[patch], row: nearest },
    map: once(() => fuseLevels(measures, { scales, fusion, size, sigma })),
  };
}
