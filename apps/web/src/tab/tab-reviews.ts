import { Fault } from '../ports/fault.ts';
import { newKey } from '../features/inspect/new-key.ts';
import type { Page } from '../ports/inspection-api.ts';
import type { NewReview, Review, ReviewApi, ReviewCounts } from '../ports/review-api.ts';
import { told } from './faults.ts';
import { effectOfThreshold, scoresOfPart } from './known-scores.ts';
import type { InspectionRecord, ReviewRecord } from './records.ts';
import { isDecided, openKind, standingOf } from './reviewed.ts';
import type { Tab } from './tab.ts';
import { detailOf, recordOf } from './tab-inspections.ts';
import { TabProposals } from './tab-proposals.ts';

/** Rows of one page. */
const LIMIT = 50;

/** A decision with the inspection that it is about. */
interface Decided {
  readonly record: InspectionRecord;
  readonly review: ReviewRecord;
}

/** Reviewing verdicts in the browser, and what comes of it. */
export function tabReviews(tab: Tab): ReviewApi {
  const { store } = tab;
  const proposals = new TabProposals(tab);
  const ofPart = async (partId: string | undefined) =>
    (await store.inspections()).filter((one) => partId === undefined || one.partId === partId);
  const known = async (partId: string) => {
    const part = await store.part(partId);
    const scores = scoresOfPart(part, await store.inspections(), await store.pictureHashes());
    return { part, scores };
  };
  return {
    queue: async ({ partId, kind }, cursor) =>
      told(async () => {
        const open = (await ofPart(partId)).flatMap((record) => {
          const why = openKind(record);
          return why === null || (kind !== undefined && why !== kind) ? [] : [{ why, record }];
        });
        const page = oldestFirst(open, cursor, ({ record: { time, id } }) => `${time} ${id}`);
        const items = page.items.map(async ({ why, record }) => ({
          kind: why,
          inspection: await detailOf(tab, record),
        }));
        return { ...page, items: await Promise.all(items) };
      }),
    counts: async (partId) => told(async () => countsOf(await ofPart(partId))),
    list: async ({ partId, decision, inspectionId, state }, cursor) =>
      told(async () => {
        const matching = (await ofPart(partId))
          .flatMap((record) => record.reviews.map((review) => ({ record, review })))
          .filter(
            ({ record, review }) =>
              (decision === undefined || review.decision === decision) &&
              (inspectionId === undefined || record.id === inspectionId) &&
              (state === undefined || review.state === state),
          );
        const page = newestFirst(matching, cursor, ({ review: { time, id } }) => `${time} ${id}`);
        return {
          ...page,
          items: await Promise.all(page.items.map(async (one) => reviewOf(tab, one))),
        };
      }),
    decide: async (review) => told(async () => decide(tab, review)),
    undo: async (id) => told(async () => undo(tab, id)),
    proposals: async (partId) => told(async () => proposals.list(partId)),
    propose: async (partId, base, change) =>
      told(async () => proposals.propose(partId, base, change)),
    flips: async (id, cursor) => told(async () => proposals.flips(id, cursor)),
    cancel: async (id) => told(async () => Promise.resolve(proposals.cancel(id))),
    apply: async (id, application) => told(async () => proposals.apply(id, application)),
    takeBack: async (id, application) => told(async () => proposals.takeBack(id, application)),
    scores: async (partId) => told(async () => (await known(partId)).scores),
    effect: async (partId, threshold) =>
      told(async () => {
        const { part, scores } = await known(partId);
        return effectOfThreshold(part, scores, threshold);
      }),
  };
}

/** What a list is ordered by: its time, and what tells it from others of the same. */
type KeyOf<T> = (item: T) => string;

/** Some of a list, behind the cursor, also where what that names is no longer in the list. */
function oldestFirst<T>(all: readonly T[], cursor: string | null, keyOf: KeyOf<T>): Page<T> {
  const rest = all.filter((item) => cursor === null || keyOf(item) > cursor);
  return firstOf(
    rest.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)),
    keyOf,
  );
}

/** The same in the other order. */
function newestFirst<T>(all: readonly T[], cursor: string | null, keyOf: KeyOf<T>): Page<T> {
  const rest = all.filter((item) => cursor === null || keyOf(item) < cursor);
  return firstOf(
    rest.toSorted((a, b) => (keyOf(a) > keyOf(b) ? -1 : 1)),
    keyOf,
  );
}

function firstOf<T>(rest: readonly T[], keyOf: KeyOf<T>): Page<T> {
  const items = rest.slice(0, LIMIT);
  const last = items.at(-1);
  return { items, next: rest.length > LIMIT && last !== undefined ? keyOf(last) : null };
}

function countsOf(records: readonly InspectionRecord[]): ReviewCounts {
  const byKind = { fail: 0, borderline: 0, 'cannot judge': 0 };
  for (const record of records) {
    const kind = openKind(record);
    if (kind !== null) byKind[kind] += 1;
  }
  return {
    byKind,
    good: records.filter(isWaiting).length,
    regressions: records.filter((record) => isDecided(record, 'defect')).length,
  };
}

/** Whether it is good after all, and no version has it. */
function isWaiting(record: InspectionRecord): boolean {
  return isDecided(record, 'good') && standingOf(record)?.state === 'decided';
}

async function reviewOf(tab: Tab, { record, review }: Decided): Promise<Review> {
  return { ...review, partId: record.partId, by: null, inspection: await detailOf(tab, record) };
}

async function decide(tab: Tab, asked: NewReview): Promise<Review> {
  const { inspectionId, decision, name = null, note = '', mask = null, expected } = asked;
  const time = new Date().toISOString();
  const state = 'decided' as const;
  const review = { id: newKey(), decision, name, note, mask, state, version: null, time };
  // Of one that is gone, it is said here.
  await recordOf(tab, inspectionId);
  await tab.store.changeInspections((record) => {
    if (record.id !== inspectionId) return record;
    assertDecidable(record);
    const standing = standingOf(record);
    if ((standing?.id ?? null) !== expected) throw decidedMeanwhile(standing);
    const before = record.reviews.map((one) => (one === standing ? takenBack(one) : one));
    return { ...record, reviews: [...before, review] };
  });
  tab.channel.reviewChanged();
  return reviewOf(tab, { record: await recordOf(tab, inspectionId), review });
}

async function undo(tab: Tab, id: string): Promise<Review> {
  const has = ({ reviews }: InspectionRecord) => reviews.some((review) => review.id === id);
  await tab.store.changeInspections((record) => {
    if (!has(record)) return record;
    const reviews = record.reviews.map((review) => (review.id === id ? takenBack(review) : review));
    return { ...record, reviews };
  });
  tab.channel.reviewChanged();
  const record = (await tab.store.inspections()).find(has);
  const review = record?.reviews.find((one) => one.id === id);
  if (record === undefined || review === undefined) {
    throw new Fault('missing', `Cannot find the decision ${id}: its inspection is gone.`);
  }
  return reviewOf(tab, { record, review });
}

/** @throws {@link Fault} if there is nothing to take back, or a version that judges has it. */
function takenBack(review: ReviewRecord): ReviewRecord {
  if (review.state === 'decided') return { ...review, state: 'undone' };
  const [found, remedy] =
    review.state === 'undone'
      ? ['it was taken back already', 'Look at the queue, where the picture is again.']
      : [`version ${String(review.version)} of the part has it`, 'Undo that version first.'];
  throw new Fault('refused', `Cannot take the decision back: ${found}.`, {
    code: 'CONFLICT',
    remedy,
  });
}

function assertDecidable({ outcome, hasPicture }: InspectionRecord): void {
  const isJudged = outcome !== 'error' && outcome !== 'waiting';
  if (isJudged && hasPicture) return;
  const found = isJudged ? 'its picture is gone' : 'it has no verdict';
  throw new Fault('refused', `Cannot decide on the verdict: ${found}.`, {
    code: 'CONFLICT',
    remedy: 'Decide on another one.',
  });
}

function decidedMeanwhile(standing: ReviewRecord | undefined): Fault {
  const remedy = 'Look at what was decided; decide anew if you know better.';
  if (standing === undefined) {
    const message =
      'Cannot decide on the verdict: the decision that you saw was taken back meanwhile.';
    return new Fault('refused', message, { code: 'CONFLICT', remedy });
  }
  const { decision, time } = standing;
  return new Fault('refused', `Cannot decide on the verdict: another tab did, at ${time}.`, {
    code: 'CONFLICT',
    remedy,
    facts: { decision, at: time },
  });
}
