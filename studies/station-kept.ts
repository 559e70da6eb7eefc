/**
 * What a station has after all that was done to it, compared with what it had acknowledged.
 *
 * @module
 */
import {
  auditReportSchema,
  readAnswer,
  type StationClient,
} from '../packages/station/src/api/index.ts';
import { StationDatabase } from '../packages/station/src/store/database.ts';
import { linesOf } from './built-program.ts';
import type { KillLoad } from './station-kill-load.ts';
import { isOf } from './station-kill-reviewer.ts';
import {
  countsOf,
  drain,
  placeWords,
  type StartProgram,
  type StationPlace,
  StationProcess,
} from './station-process.ts';

/** What is there in the end. */
export interface KeptStation {
  /** Pictures that waited for their verdict when it was killed last. */
  readonly waiting: number;
  readonly verdicts: number;
  /** Of the audit chain. */
  readonly entries: number;
  readonly faults: readonly string[];
}

/** Milliseconds without a verdict after which what waits counts as lost. */
const PATIENCE = 300_000;

/**
 * Lets a station judge what waits, ends it, and compares what it has with what it said.
 *
 * @param look - Finds what else is wrong, once nothing waits.
 */
export async function lookAtKept(
  start: StartProgram,
  place: StationPlace,
  load: KillLoad,
  look: (client: StationClient) => Promise<readonly string[]> = async () => [],
): Promise<KeptStation> {
  const server = new StationProcess(start, place);
  const client = await server.client();
  const { waiting } = await countsOf(client);
  const all = await drain(client, PATIENCE);
  const faults = [
    ...(all.waiting === 0 ? [] : [`${all.waiting} wait still`]),
    ...(await pictureFaults(client, load)),
    ...(await reviewFaults(client, load)),
    ...(await look(client)),
  ];
  const code = await server.end();
  if (code !== 0) faults.push(`exit code ${code} at SIGTERM`);
  const verdicts = all.pass + all.fail + all.cannotJudge;
  faults.push(...(await rowFaults(place, load, verdicts)));
  const chain = await verify(start, place);
  return { waiting, verdicts, entries: chain.entries, faults: [...faults, ...chain.faults] };
}

/** Every picture that was acknowledged is there once, with its verdict. */
async function pictureFaults(
  { api }: StationClient,
  { acknowledged }: KillLoad,
): Promise<string[]> {
  const faults: string[] = [];
  for (const key of acknowledged) {
    const { items } = await readAnswer(api.inspections.$get({ query: { key } }));
    const states = items.map(({ state }) => state).join(', ');
    if (states !== 'judged') faults.push(`${key}: expected one verdict, found "${states}"`);
  }
  return faults;
}

/** Every decision that was acknowledged is there as it was made, and taken back if that was acknowledged. */
async function reviewFaults({ api }: StationClient, { reviewer }: KillLoad): Promise<string[]> {
  const faults: string[] = [];
  for (const [review, { request, isUndone }] of reviewer.kept) {
    const answer = await api.reviews[':review'].$get({ param: { review } });
    if (!answer.ok) {
      faults.push(`review ${review} (${request.note}) is not there: status ${answer.status}`);
      continue;
    }
    const there = await answer.json();
    // The last deed may have been an undo that nobody answered.
    const isAsSaid = isOf(there, request, isUndone);
    const isAsAsked = reviewer.isUnanswered && isOf(there, request, true);
    if (!isAsSaid && !isAsAsked) faults.push(`review ${review} is ${JSON.stringify(there)}`);
  }
  return faults;
}

/** Nothing was judged twice, decided twice, or decided by nobody. */
async function rowFaults(
  { data, database: url }: StationPlace,
  { reviewer }: KillLoad,
  verdicts: number,
): Promise<string[]> {
  const database = await StationDatabase.open({ data, url });
  try {
    const { rows } = database;
    const judged = await rows
      .selectFrom('audit')
      .where('action', '=', 'inspection.judged')
      .groupBy('subject')
      .select(({ fn }) => ['subject', fn.countAll<number>().as('count')])
      .execute();
    const reviews = await rows.selectFrom('review').select(['inspection', 'state']).execute();
    const standing = reviews.filter(({ state }) => state !== 'undone');
    const decided = new Set(standing.map(({ inspection }) => inspection));
    const unknown = reviews.length - reviewer.kept.size;
    return [
      ...judged
        .filter(({ count }) => count !== 1)
        .map(({ subject, count }) => `inspection ${subject} was judged ${count} times`),
      ...(judged.length === verdicts
        ? []
        : [`${judged.length} in the chain, ${verdicts} verdicts`]),
      ...(decided.size === standing.length ? [] : ['two decisions on one inspection hold']),
      ...(unknown === 0 || (unknown === 1 && reviewer.isUnanswered)
        ? []
        : [`${reviews.length} reviews, ${reviewer.kept.size} of them known`]),
    ];
  } finally {
    await database.close();
  }
}

/** What `fewgood station verify` says. */
async function verify(
  start: StartProgram,
  place: StationPlace,
): Promise<{ entries: number; faults: string[] }> {
  const child = start(['station', 'verify', ...placeWords(place), '--json']);
  const lines = linesOf(child);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const { entries, problems } = auditReportSchema.parse(JSON.parse(lines.join('\n')));
  const faults = problems.map(({ subject, problem }) => `${subject}: ${problem}`);
  if (code !== 0) faults.push(`exit code ${code} of verify`);
  return { entries, faults };
}
