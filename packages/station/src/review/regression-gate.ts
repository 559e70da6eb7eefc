import type { Verdict } from 'fewgood';
import type { RegressionReport } from '../api/review.ts';
import type { Actor } from '../api/role.ts';
import { appendAudit } from '../audit/chain.ts';
import { ConflictError, NotFoundError, RegressionError } from '../errors.ts';
import { activationCheck } from '../statistics/replay/activation-check.ts';
import type { Change, StationDatabase } from '../store/database.ts';
import { inspectionOf } from '../store/inspection-list.ts';
import type { ReviewRow } from '../store/tables.ts';
import { inspectionsOf, partNameOf, regressionRows } from './review-rows.ts';
import type { ReplayJudge } from './replay-judge.ts';

export interface RegressionGateOptions {
  readonly database: StationDatabase;
  readonly judge: ReplayJudge;
  readonly now: () => string;
}

/** What regression pictures say of a version. */
export interface RegressionCheck {
  readonly report: RegressionReport;
  /** Ids of the reviews that were asked. */
  readonly reviews: readonly string[];
}

/** A version that is to judge, and by whose will. */
export interface Passage {
  readonly part: string;
  readonly version: number;
  readonly check: RegressionCheck;
  readonly reason: string;
  readonly override: boolean;
  readonly actor: Actor;
}

/** Verdicts that are remembered. */
const REMEMBERED = 5000;

/** Lets no version judge that passes a defect which somebody reported, unless somebody says why. */
export class RegressionGate {
  readonly #options: RegressionGateOptions;
  /** By part file and picture, neither of which ever changes. */
  readonly #verdicts = new Map<string, Verdict>();

  constructor(options: RegressionGateOptions) {
    this.#options = options;
  }

  /**
   * Judges the regression pictures of a part anew.
   *
   * @param sha256 - Of the part file that is to judge.
   * @param onPicture - Told after each.
   */
  async check(
    part: string,
    sha256: string,
    onPicture: () => void = () => undefined,
  ): Promise<RegressionCheck> {
    const { rows } = this.#options.database;
    const reviews = await regressionRows(rows, part);
    if (reviews.length === 0) {
      const report = { pictures: 0, mayActivate: true, broken: [], stoppedUnseen: [] };
      return { report, reviews: [] };
    }
    const inspections = await inspectionsOf(
      rows,
      reviews.map(({ inspection }) => inspection),
    );
    const partName = await partNameOf(rows, part);
    const verdicts = new Map<string, Verdict>();
    await this.#options.judge.use(async () => {
      for (const { id, inspection } of reviews) {
        const picture = inspections.get(inspection)?.picture ?? '';
        const name = inspections.get(inspection)?.name ?? '';
        const verdict = await this.#verdict({ part: sha256, partName, picture, name });
        if (verdict !== null) verdicts.set(id, verdict);
        onPicture();
      }
    });
    const pictures = reviews.map(({ id, name }) => ({
      id,
      name: name ?? '',
      shows: 'defect' as const,
    }));
    const { mayActivate, broken, stoppedUnseen } = activationCheck(pictures, verdicts);
    const report = {
      pictures: pictures.length,
      mayActivate,
      broken: broken.flatMap(({ id, name, verdict }) => {
        const row = inspections.get(reviewOf(reviews, id).inspection);
        return row === undefined ? [] : [{ id, name, verdict, inspection: inspectionOf(row) }];
      }),
      stoppedUnseen: stoppedUnseen.map(({ name }) => name),
    };
    return { report, reviews: reviews.map(({ id }) => id) };
  }

  /**
   * Lets a version through, in the change that makes it judge.
   *
   * @throws {@link RegressionError} if a picture stands against it, and nobody overrides that.
   * @throws {@link ConflictError} if it is overridden without a reason, or there are other pictures by now.
   */
  async pass(
    change: Change,
    { part, version, check: { report, reviews }, reason, override, actor }: Passage,
  ): Promise<void> {
    const rows = await regressionRows(change, part);
    if (rows.some(({ id }) => !reviews.includes(id))) {
      throw new ConflictError(
        `let version ${version} judge`,
        'somebody reported another defect meanwhile',
        'Try again: that picture is judged too then.',
      );
    }
    if (report.mayActivate) return;
    if (!override) throw new RegressionError(version, report.broken);
    if (reason === '') {
      throw new ConflictError(
        `let version ${version} judge in spite of its regression pictures`,
        'no reason stands there',
        'Say why.',
      );
    }
    const detail = { version, reason, broken: report.broken.map(({ id }) => id) };
    const deed = { at: this.#options.now(), actor: actor.id, action: 'regression.overridden' };
    await appendAudit(change, { ...deed, subject: part, detail });
  }

  async #verdict(request: Parameters<ReplayJudge['verdict']>[0]): Promise<Verdict | null> {
    const key = `${request.part} ${request.picture}`;
    const known = this.#verdicts.get(key);
    if (known !== undefined) return known;
    const verdict = await this.#options.judge.verdict(request);
    if (verdict !== null) {
      if (this.#verdicts.size >= REMEMBERED) this.#verdicts.clear();
      this.#verdicts.set(key, verdict);
    }
    return verdict;
  }
}

function reviewOf(reviews: readonly ReviewRow[], id: string): ReviewRow {
  const review = reviews.find((row) => row.id === id);
  if (review === undefined) throw new NotFoundError('the review', id);
  return review;
}
