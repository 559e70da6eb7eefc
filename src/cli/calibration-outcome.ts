/**
 * What a calibration came to, in words for a person and as plain data.
 *
 * @module
 */
import type { CalibratedPart, Candidate, HeldPicture } from '../inspection/calibrate-part.ts';
import { confirmedOf, type ReducedPart } from '../inspection/confirmed-pictures.ts';
import type { Calibration, ConfirmedPicture, NormalScore, Part } from '../inspection/part.ts';
import { toPictureHeader } from '../inspection/part-header.ts';
import { kindsOf, namedKinds } from '../inspection/part-kinds.ts';
import { REASON_CODES, titleOf } from '../inspection/reason.ts';
import { counted, formatScore } from '../page/format.ts';
import { printable } from '../printable.ts';
import { partThresholdLines } from './threshold-lines.ts';

/** The file that a picture came in. */
type FileOf = (picture: Candidate) => string;

/** Most files that the command which shows held pictures names. */
const MOST_NAMED = 8;

/** Lines for a person: `log` is beside the point, `out` is the outcome. */
export function calibrationLines(
  path: string,
  outcome: CalibratedPart,
  fileOf: FileOf,
): { readonly log: string[]; readonly out: string[] } {
  const log = outcome.repeated.map(({ picture, of, is }) =>
    is === 'same'
      ? `${printable(picture.name)}: not counted, it was already used to learn or to calibrate the part, as ${printable(of.name)}`
      : `${printable(picture.name)}: not counted, it is nearly the same picture as ${printable(of.name)} (--distinct counts it)`,
  );
  if (outcome.held.length > 0) return { log, out: heldLines(path, outcome.held, fileOf) };
  const accepted = outcome.taken
    .filter(({ accepted: codes }) => codes.length > 0)
    .map(
      ({ name, accepted: codes }) =>
        `${printable(name)}: accepted in spite of: ${codes.map(objectionTitle).join(', ')}`,
    );
  return {
    log: [...log, ...accepted],
    out: [...stateLines(path, outcome.part), ...changeLines(outcome)],
  };
}

/** What stood against a picture, in words; the code of a part file of another version as it is. */
export function objectionTitle(code: string): string {
  if (code === 'above-threshold') return 'score above the threshold';
  const known = REASON_CODES.find((one) => one === code);
  return known === undefined ? printable(code) : titleOf(known).toLowerCase();
}

/** Lines for a person about pictures that were taken back. */
export function reductionLines(path: string, reduced: ReducedPart): string[] {
  return [
    ...reduced.removed.map((picture) => `removed ${pictureLine(picture)}`),
    ...stateLines(path, reduced.part),
    ...changeLines(reduced),
  ];
}

/** A picture as a list shows it: name, the first digits of its SHA-256, when and where from. */
export function pictureLine({ name, sha256, date, origin }: ConfirmedPicture): string {
  const about = [date, origin].filter((word) => word !== null).map(printable);
  return [printable(name), sha256.slice(0, 12), ...about].join('  ');
}

/** The outcome as plain data. */
export function calibrationRecord(
  { part, taken, repeated, held, change, kinds }: CalibratedPart,
  fileOf: FileOf,
): object {
  // Ratios are to the threshold that was in force: it is what held a picture.
  const before = (picture: ConfirmedPicture, kind = kindOf(picture, part)): number | null =>
    (kinds?.[kind]?.change ?? change).from;
  return {
    ...calibrationSummary(part.calibration),
    taken: taken.map(({ accepted, ...picture }) => ({
      ...scored(picture, before({ accepted, ...picture })),
      accepted,
    })),
    repeated: repeated.map(({ picture, of, is }) => ({
      ...scored(picture, before(picture, picture.kind)),
      is,
      of: { name: of.name, sha256: of.sha256 },
    })),
    held: held.map(({ picture, objections }) => ({
      ...scored(picture, before(picture, picture.kind)),
      file: fileOf(picture),
      objections,
    })),
    change,
    ...kindSummaries(part, kinds),
  };
}

/** What is left after pictures were taken back, as plain data. */
export function reductionRecord({ part, removed, change, kinds }: ReducedPart): object {
  return {
    ...calibrationSummary(part.calibration),
    removed: removed.map(toPictureHeader),
    change,
    ...kindSummaries(part, kinds),
  };
}

/** What is said of each kind of a part of several besides; the rest is of the first. */
export function kindSummaries(part: Part, changes?: CalibratedPart['kinds']): object {
  if (part.layout?.kind !== 'places') return {};
  return {
    kinds: namedKinds(part).map(({ name, part: { calibration } }, n) => ({
      name,
      ...calibrationSummary(calibration),
      ...(changes && { change: changes[n]?.change }),
    })),
  };
}

/** A calibration without its scores, and how many pictures are confirmed. */
export function calibrationSummary(calibration: Calibration): object {
  const { leaveOneOut: _, confirmed, ...threshold } = calibration;
  return { ...threshold, confirmed: confirmed.length };
}

/** A score over a threshold; null where there is none. */
export function ratioTo(threshold: number | null, score: number): number | null {
  return threshold === null || !Number.isFinite(score / threshold) ? null : score / threshold;
}

/** Number of the kind that a picture was taken for. */
function kindOf({ sha256 }: ConfirmedPicture, part: Part): number {
  const isIn = ({ calibration: { confirmed } }: Part): boolean =>
    confirmed.some((picture) => picture.sha256 === sha256);
  return Math.max(kindsOf(part).findIndex(isIn), 0);
}

function scored({ name, sha256, score }: NormalScore, threshold: number | null): object {
  return { name, sha256, score, ratio: ratioTo(threshold, score) };
}

function stateLines(path: string, part: Part): string[] {
  const count = counted(confirmedOf(part).length, 'confirmed good picture');
  return [`${path}: ${count}`, ...partThresholdLines(part)];
}

/** The threshold, then, if it is another one, what may be missing before a part is not there. */
function changeLines({
  part,
  change,
  kinds = [],
}: Pick<CalibratedPart, 'part' | 'change' | 'kinds'>): string[] {
  if (kinds.length === 0) return changeOf(part, change);
  const parts = kindsOf(part);
  return kinds.flatMap(({ name, change: own }, n) =>
    changeOf(parts[n] ?? part, own).map((line) => `${printable(name)}: ${line}`),
  );
}

function changeOf(part: Part, change: CalibratedPart['change']): string[] {
  const { from, to, missingLimit, stored, toPass, toFail } = change;
  const [before, after] = [from, to].map(limitText);
  const flips = `${toPass.length} from fail to pass, ${toFail.length} from pass to fail`;
  const threshold =
    from === to
      ? `threshold unchanged, ${after}`
      : `threshold ${before} → ${after}: of ${counted(stored, 'stored score')} ${flips}`;
  const isSameLimit = missingLimit.from === missingLimit.to;
  if (isSameLimit || part.settings.presence === 'none') return [threshold];
  const [less, more] = [missingLimit.from, missingLimit.to].map(limitText);
  return [threshold, `presence limit ${less} → ${more}: a picture that lacks more is never a pass`];
}

function limitText(limit: number | null): string {
  return limit === null ? 'none' : formatScore(limit);
}

function heldLines(path: string, held: readonly HeldPicture[], fileOf: FileOf): string[] {
  const files = held.map(({ picture }) => shellWord(printable(fileOf(picture))));
  const named = files.length > MOST_NAMED ? [...files.slice(0, MOST_NAMED), '…'] : files;
  return [
    `${path}: nothing was changed, ${counted(held.length, 'picture waits', 'pictures wait')} for a decision:`,
    ...held.flatMap(({ picture, objections }) =>
      objections.map(({ message }) => `  ${printable(fileOf(picture))}: ${message}`),
    ),
    `See where: fewgood inspect ${shellWord(path)} ${named.join(' ')} --report held.html`,
    'Then leave out what is not good, or take it with --accept.',
  ];
}

/** A word as a shell takes it for one. */
function shellWord(word: string): string {
  return /^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
