import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { AuditReport } from '../api/system.ts';
import { type Change, type DatabaseOptions, StationDatabase } from '../store/database.ts';
import { FileStore } from '../store/file-store.ts';
import type { InspectionRow } from '../store/tables.ts';
import { allRows } from './all-rows.ts';
import { activationText, type ChainFacts, readChain } from './chain-reader.ts';
import { checkPersons, checkTokens } from './people-checks.ts';
import { Problems } from './problems.ts';
import { checkProposals, checkReviews } from './review-checks.ts';
import { acceptedSeal, judgedSeal, versionSeal } from './seal.ts';
import { checkStudies, checkStudyJudgements } from './study-checks.ts';

export interface VerifyOptions extends DatabaseOptions {
  /** Hash of an entry that was the last one once, noted elsewhere: the chain must have it. */
  readonly head?: string | undefined;
}

/** Files that must be there, by hash. */
interface NamedFiles {
  readonly pictures: Set<string>;
  readonly parts: Set<string>;
}

/**
 * Finds any change of what is evidence: every entry of the chain follows from the one before; inspections,
 * parts, versions, activations, reviews, proposals, studies, people and tokens are as the chain has them, and all of
 * them are there; every picture and part file has the bytes of its hash. A chain of which the end was cut off, with
 * the rows of that end, is told by its head alone, which is to be noted elsewhere.
 *
 * It reads by a connection of its own, at one moment, while the station goes on.
 *
 * @throws {@link StationDataError} if the database cannot be opened.
 */
export async function verifyStation(options: VerifyOptions): Promise<AuditReport> {
  const problems = new Problems();
  const database = await StationDatabase.open(options);
  try {
    const { chain, named, inspections } = await database.snapshot(async (rows) => {
      const facts = await readChain(rows, problems, options.head);
      const files: NamedFiles = { pictures: new Set(), parts: new Set() };
      const count = await checkInspections(rows, { facts, files, problems });
      await checkParts(rows, facts, problems);
      await checkVersions(rows, { facts, files, problems });
      await checkReviews(rows, facts.reviewing, problems);
      await checkProposals(rows, facts.reviewing, problems);
      await checkStudies(rows, facts.studying, problems);
      await checkStudyJudgements(rows, facts.studying, problems);
      await checkPersons(rows, facts.people, problems);
      await checkTokens(rows, facts.people, problems);
      const pictures = await rows.selectFrom('picture').select('sha256').execute();
      for (const { sha256 } of pictures) files.pictures.add(sha256);
      return { chain: facts, named: files, inspections: count };
    });
    const store = (name: string): FileStore => FileStore.share(join(options.data, name));
    const files =
      (await checkFiles(named.pictures, store('pictures'), problems)) +
      (await checkFiles(named.parts, store('parts'), problems));
    const { entries, head } = chain;
    const intact = problems.list.length === 0;
    return { intact, entries, inspections, files, head, problems: problems.list };
  } finally {
    await database.close();
  }
}

interface Comparison {
  readonly facts: ChainFacts;
  readonly files: NamedFiles;
  readonly problems: Problems;
}

async function checkInspections(rows: Change, comparison: Comparison): Promise<number> {
  const { facts, problems } = comparison;
  const missing = new Set(facts.accepted.keys());
  let count = 0;
  for await (const row of allRows(rows.selectFrom('inspection').selectAll())) {
    checkInspection(row, comparison);
    missing.delete(row.id);
    count++;
  }
  for (const id of missing) problems.add(`inspection ${id}`, 'it is missing');
  return count;
}

function checkInspection(row: InspectionRow, { facts, files, problems }: Comparison): void {
  const subject = `inspection ${row.id}`;
  const accepted = facts.accepted.get(row.id);
  if (accepted === undefined) problems.add(subject, 'the chain does not have it');
  else if (accepted !== acceptedSeal(row)) problems.add(subject, 'it was changed');
  const judged = facts.judged.get(row.id);
  if (row.state === 'waiting') {
    if (judged !== undefined) problems.add(subject, 'its verdict was taken away');
  } else if (judged !== judgedSeal(row)) problems.add(subject, 'its verdict was changed');
  if (row.pictureRemoved === 0) files.pictures.add(row.picture);
  else if (!facts.removedPictures.has(row.picture)) {
    problems.add(subject, 'its picture is said to be removed, and was not');
  }
}

async function checkParts(rows: Change, facts: ChainFacts, problems: Problems): Promise<void> {
  const parts = await rows.selectFrom('part').selectAll().execute();
  const activations = await rows.selectFrom('activation').selectAll().orderBy('seq').execute();
  for (const { id, name, activeVersion } of parts) {
    const history = facts.parts.get(id);
    const own = activations.filter(({ part }) => part === id).map(activationText);
    if (history === undefined) problems.add(`part ${id}`, 'the chain does not have it');
    else if (history.name !== name) problems.add(`part ${id}`, 'its name was changed');
    else if (history.activeVersion !== activeVersion) {
      problems.add(`part ${id}`, 'its active version was changed');
    } else if (history.activations.join('\n') !== own.join('\n')) {
      problems.add(`part ${id}`, 'its activations were changed');
    }
  }
  const there = new Set(parts.map(({ id }) => id));
  for (const id of facts.parts.keys()) {
    if (!there.has(id)) problems.add(`part ${id}`, 'it is missing');
  }
}

async function checkVersions(rows: Change, { facts, files, problems }: Comparison): Promise<void> {
  const versions = await rows.selectFrom('version').selectAll().execute();
  const missing = new Set(facts.versions.keys());
  for (const row of versions) {
    const key = `${row.part} ${row.number}`;
    const seal = facts.versions.get(key);
    if (seal === undefined) problems.add(`version ${key}`, 'the chain does not have it');
    else if (seal !== versionSeal(row)) problems.add(`version ${key}`, 'it was changed');
    missing.delete(key);
    files.parts.add(row.sha256);
  }
  for (const key of missing) problems.add(`version ${key}`, 'it is missing');
}

async function checkFiles(
  hashes: ReadonlySet<string>,
  store: FileStore,
  problems: Problems,
): Promise<number> {
  for (const sha256 of hashes) {
    const bytes = await store.read(sha256);
    if (bytes === undefined) problems.add(`file ${sha256}`, 'it is missing');
    else if (createHash('sha256').update(bytes).digest('hex') !== sha256) {
      problems.add(`file ${sha256}`, 'it was changed');
    }
  }
  return hashes.size;
}
