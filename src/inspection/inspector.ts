import { ArgumentRangeError, PartError, ShapeError } from '../errors.ts';
import type { FeatureExtractor } from '../features/feature-extractor.ts';
import { SELF_TEST } from '../hyperparameters.ts';
import { Frame, patchBox } from '../image/frame.ts';
import { assertRgbImage, type Rectangle, type RgbImage, type Size } from '../image/rgb-image.ts';
import type { ObjectContact } from '../objects/contact.ts';
import { once } from '../once.ts';
import type { Runtime } from '../runtime.ts';
import { Aligner } from './aligner.ts';
import { lostRegions, toleranceReasons } from './alignment-reasons.ts';
import { type Appearance, looksOf } from './appearance.ts';
import { AppearanceCheck } from './appearance-check.ts';
import { squareSide } from './feature-options.ts';
import type { HottestPatch, Inspection } from './inspection.ts';
import { inspectObjects } from './object-inspection.ts';
import { contactReasons } from './object-reasons.ts';
import { inspectPlaces } from './place-inspection.ts';
import { loadModels } from './load-models.ts';
import { modelsOfPart, readModels, viewsOf } from './part-models.ts';
import { type PartScore, PartScorer } from './part-scorer.ts';
import type { LevelBank, Part } from './part.ts';
import { pictureMapOf } from './picture-map.ts';
import type { Reason } from './reason.ts';
import { presenceLimit, presenceReasons } from './presence.ts';
import { sizedRegions } from './sizing.ts';
import { smallDefects } from './small-defects.ts';
import { judge } from './verdict.ts';

/** What an inspector needs besides the part. */
export interface InspectorOptions {
  /** ONNX Runtime. */
  readonly runtime: Runtime;
  /** The model file that the part was learned with. */
  readonly model: Uint8Array;
  /** The model files of its companions, in any order; none by default. */
  readonly companions?: readonly Uint8Array[];
  /** Name of the part in messages. */
  readonly name?: string;
  /** Milliseconds of any clock, for timings; none by default, as the core has no clock. */
  readonly clock?: () => number;
}

/** Score of a picture with what it looks like. */
export interface ScoredPicture extends PartScore {
  /** What the picture looks like; undefined if the part does not ask. */
  readonly appearance: Appearance | undefined;
  /** What stands against judging it by its score. */
  readonly reasons: readonly Reason[];
}

/** Judges pictures of one part. */
export class Inspector {
  /** The part it judges. */
  readonly part: Part;
  /** One a model. */
  readonly #extractors: readonly FeatureExtractor[];
  readonly #scorer: PartScorer;
  readonly #appearance: AppearanceCheck | undefined;
  readonly #clock: () => number;
  /** Of a part of several kinds, those of all but the first. */
  readonly #others: Inspector[] = [];

  private constructor(
    part: Part,
    extractors: readonly FeatureExtractor[],
    scorer: PartScorer,
    clock: () => number,
  ) {
    this.part = part;
    this.#extractors = extractors;
    this.#scorer = scorer;
    this.#appearance = AppearanceCheck.create(part);
    this.#clock = clock;
  }

  /**
   * Readies a part: loads its models, its banks, and runs its self-test.
   *
   * @throws {@link PartError} if the models are not the part's, or the self-test does not reproduce.
   */
  static async create(part: Part, options: InspectorOptions): Promise<Inspector> {
    const { runtime, model, companions = [], name = 'part', clock = () => 0 } = options;
    const { lookArea, light, alignment } = part;
    const files = readModels([model, ...companions], runtime.sha256);
    const models = modelsOfPart(part, files, name);
    const aligner = alignment && (await Aligner.create(runtime, part));
    const extractors = await loadModels(part, models, runtime).catch(async (error: unknown) => {
      await aligner?.release();
      throw error;
    });
    const regionMoves = alignment?.regionMoves;
    const how = { lookArea, light, aligner, regionMoves, clock };
    const scorer = new PartScorer(runtime, viewsOf(part), extractors, how);
    const inspector = new Inspector(part, extractors, scorer, clock);
    try {
      await inspector.#assertSelfTest(name, runtime.name);
      for (const kind of part.kinds ?? []) {
        inspector.#others.push(await Inspector.create(kind, options));
      }
    } catch (error) {
      await inspector.release();
      throw error;
    }
    return inspector;
  }

  /**
   * Judges one picture; of a part that several lie in a picture of, each object of it, and the worst decides.
   *
   * @param image - Of any size, shape [H, W, 3].
   * @returns Verdict, score and a map of shape [H, W].
   * @throws {@link ShapeError} if the image does not hold its pixels.
   */
  async inspect(image: RgbImage): Promise<Inspection> {
    const { layout } = this.part;
    if (layout === undefined) return this.#inspectOne(image);
    const clock = this.#clock;
    return layout.kind === 'places'
      ? inspectPlaces(image, layout, {
          inspect: (one, kind) => this.#inspectKind(one, kind),
          clock,
        })
      : inspectObjects(image, layout, {
          inspect: (one) => this.#inspectOne(one.image, one.contact),
          clock,
        });
  }

  /** An object by the part of its kind; the support picture nearest to it is numbered among those of all kinds. */
  async #inspectKind(image: RgbImage, kind: number): Promise<Inspection> {
    const inspectors = [this, ...this.#others];
    const inspection = await inspectors[kind].#inspectOne(image);
    const before = inspectors
      .slice(0, kind)
      .reduce((sum, { part }) => sum + part.support.length, 0);
    const { hottest } = inspection;
    const { nearest } = hottest;
    const numbered = { ...nearest, picture: before + nearest.picture };
    return { ...inspection, hottest: { ...hottest, nearest: numbered } };
  }

  async #inspectOne(image: RgbImage, contact: ObjectContact | null = null): Promise<Inspection> {
    const scored = await this.score(image, contact);
    const { calibration } = this.part;
    const start = this.#clock();
    const absent = presenceReasons(scored.missing, presenceLimit(this.part));
    const observed = [...this.#looksOf(scored, absent), ...this.#toleranceReasons(scored, absent)];
    const { map, regions: found } = pictureMapOf(scored, calibration);
    const { sizing } = this.part;
    const regions = once(() => sizedRegions(found(), sizing, scored.frame.picture));
    const strict = judge(scored.score, calibration.threshold, observed);
    // Only of a picture that fails by its score are regions worth their time: what lies wrongly has no defect by that.
    const { threshold } = strict;
    const isDefective = strict.verdict === 'fail' && threshold !== null && strict.score > threshold;
    const small =
      isDefective && sizing ? smallDefects(regions(), sizing, scored.frame.picture) : [];
    const lenient = judge(scored.score, calibration.threshold, [...observed, ...small]);
    const judgement = lenient.verdict === 'fail' ? strict : lenient;
    const { timings } = scored;
    return {
      ...judgement,
      ...this.#alignmentOf(scored),
      provisional: calibration.provisional,
      map,
      regions: isDefective || absent.length > 0 ? regions() : [],
      hottest: this.#locate(scored),
      timings: { ...timings, map: timings.map + this.#clock() - start },
    };
  }

  /**
   * Scores one picture without judging it, as calibration needs; of several objects, that of one (`objectsOf`).
   *
   * @param image - Of any size, shape [H, W, 3].
   * @param contact - What touching others leaves of an object to be judged; all by default.
   * @param kind - Number of the object's kind; the first by default.
   * @returns Score and a map of shape [S, S] that is not yet divided by the map limit.
   * @throws {@link ShapeError} if the image does not hold its pixels, or the contact is not of its size.
   * @throws {@link ArgumentRangeError} if the part has no such kind.
   */
  async score(
    image: RgbImage,
    contact: ObjectContact | null = null,
    kind = 0,
  ): Promise<ScoredPicture> {
    if (kind !== 0) return this.#otherKind(kind).score(image, contact);
    assertRgbImage(image);
    if (contact) assertOfSize(contact.judged, image);
    const scored = await this.#scorer.score(image, contact?.judged);
    const start = this.#clock();
    // What others left of an object has the colours of an object all the same.
    const { settings } = this.part;
    const frame = contact ? new Frame(image, squareSide(settings), settings.fit) : scored.frame;
    const { appearance, reasons } = this.#lookAt({ ...scored, frame });
    const { timings, lookedShare = null } = scored;
    const lost = this.part.alignment?.regionMoves === true ? lostRegions(lookedShare) : [];
    const preprocess = timings.preprocess + this.#clock() - start;
    return {
      ...scored,
      appearance,
      reasons: [...contactReasons(contact), ...reasons, ...lost],
      timings: { ...timings, preprocess },
    };
  }

  #otherKind(kind: number): Inspector {
    const inspector = this.#others.at(kind - 1);
    if (kind > 0 && inspector !== undefined) return inspector;
    const expected = `a whole number from 0 to ${this.#others.length}`;
    throw new ArgumentRangeError('kind', kind, expected);
  }

  #looksOf({ appearance, reasons }: ScoredPicture, absent: readonly Reason[]): readonly Reason[] {
    return appearance === undefined || this.#appearance === undefined
      ? [...reasons, ...absent]
      : this.#appearance.withPresence(appearance, reasons, absent);
  }

  /** That a part which is not there cannot be aligned says nothing more. */
  #toleranceReasons(
    { placement = null, frame: { picture } }: ScoredPicture,
    absent: readonly Reason[],
  ): Reason[] {
    const { alignment, sizing, support } = this.part;
    if (alignment === undefined || (placement === null && absent.length > 0)) return [];
    const good = support[0]?.appearance ?? picture;
    return toleranceReasons(placement, alignment, { picture, good, sizing });
  }

  #alignmentOf({ placement = null }: ScoredPicture): Pick<Inspection, 'alignment'> {
    if (this.part.alignment === undefined) return {};
    if (placement === null) return { alignment: null };
    const { similarity: _, ...alignment } = placement;
    return { alignment };
  }

  /** Frees the sessions; the inspector cannot be used afterwards. */
  async release(): Promise<void> {
    await this.#scorer.release();
    for (const extractor of this.#extractors) await extractor.release();
    for (const other of this.#others) await other.release();
  }

  /** As the first model sees it, as its support pictures were looked at. */
  #lookAt({
    square,
    uncorrected,
    frame,
  }: PartScore): Pick<ScoredPicture, 'appearance' | 'reasons'> {
    if (this.#appearance === undefined) return { appearance: undefined, reasons: [] };
    const { appearance, tones } = looksOf(square, uncorrected, frame);
    return { appearance, reasons: this.#appearance.reasonsOf(appearance, tones) };
  }

  async #assertSelfTest(name: string, runtime: string): Promise<void> {
    const { selfTest, support } = this.part;
    for (const { picture, score: reference } of selfTest) {
      const { score } = await this.#scorer.scoreSupport(support[picture]);
      const difference =
        Math.abs(score - reference) / Math.max(Math.abs(reference), Number.MIN_VALUE);
      if (score === reference || difference <= SELF_TEST.tolerance) continue;
      throw new PartError(
        name,
        `its self-test scores ${support[picture].name} at ${score} on ${runtime}: ` +
          `expected ${reference} within ${SELF_TEST.tolerance * 100} %`,
        'Enrol the part again on this machine; do not judge with it.',
      );
    }
  }

  #locate({ hottest, view, frame }: ScoredPicture): HottestPatch {
    const { settings, companions } = this.part;
    const side = squareSide(settings);
    const { banks, augmentations, model } = viewsOf(this.part)[view];
    const bank = banks[hottest.level];
    // Of the first model's size, in which the part keeps its support pictures.
    const boxOf = (patch: number): Rectangle => patchBox(patch, gridOf(bank), side);
    return {
      ...(companions.length === 0 ? {} : { model: model.name }),
      level: bank.level,
      box: frame.boxInPicture(boxOf(hottest.patch)),
      distance: hottest.distance,
      nearest: {
        picture: bank.pictures[hottest.row],
        augmentation: augmentations[bank.augmentations[hottest.row]],
        box: boxOf(bank.positions[hottest.row]),
      },
    };
  }
}

function assertOfSize({ length }: Uint8Array, { width, height }: Size): void {
  if (length !== width * height) throw new ShapeError('judged', [length], `[${width * height}]`);
}

function gridOf({ gridWidth, gridHeight }: LevelBank): Size {
  return { width: gridWidth, height: gridHeight };
}
