import { randomInt, randomUUID } from 'node:crypto';
import type { Page } from '../api/common.ts';
import type { Actor } from '../api/role.ts';
import {
  STATION_APPRAISER,
  type Study,
  type StudyFigures,
  type StudyList as StudyQuery,
  type StudyRequest,
} from '../api/study.ts';
import { appendAudit, hashOfJson } from '../audit/chain.ts';
import { ConflictError, NotFoundError } from '../errors.ts';
import { analyseAgreement } from '../statistics/agreement/agreement-analysis.ts';
import { CRITERIA } from '../statistics/agreement/criteria.ts';
import { collectStudy } from '../statistics/agreement/study.ts';
import type { Change } from '../store/database.ts';
import { pageBySeq } from '../store/page-by-seq.ts';
import type { PartList, StoreOptions } from '../store/part-list.ts';
import type { StudyRow } from '../store/tables.ts';
import {
  type PlannedStudy,
  plannedStudy,
  progressOf,
  recordsOf,
  type StudyPicture,
  studyOf,
} from './study-rows.ts';

/** Studies of who agrees with himself, with others and with what parts are: planned, finished, told. */
export class StudyList {
  readonly #options: StoreOptions & { readonly parts: PartList };

  constructor(options: StoreOptions & { readonly parts: PartList }) {
    this.#options = options;
  }

  /** Newest first. */
  async page({ limit, cursor, part }: StudyQuery): Promise<Page<Study>> {
    const { rows } = this.#options.database;
    let query = rows
      .selectFrom('study')
      .selectAll()
      .orderBy('seq', 'desc')
      .limit(limit + 1);
    if (part !== undefined) query = query.where('part', '=', part);
    if (cursor !== undefined) query = query.where('seq', '<', Number(cursor));
    const { items, next } = pageBySeq(await query.execute(), limit, (row) => row);
    const studies = [];
    for (const row of items) studies.push(await studyOf(rows, plannedStudy(row)));
    return { items: studies, next };
  }

  /** @throws {@link NotFoundError} if there is none of that id. */
  async get(id: string): Promise<Study> {
    return studyOf(this.#options.database.rows, await this.planned(id));
  }

  /**
   * A study with what no appraiser may see.
   *
   * @throws {@link NotFoundError} if there is none of that id.
   */
  async planned(id: string): Promise<PlannedStudy> {
    const { rows } = this.#options.database;
    const row = await rows.selectFrom('study').selectAll().where('id', '=', id).executeTakeFirst();
    if (row === undefined) throw new NotFoundError('the study', id);
    return plannedStudy(row);
  }

  /**
   * Plans a study. Its parts get names of their own where two pictures have the same.
   *
   * @throws {@link NotFoundError} if there is no such part, inspection or picture.
   * @throws {@link ConflictError} if a picture is gone or twice there, or the station is to judge and cannot.
   */
  async create(part: string, request: StudyRequest, actor: Actor): Promise<Study> {
    const { database, now, parts } = this.#options;
    const { name, station, trials, seed = randomInt(2 ** 31) } = request;
    const { activeVersion } = await parts.get(part);
    if (station && activeVersion === null) {
      throw conflict('none of the versions of the part is active', 'Activate one first.');
    }
    const at = now();
    const id = randomUUID();
    await database.change(async (change) => {
      const pictures = await picturesOf(change, part, request.pictures);
      const appraisers = [...request.appraisers, ...(station ? [STATION_APPRAISER] : [])];
      const row = {
        id,
        part,
        name,
        version: station ? activeVersion : null,
        pictures: JSON.stringify(pictures),
        appraisers: JSON.stringify(appraisers),
        trials,
        seed,
        state: 'open' as const,
        createdAt: at,
        createdBy: actor.id,
        endedAt: null,
        endedBy: null,
      };
      await change.insertInto('study').values(row).execute();
      const detail = { part, name, version: row.version, pictures, appraisers, trials, seed };
      const deed = { at, actor: actor.id, action: 'study.planned', subject: id };
      await appendAudit(change, { ...deed, detail });
    });
    return this.get(id);
  }

  /**
   * Ends a study of which every judgement is there; its figures stand from then on.
   *
   * @throws {@link NotFoundError} if there is none of that id.
   * @throws {@link ConflictError} if it is not open, or judgements are missing.
   */
  async finish(id: string, actor: Actor): Promise<Study> {
    const study = await this.planned(id);
    await this.#end(id, actor, async (change) => {
      const done = await progressOf(change, id);
      const missing = study.plan.sessions.filter(
        ({ appraiser, presentations }) => (done.get(appraiser) ?? 0) < presentations.length,
      );
      if (missing.length > 0) {
        const names = missing.map(({ appraiser }) => appraiser);
        throw new ConflictError(
          'finish the study',
          `judgements of ${names.join(', ')} are missing`,
          'Let them judge the rest, or cancel the study.',
          { appraisers: names },
        );
      }
      const records = await recordsOf(change, study);
      const { system, appraisers } = analyse(study, records);
      const observed = appraisers.map(({ name, observed: { capability } }) => ({
        name,
        capability,
      }));
      return {
        state: 'finished' as const,
        detail: { judgements: hashOfJson(records), capability: system.observed, observed },
      };
    });
    return this.get(id);
  }

  /**
   * Gives a study up.
   *
   * @throws {@link NotFoundError} if there is none of that id.
   * @throws {@link ConflictError} if it is not open.
   */
  async cancel(id: string, actor: Actor): Promise<Study> {
    await this.#end(id, actor, async () => ({ state: 'cancelled' as const, detail: {} }));
    return this.get(id);
  }

  /**
   * What a study says.
   *
   * @throws {@link NotFoundError} if there is none of that id.
   * @throws {@link ConflictError} if it is not finished: a look at it would tell appraisers how they do.
   */
  async figures(id: string): Promise<StudyFigures> {
    const { rows } = this.#options.database;
    const study = await this.planned(id);
    if (study.row.state !== 'finished') {
      throw new ConflictError('tell what the study says', 'it is not finished', 'Finish it first.');
    }
    const { hash } = await rows
      .selectFrom('audit')
      .select('hash')
      .where('subject', '=', id)
      .where('action', '=', 'study.finished')
      .executeTakeFirstOrThrow();
    const figures = analyse(study, await recordsOf(rows, study));
    // Plain data of what the analysis gives as read-only.
    return JSON.parse(JSON.stringify({ ...figures, criteria: CRITERIA, hash }));
  }

  async #end(
    id: string,
    actor: Actor,
    work: (change: Change) => Promise<{ state: 'finished' | 'cancelled'; detail: object }>,
  ): Promise<void> {
    const { database, now } = this.#options;
    const at = now();
    await database.change(async (change) => {
      await assertOpen(change, id);
      const { state, detail } = await work(change);
      await change
        .updateTable('study')
        .set({ state, endedAt: at, endedBy: actor.id })
        .where('id', '=', id)
        .execute();
      const deed = { at, actor: actor.id, action: `study.${state}`, subject: id, detail };
      await appendAudit(change, deed);
    });
  }
}

/**
 * The study, if judgements of it are still taken.
 *
 * @throws {@link NotFoundError} if there is none of that id.
 * @throws {@link ConflictError} if it is not open.
 */
export async function assertOpen(change: Change, id: string): Promise<StudyRow> {
  const row = await change.selectFrom('study').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw new NotFoundError('the study', id);
  if (row.state === 'open') return row;
  throw new ConflictError('go on with the study', `it is ${row.state}`, 'Plan another one.', {
    state: row.state,
  });
}

function analyse(study: PlannedStudy, records: Awaited<ReturnType<typeof recordsOf>>) {
  return analyseAgreement(collectStudy(study.plan, records));
}

function conflict(fault: string, remedy: string, facts: Record<string, string> = {}) {
  return new ConflictError('plan the study', fault, remedy, facts);
}

async function picturesOf(
  change: Change,
  part: string,
  wanted: StudyRequest['pictures'],
): Promise<StudyPicture[]> {
  const names = new Set<string>();
  const hashes = new Set<string>();
  const pictures: StudyPicture[] = [];
  for (const { name, reference, borderline, ...source } of wanted) {
    const kept = await sourceOf(change, part, source);
    if (hashes.has(kept.picture)) {
      const remedy = 'Take each picture once: its trials show it again.';
      throw conflict(`the picture ${kept.name} is there twice`, remedy, { name: kept.name });
    }
    hashes.add(kept.picture);
    const own = freeName(name ?? kept.name, names);
    names.add(own);
    pictures.push({ name: own, reference, borderline, picture: kept.picture });
  }
  return pictures;
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number++) {
    const own = number === 1 ? name : `${name} (${number})`;
    if (!taken.has(own)) return own;
  }
}

async function sourceOf(
  change: Change,
  part: string,
  { inspection, sha256 }: Pick<StudyRequest['pictures'][number], 'inspection' | 'sha256'>,
): Promise<{ readonly name: string; readonly picture: string }> {
  if (inspection !== undefined) {
    const row = await change
      .selectFrom('inspection')
      .select(['name', 'picture', 'pictureRemoved'])
      .where('id', '=', inspection)
      .where('part', '=', part)
      .executeTakeFirst();
    if (row === undefined) throw new NotFoundError('the inspection', inspection);
    if (row.pictureRemoved === 0) return row;
    throw conflict(`the picture of ${row.name} is gone`, 'Take another one.', { inspection });
  }
  const row = await change
    .selectFrom('picture')
    .select('sha256')
    .where('sha256', '=', sha256 ?? '')
    .executeTakeFirst();
  if (row === undefined) throw new NotFoundError('the picture', sha256 ?? '');
  return { name: row.sha256.slice(0, 12), picture: row.sha256 };
}
