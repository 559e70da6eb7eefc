import type { Facts } from '../errors.ts';
import { thumbnailOf } from '../image/thumbnail.ts';
import { calibrate } from './calibrate.ts';
import type { ObjectPicture } from './support-pictures.ts';
import { pictureHash } from './identity.ts';
import type { Inspector } from './inspector.ts';
import { keptScore } from './joined-score.ts';
import { compared, independentPictures, KnownPictures } from './near-copies.ts';
import type { Calibration, ConfirmedPicture, Part, PictureOrigin } from './part.ts';
import { kindsOf, namedKinds, withCalibrations } from './part-kinds.ts';
import { presenceLimit, presenceReasons } from './presence.ts';
import { type ThresholdChange, thresholdChange } from './threshold-change.ts';

/** One thing that stands against taking a picture as that of a good part. */
export interface Objection {
  /** Stable identifier. */
  readonly code: string;
  /** What it is, and by how much: a clause without a final period. */
  readonly message: string;
  /** What to do about it: sentences in the imperative. */
  readonly remedy: string;
  /** What the message tells, as data. */
  readonly facts: Facts;
}

/** A picture that is said to show a good part, before it is taken. */
export interface Candidate extends ConfirmedPicture {
  /** Number of its kind; the first if it is left out. */
  readonly kind?: number;
  /** What of the picture itself stands against it; its score is held against the threshold later. */
  readonly objections: readonly Objection[];
}

/**
 * Scores one picture that is said to show a good part, for {@link calibratePart}; of a picture of several, each
 * object by itself (`objectsOf`).
 *
 * @param inspector - Of the part that is calibrated.
 * @param origin - Where it is from; the core has no clock and sees no path.
 */
export async function scoreConfirmed(
  inspector: Inspector,
  { name, image, contact = null, kind }: ObjectPicture,
  { date, origin }: PictureOrigin = { date: null, origin: null },
): Promise<Candidate> {
  const scored = await inspector.score(image, contact, kind);
  const { appearance, reasons, square } = scored;
  return {
    name,
    sha256: pictureHash(image),
    ...keptScore(scored),
    date,
    origin,
    accepted: [],
    thumbnail: thumbnailOf(square),
    ...(appearance && { appearance }),
    objections: reasons,
    ...(kind !== undefined && { kind }),
  };
}

/** How pictures are taken. */
export interface CalibrationOptions {
  /** Wanted share of good parts that fail, in (0, 1); the part's by default. */
  readonly targetFalseReject?: number | undefined;
  /** Takes pictures too that something stands against: somebody has looked at each of them. */
  readonly accept?: boolean;
  /** Takes near copies as different pictures: somebody knows that they show different parts. */
  readonly distinct?: boolean;
}

/** A picture that was left out: the part knows it. */
export interface RepeatedPicture {
  /** The picture. */
  readonly picture: Candidate;
  /** The picture that it repeats. */
  readonly of: Pick<ConfirmedPicture, 'name' | 'sha256'>;
  /** Whether it has its very pixels, or is a near copy of it. */
  readonly is: 'same' | 'near-copy';
}

/** A picture that something stands against. */
export interface HeldPicture {
  /** The picture. */
  readonly picture: Candidate;
  /** At least one. */
  readonly objections: readonly Objection[];
}

/** A calibrated part, and what became of each picture. */
export interface CalibratedPart {
  /** The part with its new threshold; as it was while a picture is held. */
  readonly part: Part;
  /** Pictures that were taken; none while a picture is held. */
  readonly taken: readonly ConfirmedPicture[];
  /** Pictures that were left out, since they say nothing that the part does not know. */
  readonly repeated: readonly RepeatedPicture[];
  /** Pictures that wait for somebody's decision: leave them out, or accept them. */
  readonly held: readonly HeldPicture[];
  /** What becomes of the threshold; of that of the first kind, where there are several. */
  readonly change: ThresholdChange;
  /** What becomes of the threshold of each kind; there in a part of several. */
  readonly kinds?: readonly KindChange[] | undefined;
}

/** What becomes of the threshold of a kind. */
export interface KindChange {
  /** What the kind is called. */
  readonly name: string;
  /** Of its calibration. */
  readonly change: ThresholdChange;
}

/**
 * Adds confirmed good pictures to a part and finds its threshold again.
 *
 * A picture counts once, also as near copies, and support pictures do not count: the bank knows them,
 * so they would say too little. A picture with a score above the threshold that is in force, or that
 * something else stands against, is held, and nothing is taken while one is. Of the others alone the
 * bound would be wrong: who leaves out what scores high has picked the nice ones. Of a part of several kinds each is
 * calibrated by its own pictures.
 */
export function calibratePart(
  part: Part,
  candidates: readonly Candidate[],
  options: CalibrationOptions = {},
): CalibratedPart {
  if (part.layout?.kind !== 'places') return calibrateKind(part, candidates, options);
  const outcomes = kindsOf(part).map((kind, number) => {
    const own = candidates.filter((candidate) => (candidate.kind ?? 0) === number);
    return calibrateKind(kind, own, options);
  });
  const held = outcomes.flatMap((outcome) => outcome.held);
  const isTaken = held.length === 0;
  const kinds = kindChanges(part, outcomes, isTaken);
  return {
    part: isTaken ? withCalibrations(part, outcomes.map(calibrationOf)) : part,
    taken: isTaken ? outcomes.flatMap((outcome) => outcome.taken) : [],
    repeated: isTaken ? outcomes.flatMap((outcome) => outcome.repeated) : [],
    held,
    change: kinds[0].change,
    kinds,
  };
}

function calibrationOf({ part }: Pick<CalibratedPart, 'part'>): Calibration {
  return part.calibration;
}

/** @param isTaken - Whether the kinds are as they came out, and not as they were. */
function kindChanges(
  part: Part,
  outcomes: readonly { readonly change: ThresholdChange }[],
  isTaken: boolean,
): KindChange[] {
  return namedKinds(part).map(({ name, part: { calibration } }, n) => ({
    name: name ?? '',
    change: isTaken ? outcomes[n].change : thresholdChange(calibration, calibration),
  }));
}

function calibrateKind(
  part: Part,
  candidates: readonly Candidate[],
  options: CalibrationOptions,
): CalibratedPart {
  const { accept = false } = options;
  const repeated: RepeatedPicture[] = [];
  const held: HeldPicture[] = [];
  const taken: ConfirmedPicture[] = [];
  const known = knownTo(part);
  for (const picture of candidates) {
    const repeat = repeatOf(picture, known, options);
    if (repeat !== undefined) {
      repeated.push(repeat);
      continue;
    }
    known.add(picture);
    const objections = objectionsTo(picture, part);
    const { objections: _, kind: __, ...plain } = picture;
    if (objections.length === 0) taken.push({ ...plain, accepted: [] });
    // No threshold can be made of a score that is none, whoever accepts it.
    else if (accept && Number.isFinite(picture.score)) {
      taken.push({ ...plain, accepted: objections.map(({ code }) => code) });
    } else held.push({ picture, objections });
  }
  if (held.length > 0) {
    const change = thresholdChange(part.calibration, part.calibration);
    return { part, taken: [], repeated, held, change };
  }
  const confirmed = [...part.calibration.confirmed, ...taken];
  return { ...recalibrated(part, confirmed, options.targetFalseReject), taken, repeated, held };
}

/** A part with its new thresholds, and what becomes of them. */
export interface RecalibratedPart extends Pick<CalibratedPart, 'change' | 'kinds'> {
  /** With its new thresholds. */
  readonly part: Part;
}

/**
 * A part with some of its confirmed pictures.
 *
 * @param isKept - Whether a picture stays.
 * @param targetFalseReject - Wanted share of good parts that fail, in (0, 1); the part's by default.
 */
export function recalibratedWith(
  part: Part,
  isKept: (picture: ConfirmedPicture) => boolean,
  targetFalseReject?: number,
): RecalibratedPart {
  const outcomes = kindsOf(part).map((kind) =>
    recalibrated(kind, kind.calibration.confirmed.filter(isKept), targetFalseReject),
  );
  const { change } = outcomes[0];
  return {
    part: withCalibrations(part, outcomes.map(calibrationOf)),
    change,
    ...(part.layout?.kind === 'places' && { kinds: kindChanges(part, outcomes, true) }),
  };
}

/**
 * A part of one kind with other confirmed pictures.
 *
 * @param confirmed - All of them.
 * @param targetFalseReject - Wanted share of good parts that fail, in (0, 1).
 */
export function recalibrated(
  part: Part,
  confirmed: readonly ConfirmedPicture[],
  targetFalseReject: number = part.calibration.targetFalseReject,
): RecalibratedPart {
  const { leaveOneOut, rule } = part.calibration;
  const supportPictures = independentPictures(part.support);
  const calibration = calibrate({
    leaveOneOut,
    supportPictures,
    confirmed,
    targetFalseReject,
    rule,
    presenceMargin: part.reverse?.margin ?? null,
  });
  return { part: { ...part, calibration }, change: thresholdChange(part.calibration, calibration) };
}

function knownTo({ support, calibration }: Part): KnownPictures {
  const known = new KnownPictures();
  for (const picture of support) known.add(compared(picture));
  for (const picture of calibration.confirmed) known.add(picture);
  return known;
}

function repeatOf(
  picture: Candidate,
  known: KnownPictures,
  { distinct = false }: CalibrationOptions,
): RepeatedPicture | undefined {
  const twin = known.twinOf(picture);
  if (twin !== undefined) return { picture, of: twin, is: 'same' };
  const original = distinct ? undefined : known.originalOf(picture);
  return original && { picture, of: original, is: 'near-copy' };
}

/** What stands against a picture: what was seen in it, what it lacks, then its score. */
function objectionsTo(picture: Candidate, part: Part): readonly Objection[] {
  const { score, missing } = picture;
  const { threshold } = part.calibration;
  const objections = [...picture.objections, ...presenceReasons(missing, presenceLimit(part))];
  if (!Number.isFinite(score)) return [...objections, NO_SCORE];
  if (threshold === null || score <= threshold) return objections;
  const ratio = score / threshold;
  const [shown, limit] = [score, threshold].map((value) => Number(value.toPrecision(4)));
  const above: Objection = {
    code: 'above-threshold',
    message: `its score ${shown} is ${timesText(ratio)} times the threshold ${limit}`,
    remedy: 'Look where it differs. Leave it out if the part is not good, accept it if it is.',
    facts: { score, threshold, ratio: Number.isFinite(ratio) ? ratio : null },
  };
  return [...objections, above];
}

/** Two decimals, and as many as it takes where fewer would read 1. */
function timesText(ratio: number): string {
  const enough = [2, 3, 4, 6, 9].find((decimals) => Number(ratio.toFixed(decimals)) !== 1);
  return ratio.toFixed(enough);
}

const NO_SCORE: Objection = {
  code: 'score-not-a-number',
  message: 'its score is not a number',
  remedy: 'Leave it out; check the model with which the part was learned.',
  facts: {},
};
