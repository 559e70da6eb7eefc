/**
 * Kills the program at random moments (SIGKILL, as a power cut does) while it enrols, calibrates, inspects with
 * all outputs, watches a folder and evaluates, and starts it again: nothing that was told of may be lost, and
 * no file half written. docs/files.md cites its result.
 *
 * Run: npx tsx studies/kills.ts --help
 */
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { nodeRuntime } from '../src/node/runtime/runtime.ts';
import { type Random, seededRandom } from '../src/random.ts';
import { buildProgram, type EndedProcess, type KillMoment, runProgram } from './built-program.ts';
import { type KillJob, prepareJobs } from './kill-jobs.ts';
import { runStudy } from './study.ts';

const studyOptions = {
  kills: {
    type: 'number',
    value: 'N',
    default: 300,
    min: 1,
    whole: true,
    help: 'kills of all jobs',
  },
  seed: { type: 'number', value: 'N', default: 0, min: 0, whole: true, help: 'of the moments' },
} as const;

/** A kill that comes too late is tried again, so often at most. */
const TRIES = 6;
/** Milliseconds after which a job that was started again counts as stuck. */
const PATIENCE = 180_000;

const roundSchema = z.object({
  job: z.string(),
  /** `time` at a random moment, `change` at a random change in its folder. */
  moment: z.string(),
  /** Whether it was killed before it ended. */
  killed: z.boolean(),
  /** What it had told of by then, in lines. */
  told: z.int(),
  /** Hidden files of its own that the kill left. */
  leftovers: z.int(),
  faults: z.array(z.string()),
});
type Round = z.infer<typeof roundSchema>;

await runStudy({
  file: 'kills.ts',
  summary: 'Kill the program at random moments, and look at what is left',
  usage: '[options]',
  details: 'Builds the program first. Exit code 1 if anything is lost or half written.',
  examples: [
    'npx tsx studies/kills.ts --out results/kills.json',
    'npx tsx studies/kills.ts --kills 20',
  ],
  options: studyOptions,
  run: async ({ options: { kills, seed }, begin }) => {
    const record = await begin({ pictures: [], seeds: [seed], runtime: nodeRuntime().name });
    await buildProgram();
    const base = await mkdtemp(join(tmpdir(), 'fewgood-kills-'));
    try {
      const jobs = await prepareJobs(base);
      const usual = new Map<KillJob, EndedProcess>();
      for (const job of jobs) usual.set(job, await undisturbed(job, join(base, job.name)));
      const rounds: Round[] = [];
      for (let i = 0; i < kills; i++) {
        const job = jobs[i % jobs.length];
        const random = seededRandom(seed).fork(`kill ${i}`);
        const like = usual.get(job);
        if (like === undefined) continue;
        const work = (): Promise<Round> => killOnce(job, join(base, String(i)), { random, like });
        const round = await record.step(`kill ${i}`, roundSchema, work);
        rounds.push(round);
        console.log(`${i + 1} of ${kills}: ${describe(round)}`);
      }
      await record.finish(figuresOf(rounds));
      if (rounds.some(({ faults }) => faults.length > 0)) process.exitCode = 1;
    } finally {
      await rm(base, { recursive: true, force: true });
    }
  },
});

/** The job from its beginning to its end: how long it takes, and how often its folder changes. */
async function undisturbed(job: KillJob, folder: string): Promise<EndedProcess> {
  await mkdir(folder);
  await job.prepare(folder);
  const over = new AbortController();
  const aside = job.meanwhile?.(folder, over.signal);
  const ended = await toTheEnd(job, folder, []);
  over.abort();
  await aside;
  const faults = await job.faults(folder, { killed: ended, again: ended });
  if (faults.length > 0)
    throw new Error(`${job.name} undisturbed: ${faults.join('; ')}: ${ended.log}`);
  return ended;
}

/** Runs a job until it has done all; one that does not end by itself is interrupted then. */
async function toTheEnd(
  job: KillJob,
  folder: string,
  before: readonly string[],
): Promise<EndedProcess> {
  const interrupt = new AbortController();
  const stuck = setTimeout(() => interrupt.abort(), PATIENCE);
  const lines = [...before];
  // All may have been told of before the kill, and how long a start takes nobody knows.
  const isLast = job.isDone?.(lines) === true ? await job.addOne?.(folder) : undefined;
  const onLine = (line: string): void => {
    lines.push(line);
    if (isLast?.(line) ?? job.isDone?.(lines) === true) interrupt.abort();
  };
  const ended = await runProgram(job.words(folder), {
    folder,
    onLine,
    interrupt: interrupt.signal,
  });
  clearTimeout(stuck);
  return ended;
}

interface KillOptions {
  readonly random: Random;
  /** The job when nobody disturbed it. */
  readonly like: EndedProcess;
}

/** Kills a job once, looks, starts it again, looks again. */
async function killOnce(
  job: KillJob,
  folder: string,
  { random, like }: KillOptions,
): Promise<Round> {
  for (let tries = 1; ; tries++) {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder);
    await job.prepare(folder);
    const over = new AbortController();
    const aside = job.meanwhile?.(folder, over.signal);
    const kill = momentOf(random, like);
    const killed = await runProgram(job.words(folder), { folder, kill });
    if (killed.code !== null && tries < TRIES) {
      over.abort();
      await aside;
      continue;
    }
    const faults = await faultsOf(job, folder, { killed });
    const leftovers = await leftoversIn(folder);
    const again = await toTheEnd(job, folder, killed.lines);
    over.abort();
    await aside;
    faults.push(...(await faultsOf(job, folder, { killed, again })));
    if (again.code === null || again.code > 3)
      faults.push(`again: exit code ${again.code}: ${again.log}`);
    await rm(folder, { recursive: true, force: true });
    const { name } = job;
    const told = killed.lines.length;
    return { job: name, moment: kill.kind, killed: killed.code === null, told, leftovers, faults };
  }
}

/** Every second time at a change: files are written in a small part of the time. */
function momentOf(random: Random, { milliseconds, changes }: EndedProcess): KillMoment {
  if (random.below(2) === 0 && changes > 0) {
    return { kind: 'change', number: 1 + random.below(changes) };
  }
  return { kind: 'time', milliseconds: random.uniform() * milliseconds };
}

async function faultsOf(
  ...[job, folder, ends]: [KillJob, string, Parameters<KillJob['faults']>[1]]
): Promise<string[]> {
  // What cannot be read at all is a fault as well.
  return job.faults(folder, ends).catch((error: unknown) => [String(error)]);
}

async function leftoversIn(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true });
  return names.filter((name) => /(?:^|\/)\.fewgood-.*\.tmp$/.test(name)).length;
}

function describe({ job, moment, killed, told, leftovers, faults }: Round): string {
  const how = killed ? `killed at a ${moment}` : 'ended before';
  return [`${job} ${how}, ${told} lines told, ${leftovers} leftovers`, ...faults].join(
    '\n  FAULT: ',
  );
}

function figuresOf(rounds: readonly Round[]): object {
  const names = [...new Set(rounds.map(({ job }) => job))];
  return {
    kills: rounds.filter(({ killed }) => killed).length,
    faults: rounds.reduce((sum, { faults }) => sum + faults.length, 0),
    jobs: names.map((name) => {
      const own = rounds.filter(({ job }) => job === name);
      const count = (is: (round: Round) => boolean): number => own.filter(is).length;
      return {
        job: name,
        kills: count(({ killed }) => killed),
        atAChange: count(({ killed, moment }) => killed && moment === 'change'),
        afterSomethingWasTold: count(({ killed, told }) => killed && told > 0),
        withLeftovers: count(({ leftovers }) => leftovers > 0),
        faults: own.flatMap(({ faults }) => faults),
      };
    }),
  };
}
