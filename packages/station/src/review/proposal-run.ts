import type { Verdict } from 'fewgood';
import type { VersionSummary } from '../api/part.ts';
import type { ProposalFindings, ProposalRequest } from '../api/review.ts';
import { ConflictError } from '../errors.ts';
import type { CalibrationAnswer, LearnedPart } from '../judging/thread-messages.ts';
import {
  type Flip,
  type Replay,
  replayThreshold,
  replayVerdicts,
} from '../statistics/replay/replay.ts';
import type { StationDatabase } from '../store/database.ts';
import type { InspectionRow, ProposalRow, VersionRow } from '../store/tables.ts';
import type { RegressionGate } from './regression-gate.ts';
import type { ReplayJudge } from './replay-judge.ts';
import { inspectionsOf, partNameOf } from './review-rows.ts';
import type { ThresholdDesk } from './threshold-desk.ts';
import { familyOf } from './version-family.ts';

export interface ProposalTools {
  readonly database: StationDatabase;
  readonly judge: ReplayJudge;
  readonly gate: RegressionGate;
  readonly desk: ThresholdDesk;
}

/** Whoever waits for a proposal. */
export interface ProposalWatch {
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

/** What a proposal comes to. */
export interface ProposalOutcome {
  readonly findings: ProposalFindings;
  /** The version to be; null while something stands against its pictures. */
  readonly learned: LearnedPart | null;
  readonly flips: readonly Flip[];
}

type CalibrationChange = Extract<ProposalRequest['change'], { kind: 'calibration' }>;

/** What became of the pictures of a proposal. */
type Pictures = Pick<ProposalFindings, 'taken' | 'repeated' | 'held'>;
const NO_PICTURES: Pictures = { taken: [], repeated: [], held: [] };

/** Rows that are read at once. */
const ROWS = 500;

/**
 * Makes the part file of a proposal, and finds out what it would change: past verdicts, and regression pictures.
 * Nothing judges by it yet.
 *
 * @throws {@link ConflictError} if a decision of it was taken back, or nothing would change.
 * @throws {@link Error} of the signal, if it was cancelled.
 */
export async function runProposal(
  row: ProposalRow,
  tools: ProposalTools,
  watch: ProposalWatch,
): Promise<ProposalOutcome> {
  return tools.judge.use(async () => {
    const request: ProposalRequest = JSON.parse(row.request);
    const base = await baseOf(row, tools.database);
    const before: VersionSummary = JSON.parse(base.summary);
    const { learned, ...pictures } = await candidateOf(request, { row, base, tools });
    watch.signal.throwIfAborted();
    if (learned === null) return heldBack(before, pictures);
    if (learned.sha256 === base.sha256) throw nothingNew(pictures);
    const past = await pastOf(row, request, tools.database);
    const replay = await replayOf(row, { learned, past, request, tools, watch });
    const { report } = await tools.gate.check(row.part, learned.sha256);
    watch.signal.throwIfAborted();
    const { inspections, kinds, unknown, flips } = replay;
    return {
      learned,
      flips,
      findings: {
        from: before.threshold,
        to: learned.summary.threshold,
        falseRejectBound: learned.summary.falseRejectBound,
        provisional: learned.summary.provisional,
        ...pictures,
        replayed: inspections,
        anew: request.change.kind === 'calibration',
        unknown: unknown.length,
        kinds: { ...kinds },
        regression: report,
      },
    };
  });
}

async function baseOf({ part, base }: ProposalRow, { rows }: StationDatabase): Promise<VersionRow> {
  return rows
    .selectFrom('version')
    .selectAll()
    .where('part', '=', part)
    .where('number', '=', base)
    .executeTakeFirstOrThrow();
}

interface Making {
  readonly row: ProposalRow;
  readonly base: VersionRow;
  readonly tools: ProposalTools;
}

async function candidateOf(
  { change }: ProposalRequest,
  making: Making,
): Promise<Pictures & { readonly learned: LearnedPart | null }> {
  if (change.kind === 'calibration') return calibrated(change, making);
  const { row, base, tools } = making;
  const { threshold } = change;
  const { falseRejects, whicheverChosen, promise } = await tools.desk.effect(row.part, threshold);
  const learned = await tools.judge.ask('threshold', {
    part: base.sha256,
    threshold,
    falseRejectBound: whicheverChosen.falseRejects,
    morePicturesNeeded: promise.morePictures,
    pictures: falseRejects.of,
  });
  return { learned, ...NO_PICTURES };
}

async function calibrated(
  change: CalibrationChange,
  { row: { part, createdAt }, base, tools: { database, judge } }: Making,
): Promise<Pictures & { readonly learned: LearnedPart | null }> {
  const { rows } = database;
  const reviews = await rows
    .selectFrom('review')
    .selectAll()
    .where('id', 'in', change.reviews)
    .where('decision', '=', 'good')
    .where('state', '=', 'decided')
    .orderBy('seq')
    .execute();
  if (reviews.length < change.reviews.length) throw takenBack();
  const inspections = await inspectionsOf(
    rows,
    reviews.map(({ inspection }) => inspection),
  );
  const partName = await partNameOf(rows, part);
  const pictures = reviews.flatMap(({ id, inspection }) => {
    const row = inspections.get(inspection);
    const origin = `inspection ${inspection}, review ${id}`;
    return row === undefined
      ? []
      : [{ sha256: row.picture, name: row.name, date: createdAt, origin }];
  });
  const { accept, distinct } = change;
  const request = { part: base.sha256, partName, pictures, accept, distinct };
  return plainAnswer(await judge.ask('calibrate', request));
}

function plainAnswer({
  learned,
  taken,
  repeated,
  held,
}: CalibrationAnswer): Pictures & { readonly learned: LearnedPart | null } {
  // Objections of the library, as JSON has them.
  const plain: Pictures['held'] = JSON.parse(JSON.stringify(held));
  return { learned, taken: [...taken], repeated: repeated.map((one) => ({ ...one })), held: plain };
}

function heldBack(before: VersionSummary, pictures: Pictures): ProposalOutcome {
  if (pictures.held.length === 0) throw nothingNew(pictures);
  const { threshold, falseRejectBound, provisional } = before;
  return {
    learned: null,
    flips: [],
    findings: {
      from: threshold,
      to: threshold,
      falseRejectBound,
      provisional,
      ...pictures,
      replayed: 0,
      anew: false,
      unknown: 0,
      kinds: {},
      regression: null,
    },
  };
}

/** The past inspections that are looked at: the newest with a verdict, the oldest of them first. */
async function pastOf(
  { part, base }: ProposalRow,
  { replay, change }: ProposalRequest,
  database: StationDatabase,
): Promise<InspectionRow[]> {
  const { members } = await familyOf(database, part, base);
  const past: InspectionRow[] = [];
  for (let before = Number.MAX_SAFE_INTEGER; past.length < replay;) {
    let query = database.rows
      .selectFrom('inspection')
      .selectAll()
      .where('part', '=', part)
      .where('state', '=', 'judged')
      .where('seq', '<', before)
      .orderBy('seq', 'desc')
      .limit(Math.min(ROWS, replay - past.length));
    // Scores that are kept can be compared within a family; pictures that are kept are judged anew.
    if (change.kind === 'threshold') query = query.where('version', 'in', [...members]);
    else query = query.where('pictureRemoved', '=', 0);
    const batch = await query.execute();
    const last = batch.at(-1);
    if (last === undefined) break;
    past.push(...batch);
    before = last.seq;
  }
  return past.toReversed();
}

interface Replaying {
  readonly learned: LearnedPart;
  readonly past: readonly InspectionRow[];
  readonly request: ProposalRequest;
  readonly tools: ProposalTools;
  readonly watch: ProposalWatch;
}

async function replayOf(
  { part }: ProposalRow,
  { learned, past, request, tools, watch }: Replaying,
): Promise<Replay> {
  if (request.change.kind === 'threshold') {
    return replayThreshold(past.flatMap(keptScore), learned.summary.threshold);
  }
  const partName = await partNameOf(tools.database.rows, part);
  const verdicts = new Map<string, Verdict>();
  for (const [index, { id, picture, name }] of past.entries()) {
    watch.onProgress(index, past.length);
    const verdict = await tools.judge.verdict({ part: learned.sha256, partName, picture, name });
    watch.signal.throwIfAborted();
    if (verdict !== null) verdicts.set(id, verdict);
  }
  watch.onProgress(past.length, past.length);
  const judged = past.flatMap(({ id, verdict }) => (verdict === null ? [] : [{ id, verdict }]));
  return replayVerdicts(judged, verdicts);
}

function keptScore({ id, record }: InspectionRow): Parameters<typeof replayThreshold>[0][number][] {
  if (record === null) return [];
  const { verdict, reasons, score } = JSON.parse(record);
  return [{ id, verdict, reasons, score }];
}

function takenBack(): ConflictError {
  return new ConflictError(
    'make the version',
    'a decision of it was taken back or applied meanwhile',
    'Look at the decisions, and begin again.',
  );
}

function nothingNew({ repeated }: Pictures): ConflictError {
  const names = repeated.map(({ name, of }) => `${name} repeats ${of}`);
  return new ConflictError(
    'make the version',
    names.length === 0 ? 'nothing of it differs' : `nothing of it is new: ${names.join(', ')}`,
    'Decide on other pictures; near copies of one picture count once.',
  );
}
