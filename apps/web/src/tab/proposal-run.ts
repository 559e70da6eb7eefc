import {
  type Flip,
  type PastInspection,
  type Replay,
  replayThreshold,
  replayVerdicts,
  versionFamily,
} from '@fewgood/station/statistics';
import type { Verdict } from 'fewgood';
import { Fault } from '../ports/fault.ts';
import { newKey } from '../features/inspect/new-key.ts';
import type { ThresholdClaim } from '../ports/parts-api.ts';
import type { ProposalFindings, ProposedChange } from '../ports/review-api.ts';
import { effectOfThreshold, scoresOfPart } from './known-scores.ts';
import type { InspectionRecord, PartRecord } from './records.ts';
import { checkRegressions, verdictOf } from './regression-gate.ts';
import { standingOf } from './reviewed.ts';
import type { Tab } from './tab.ts';
import type { JudgingPart } from './tab-engine.ts';

/** A change of a part that somebody thinks of. */
interface Making {
  readonly part: PartRecord;
  /** Its version that judges. */
  readonly judging: JudgingPart;
  readonly change: ProposedChange;
}

/** Whoever waits for what it comes to. */
interface Watch {
  readonly signal: AbortSignal;
  /** 0 to 1. */
  readonly onProgress: (share: number) => void;
}

/** What a change comes to. */
export interface ProposalOutcome {
  readonly findings: ProposalFindings;
  /** The version to be; null while something stands against its pictures. */
  readonly made: {
    /** The part file, shape [size]. */
    readonly part: Uint8Array;
    readonly judging: JudgingPart;
  } | null;
  readonly flips: readonly Flip[];
}

/** What became of pictures that are good after all. */
type Pictures = Pick<ProposalFindings, 'taken' | 'repeated' | 'held'>;

/**
 * Makes the part file of a change, and finds out what it would change: past verdicts, and regression pictures. Nothing
 * judges by it yet.
 *
 * @throws {@link Fault} if a decision of it was taken back, or nothing would change.
 * @throws {@link Error} of the signal, if it was cancelled.
 */
export async function runProposal(
  tab: Tab,
  making: Making,
  { signal, onProgress }: Watch,
): Promise<ProposalOutcome> {
  const { part, judging, change } = making;
  const before = claimOf(part, judging);
  const { bytes, ...pictures } = await candidateOf(tab, making, signal);
  signal.throwIfAborted();
  if (bytes === null) return heldBack(before, pictures);
  const candidate: JudgingPart = {
    ...judging,
    key: `proposal ${newKey()}`,
    number: 1 + Math.max(...part.versions.map(({ number }) => number)),
    read: async () => Promise.resolve(bytes),
  };
  const { facts } = await tab.parts.ask('describe', { part: bytes, name: part.name });
  const past = await pastOf(tab, making);
  const { inspections, flips, unknown } =
    change.kind === 'threshold'
      ? replayThreshold(past.flatMap(keptScore), change.threshold)
      : await judgedAnew(tab, candidate, past, { signal, onProgress });
  const regressions = await checkRegressions(tab, part.id, candidate);
  signal.throwIfAborted();
  return {
    made: { part: bytes, judging: candidate },
    flips,
    findings: {
      from: before.threshold,
      to: facts.claim.threshold,
      falseRejectBound: facts.claim.falseRejectBound,
      provisional: facts.claim.provisional,
      ...pictures,
      replayed: inspections,
      anew: change.kind === 'calibration',
      unknown: unknown.length,
      ...regressions,
    },
  };
}

function claimOf({ versions }: PartRecord, { number }: JudgingPart): ThresholdClaim {
  const version = versions.find((one) => one.number === number);
  if (version === undefined) throw new Error('Cannot change a version that is not there');
  return version.facts.claim;
}

/** The part file that a change makes; null while something stands against its pictures. */
async function candidateOf(
  tab: Tab,
  making: Making,
  signal: AbortSignal,
): Promise<Pictures & { readonly bytes: Uint8Array | null }> {
  const { part, judging, change } = making;
  if (change.kind === 'calibration') return calibrated(tab, { ...making, change }, signal);
  const { threshold } = change;
  if (threshold === claimOf(part, judging).threshold) throw nothingNew([]);
  const scores = scoresOfPart(part, await tab.store.inspections(), await tab.store.pictureHashes());
  const { falseRejects, chosen, morePictures } = effectOfThreshold(part, scores, threshold);
  const bytes = await tab.parts.ask('threshold', {
    part: await judging.read(),
    name: part.name,
    chosen: {
      threshold,
      falseRejectBound: chosen.falseRejects,
      pictures: falseRejects.of,
      morePicturesNeeded: morePictures,
    },
  });
  return { bytes, taken: [], repeated: [], held: [] };
}

async function calibrated(
  { store, engine }: Tab,
  {
    judging,
    change,
  }: Making & { readonly change: Extract<ProposedChange, { readonly kind: 'calibration' }> },
  signal: AbortSignal,
): Promise<Pictures & { readonly bytes: Uint8Array | null }> {
  const date = new Date().toISOString();
  const decided = (await store.inspections()).flatMap((record) => {
    const review = standingOf(record);
    const isWanted = review !== undefined && change.reviews.includes(review.id);
    return isWanted && review.decision === 'good' && review.state === 'decided'
      ? [{ record, review }]
      : [];
  });
  if (decided.length < change.reviews.length) throw takenBack();
  const pictures = decided.toReversed().map(async ({ record: { id, name }, review }) => ({
    name,
    date,
    origin: `inspection ${id}, review ${review.id}`,
    content: await store.inspectionPicture(id, 'picture'),
  }));
  const { part, taken, repeated, held } = await engine.calibrate(
    judging,
    await Promise.all(pictures),
    { accept: change.accept, signal },
  );
  if (part === null && held.length === 0) throw nothingNew(repeated);
  const objections = (list: (typeof held)[number]['objections']) =>
    list.map((one) => ({ ...one, facts: { ...one.facts } }));
  return {
    bytes: part,
    taken,
    repeated: repeated.map(({ name, of }) => ({ name, of })),
    held: held.map((one) => ({ name: one.name, objections: objections(one.objections) })),
  };
}

function heldBack(
  { threshold, falseRejectBound, provisional }: ThresholdClaim,
  pictures: Pictures,
): ProposalOutcome {
  const claim = { from: threshold, to: threshold, falseRejectBound, provisional };
  const nothing = { replayed: 0, anew: false, unknown: 0, broken: [], regressions: 0 };
  return { made: null, flips: [], findings: { ...claim, ...pictures, ...nothing } };
}

/** The past inspections that are looked at, the oldest first. */
async function pastOf(
  { store }: Tab,
  { part, judging, change }: Making,
): Promise<readonly InspectionRecord[]> {
  const { members } = versionFamily(part.versions, judging.number);
  // Scores that are kept can be compared within a family; pictures that are kept are judged anew.
  const isLookedAt = ({ version, hasPicture }: InspectionRecord): boolean =>
    change.kind === 'threshold' ? version !== null && members.has(version) : hasPicture;
  const all = await store.inspections();
  return all.filter((one) => one.partId === part.id && isLookedAt(one)).toReversed();
}

async function judgedAnew(
  tab: Tab,
  candidate: JudgingPart,
  past: readonly InspectionRecord[],
  { signal, onProgress }: Watch,
): Promise<Replay> {
  const judged = past.flatMap(keptScore);
  const verdicts = new Map<string, Verdict>();
  for (const [index, record] of past.entries()) {
    onProgress(index / past.length);
    const verdict = await verdictOf(tab, candidate, record);
    signal.throwIfAborted();
    if (verdict !== undefined) verdicts.set(record.id, verdict);
  }
  return replayVerdicts(judged, verdicts);
}

/** What is known of an inspection that came to a verdict. */
function keptScore({ id, outcome: verdict, score, reasons }: InspectionRecord): PastInspection[] {
  if (verdict === 'error' || verdict === 'waiting') return [];
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what is kept came from the library
  return [{ id, verdict, score, reasons: reasons as PastInspection['reasons'] }];
}

function takenBack(): Fault {
  const found = 'a decision of it was taken back or applied meanwhile';
  return new Fault('refused', `Cannot make the version: ${found}.`, {
    code: 'CONFLICT',
    remedy: 'Look at the decisions, and begin again.',
  });
}

function nothingNew(repeated: readonly { readonly name: string; readonly of: string }[]): Fault {
  const names = repeated.map(({ name, of }) => `${name} repeats ${of}`);
  const found =
    names.length === 0 ? 'nothing of it differs' : `nothing of it is new: ${names.join(', ')}`;
  return new Fault('refused', `Cannot make the version: ${found}.`, {
    code: 'CONFLICT',
    remedy: 'Decide on other pictures; near copies of one picture count once.',
  });
}
