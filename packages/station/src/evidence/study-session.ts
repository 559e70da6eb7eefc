import type { Actor } from '../api/role.ts';
import { STATION_APPRAISER, type StudyJudgement, type StudySession } from '../api/study.ts';
import { appendAudit } from '../audit/chain.ts';
import { studyJudgementSeal } from '../audit/seal.ts';
import { ConflictError, NotFoundError, UnreadableStudyPictureError } from '../errors.ts';
import type { ReplayJudge } from '../review/replay-judge.ts';
import { partNameOf } from '../review/review-rows.ts';
import type { Judgement } from '../statistics/agreement/study.ts';
import { judgementOf } from '../statistics/agreement/study.ts';
import type { StoreOptions } from '../store/part-list.ts';
import type { PictureBytes, PictureList } from '../store/picture-list.ts';
import { assertOpen, type StudyList } from './study-list.ts';
import { type PlannedStudy, progressOf } from './study-rows.ts';

export interface StudySessionOptions extends StoreOptions {
  readonly studies: StudyList;
  readonly pictures: PictureList;
  readonly judge: ReplayJudge;
}

/** Pictures that the station judges before it answers: a request takes seconds, not minutes. */
const AT_ONCE = 5;

/** Appraisers at their pictures: one after another, in their order, without a way back. */
export class StudySessions {
  readonly #options: StudySessionOptions;

  constructor(options: StudySessionOptions) {
    this.#options = options;
  }

  /** @throws {@link NotFoundError} if there is no such study or appraiser. */
  async get(id: string, appraiser: string): Promise<StudySession> {
    const { studies, database } = this.#options;
    const { presentations } = sessionOf(await studies.planned(id), appraiser);
    const done = (await progressOf(database.rows, id)).get(appraiser) ?? 0;
    const of = presentations.length;
    return { appraiser, done, of, next: done < of ? done + 1 : null };
  }

  /**
   * The picture that is next, of which nothing but itself is told.
   *
   * @throws {@link NotFoundError} if there is no such study or appraiser, or another number is next.
   */
  async picture(id: string, appraiser: string, number: number): Promise<PictureBytes> {
    const { studies, pictures } = this.#options;
    const { next } = await this.get(id, appraiser);
    if (next !== number) throw new NotFoundError('the picture', number);
    return pictures.read(pictureOf(await studies.planned(id), appraiser, number), true);
  }

  /**
   * Takes what a person says. The same said again changes nothing.
   *
   * @throws {@link NotFoundError} if there is no such study or appraiser.
   * @throws {@link ConflictError} if another number is next, the study is not open, or the station is the appraiser.
   */
  async judge(
    id: string,
    appraiser: string,
    judgement: StudyJudgement,
    actor: Actor,
  ): Promise<StudySession> {
    if (appraiser === STATION_APPRAISER) {
      throw new ConflictError(
        'take the judgement',
        'the station judges for itself',
        'Name a person of the study.',
      );
    }
    sessionOf(await this.#options.studies.planned(id), appraiser);
    await this.#keep(id, appraiser, [judgement], actor);
    return this.get(id, appraiser);
  }

  /**
   * Lets the station judge its next pictures. Its verdict on a picture is always the same, so that each is
   * judged once, and the verdict counts for every trial.
   *
   * @throws {@link NotFoundError} if there is no such study, or it is without the station.
   * @throws {@link UnreadableStudyPictureError} if a picture cannot be judged at all.
   */
  async judgeByStation(id: string, actor: Actor): Promise<StudySession> {
    const { studies, judge } = this.#options;
    const study = await studies.planned(id);
    const { next, of } = await this.get(id, STATION_APPRAISER);
    if (next === null) return this.get(id, STATION_APPRAISER);
    const known = await this.#saidByStation(study);
    const said: StudyJudgement[] = [];
    let judged = 0;
    await judge.use(async () => {
      for (let number = next; number <= of; number++) {
        const picture = pictureOf(study, STATION_APPRAISER, number);
        let judgement = known.get(picture);
        if (judgement === undefined) {
          if (judged === AT_ONCE) break;
          judged++;
          judgement = await this.#verdict(study, picture);
          known.set(picture, judgement);
        }
        said.push({ number, judgement });
      }
    });
    await this.#keep(id, STATION_APPRAISER, said, actor);
    return this.get(id, STATION_APPRAISER);
  }

  async #verdict({ row, pictures }: PlannedStudy, picture: string): Promise<Judgement> {
    const { database, judge } = this.#options;
    const { sha256 } = await database.rows
      .selectFrom('version')
      .select('sha256')
      .where('part', '=', row.part)
      .where('number', '=', row.version ?? 0)
      .executeTakeFirstOrThrow();
    const name = pictures.find((one) => one.picture === picture)?.name ?? picture;
    const partName = await partNameOf(database.rows, row.part);
    const verdict = await judge.verdict({ part: sha256, partName, picture, name });
    if (verdict !== null) return judgementOf(verdict);
    throw new UnreadableStudyPictureError(name);
  }

  /** What the station said so far, by picture. */
  async #saidByStation(study: PlannedStudy): Promise<Map<string, Judgement>> {
    const rows = await this.#options.database.rows
      .selectFrom('studyJudgement')
      .select(['number', 'judgement'])
      .where('study', '=', study.row.id)
      .where('appraiser', '=', STATION_APPRAISER)
      .execute();
    return new Map(
      rows.map(({ number, judgement }) => [pictureOf(study, STATION_APPRAISER, number), judgement]),
    );
  }

  async #keep(
    study: string,
    appraiser: string,
    judgements: readonly StudyJudgement[],
    actor: Actor,
  ): Promise<void> {
    const { database, now } = this.#options;
    const at = now();
    await database.change(async (change) => {
      await assertOpen(change, study);
      let done = (await progressOf(change, study)).get(appraiser) ?? 0;
      const seals: string[] = [];
      for (const { number, judgement } of judgements) {
        const before = await change
          .selectFrom('studyJudgement')
          .select('judgement')
          .where('study', '=', study)
          .where('appraiser', '=', appraiser)
          .where('number', '=', number)
          .executeTakeFirst();
        // Sent again by somebody who got no answer.
        if (before?.judgement === judgement) continue;
        if (before !== undefined || number !== done + 1) throw notNext(number, done + 1);
        const row = { study, appraiser, number, judgement, at, by: actor.id };
        await change.insertInto('studyJudgement').values(row).execute();
        seals.push(studyJudgementSeal(row));
        done++;
      }
      if (seals.length === 0) return;
      // What was said is not told: whoever reads the chain may be at the same pictures.
      const deed = { at, actor: actor.id, action: 'study.judged', subject: study };
      await appendAudit(change, { ...deed, detail: { appraiser, seals } });
    });
  }
}

function sessionOf({ row, plan }: PlannedStudy, appraiser: string) {
  const session = plan.sessions.find((one) => one.appraiser === appraiser);
  if (session === undefined) throw new NotFoundError(`the appraiser of ${row.name}`, appraiser);
  return session;
}

function pictureOf(study: PlannedStudy, appraiser: string, number: number): string {
  const { part } = sessionOf(study, appraiser).presentations[number - 1] ?? {};
  const picture = study.pictures.find(({ name }) => name === part)?.picture;
  if (picture === undefined) throw new NotFoundError('the picture', number);
  return picture;
}

function notNext(number: number, next: number): ConflictError {
  return new ConflictError(
    'take the judgement',
    `picture ${number} is not next, ${next} is`,
    'Go on with the next picture; what was said stands.',
    { number, next },
  );
}
