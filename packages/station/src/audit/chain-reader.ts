import { z } from 'zod';
import type { Change } from '../store/database.ts';
import type { AuditRow } from '../store/tables.ts';
import { allRows } from './all-rows.ts';
import { CHAIN_START, hashOfEntry } from './chain.ts';
import { PeopleFacts } from './people-facts.ts';
import type { Problems } from './problems.ts';
import { ReviewFacts } from './review-facts.ts';
import { StudyFacts } from './study-facts.ts';

const sealed = z.looseObject({ seal: z.string() });
const added = z.looseObject({ seal: z.string(), number: z.number() });
const activated = z.looseObject({
  version: z.number(),
  previous: z.number().nullable(),
  reason: z.string(),
});
const named = z.looseObject({ name: z.string().optional() });

/** What the chain says of a part. */
export interface PartHistory {
  name: string;
  /** What made versions judge: when, who, which, before, why. */
  readonly activations: string[];
  activeVersion: number | null;
}

/** What was done, as the chain has it. */
export class ChainFacts {
  entries = 0;
  /** Hash of the last entry. */
  head: string = CHAIN_START;
  /** Seals of inspections that were taken, by id. */
  readonly accepted = new Map<string, string>();
  /** Seals of those with a verdict or a fault, by id. */
  readonly judged = new Map<string, string>();
  /** Pictures that retention removed, by hash. */
  readonly removedPictures = new Set<string>();
  /** Seals of versions, by part and number. */
  readonly versions = new Map<string, string>();
  readonly parts = new Map<string, PartHistory>();
  readonly reviewing = new ReviewFacts();
  readonly studying = new StudyFacts();
  readonly people = new PeopleFacts();
}

/**
 * Follows the chain from its start, and notes what it says.
 *
 * @param head - Hash of an entry that was the last one once.
 */
export async function readChain(
  rows: Change,
  problems: Problems,
  head?: string,
): Promise<ChainFacts> {
  const facts = new ChainFacts();
  let isHeadThere = head === undefined;
  for await (const entry of allRows(rows.selectFrom('audit').selectAll())) {
    follow(entry, facts, problems);
    facts.entries = entry.seq;
    facts.head = entry.hash;
    isHeadThere ||= entry.hash === head;
  }
  if (!isHeadThere) problems.add('the chain', `the entry ${head} is missing`);
  return facts;
}

function follow(entry: AuditRow, facts: ChainFacts, problems: Problems): void {
  const name = `audit entry ${entry.seq}`;
  const expected = facts.entries + 1;
  if (entry.seq !== expected) problems.add(`audit entry ${expected}`, 'it is missing');
  else if (entry.previous !== facts.head) problems.add(name, 'it does not follow the one before');
  if (hashOfEntry(entry) !== entry.hash) problems.add(name, 'it was changed');
  try {
    const detail: unknown = JSON.parse(entry.detail);
    NOTES[entry.action]?.(entry, detail, facts, problems);
    facts.reviewing.note(entry, detail);
    facts.studying.note(entry, detail);
    facts.people.note(entry, detail);
  } catch {
    problems.add(name, 'its detail cannot be read');
  }
}

type Note = (entry: AuditRow, detail: unknown, facts: ChainFacts, problems: Problems) => void;

const noteVerdict: Note = ({ subject }, detail, { judged }, problems) => {
  if (judged.has(subject)) problems.add(`inspection ${subject}`, 'it was judged twice');
  judged.set(subject, sealed.parse(detail).seal);
};

/** What is noted of each kind of deed; others change nothing that is compared. */
const NOTES: Readonly<Record<string, Note>> = {
  'inspection.accepted': ({ subject }, detail, { accepted }) => {
    accepted.set(subject, sealed.parse(detail).seal);
  },
  'inspection.judged': noteVerdict,
  'inspection.failed': noteVerdict,
  'picture.removed': ({ subject }, _, { removedPictures }) => {
    removedPictures.add(subject);
  },
  'version.added': ({ subject }, detail, { versions }) => {
    const { number, seal } = added.parse(detail);
    versions.set(`${subject} ${number}`, seal);
  },
  'part.created': ({ subject }, detail, { parts }) => {
    const { name = '' } = named.parse(detail);
    parts.set(subject, { name, activations: [], activeVersion: null });
  },
  'part.changed': ({ subject }, detail, { parts }) => {
    const part = parts.get(subject);
    if (part !== undefined) part.name = named.parse(detail).name ?? part.name;
  },
  'version.activated': ({ subject, at, actor: by }, detail, { parts }) => {
    const part = parts.get(subject);
    const { version, previous, reason } = activated.parse(detail);
    part?.activations.push(activationText({ version, previous, at, by, reason }));
    if (part !== undefined) part.activeVersion = version;
  },
};

/** All of an activation as one text. */
export function activationText(activation: {
  readonly version: number;
  readonly previous: number | null;
  readonly at: string;
  readonly by: string;
  readonly reason: string;
}): string {
  const { version, previous, at, by, reason } = activation;
  return JSON.stringify([version, previous, at, by, reason]);
}
