import type { Change } from '../store/database.ts';
import type { StudyRow } from '../store/tables.ts';
import { allRows } from './all-rows.ts';
import { compareRows } from './compare-rows.ts';
import { hashOfJson } from './chain.ts';
import { plainJson } from './plain-json.ts';
import type { Problems } from './problems.ts';
import { studyJudgementSeal } from './seal.ts';
import type { StudyFacts } from './study-facts.ts';

/** Compares studies with the chain: what was planned, by whom, and how they ended. */
export async function checkStudies(
  rows: Change,
  { studies }: StudyFacts,
  problems: Problems,
): Promise<void> {
  const all = allRows(rows.selectFrom('study').selectAll());
  await compareRows(all, { kind: 'study', facts: studies, problems }, studyProblem);
}

/** Compares what appraisers said with the chain, a study at a time: each judgement, and that all are there. */
export async function checkStudyJudgements(
  rows: Change,
  { judgements }: StudyFacts,
  problems: Problems,
): Promise<void> {
  const there = await rows.selectFrom('studyJudgement').select('study').distinct().execute();
  const studies = new Set([...judgements.keys(), ...there.map(({ study }) => study)]);
  for (const study of studies) {
    const said = await rows
      .selectFrom('studyJudgement')
      .selectAll()
      .where('study', '=', study)
      .orderBy('appraiser')
      .orderBy('number')
      .execute();
    const missing = new Set(judgements.get(study));
    for (const row of said) {
      if (missing.delete(studyJudgementSeal(row))) continue;
      const subject = `judgement ${row.number} of ${row.appraiser} in study ${study}`;
      problems.add(subject, 'it was changed, or the chain does not have it');
    }
    if (missing.size > 0) {
      problems.add(`study ${study}`, `${missing.size} judgements are missing, or were changed`);
    }
  }
}

function studyProblem(
  row: StudyRow,
  fact: NonNullable<ReturnType<StudyFacts['studies']['get']>>,
): string | undefined {
  const { part, name, version, trials, seed, createdAt, createdBy } = row;
  const [pictures, appraisers] = [plainJson(row.pictures), plainJson(row.appraisers)];
  const plan = { part, name, version, pictures, appraisers, trials, seed };
  if (hashOfJson({ plan, createdAt, createdBy }) !== fact.planned) return 'it was changed';
  const isSo =
    row.state === fact.state && row.endedAt === fact.endedAt && row.endedBy === fact.endedBy;
  return isSo ? undefined : 'what became of it was changed';
}
