import type { Study } from '../api/study.ts';
import { planStudy, type StudyPlan } from '../statistics/agreement/study-plan.ts';
import type { StudyPart, StudyRecord } from '../statistics/agreement/study.ts';
import type { Change, StationDatabase } from '../store/database.ts';
import type { StudyRow } from '../store/tables.ts';

/** A part of a study with its picture. */
export interface StudyPicture extends StudyPart {
  readonly borderline: boolean;
  /** Hash of the picture. */
  readonly picture: string;
}

/** A study with its blind order, which is made anew of its seed. */
export interface PlannedStudy {
  readonly row: StudyRow;
  readonly pictures: readonly StudyPicture[];
  readonly plan: StudyPlan;
}

type Rows = StationDatabase['rows'] | Change;

/** The plan of a study that is kept. */
export function plannedStudy(row: StudyRow): PlannedStudy {
  const pictures: readonly StudyPicture[] = JSON.parse(row.pictures);
  const appraisers: readonly string[] = JSON.parse(row.appraisers);
  const { trials, seed } = row;
  return { row, pictures, plan: planStudy({ parts: pictures, appraisers, trials, seed }) };
}

/** Everything that was said in a study, as the statistics take it. */
export async function recordsOf(rows: Rows, { row, plan }: PlannedStudy): Promise<StudyRecord[]> {
  const said = await rows
    .selectFrom('studyJudgement')
    .select(['appraiser', 'number', 'judgement'])
    .where('study', '=', row.id)
    .orderBy('appraiser')
    .orderBy('number')
    .execute();
  const sessions = new Map(plan.sessions.map((one) => [one.appraiser, one.presentations]));
  return said.flatMap(({ appraiser, number, judgement }) => {
    const shown = sessions.get(appraiser)?.[number - 1];
    return shown === undefined ? [] : [{ ...shown, appraiser, judgement }];
  });
}

/** How many judgements each appraiser made. */
export async function progressOf(rows: Rows, study: string): Promise<Map<string, number>> {
  const counts = await rows
    .selectFrom('studyJudgement')
    .select('appraiser')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('study', '=', study)
    .groupBy('appraiser')
    .execute();
  return new Map(counts.map(({ appraiser, count }) => [appraiser, count]));
}

/** A study as the API gives it. */
export async function studyOf(rows: Rows, study: PlannedStudy): Promise<Study> {
  const { row, pictures, plan } = study;
  const done = await progressOf(rows, row.id);
  const { id, part, name, version, state, trials, createdAt, createdBy, endedAt, endedBy } = row;
  return {
    id,
    part,
    name,
    version,
    state,
    trials,
    parts: pictures.length,
    bad: pictures.filter(({ reference }) => reference === 'bad').length,
    borderline: pictures.filter(({ borderline }) => borderline).length,
    appraisers: plan.sessions.map(({ appraiser, presentations }) => ({
      name: appraiser,
      done: done.get(appraiser) ?? 0,
      of: presentations.length,
    })),
    best: { ...plan.best },
    warnings: [...plan.warnings],
    createdAt,
    createdBy,
    endedAt,
    endedBy,
  };
}

/** Pictures of studies, but of those that were cancelled: evidence that stays. */
export async function studiedPictures(database: StationDatabase): Promise<Set<string>> {
  const rows = await database.rows
    .selectFrom('study')
    .select('pictures')
    .where('state', '!=', 'cancelled')
    .execute();
  return new Set(
    rows.flatMap(({ pictures }) => {
      const list: readonly StudyPicture[] = JSON.parse(pictures);
      return list.map(({ picture }) => picture);
    }),
  );
}
