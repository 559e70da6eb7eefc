/**
 * Reads damaged files by the thousand: pictures of every kind, part files, lists, data sets and results, each
 * damaged at random. What is found is a fault of ours: an error of no class of ours, a hang, a crash, a
 * picture that is read although Pillow says that its data are broken.
 *
 * Run: npm run fuzz -- --help
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { toList } from '../src/cli/run-request.ts';
import { fuzz, type FuzzReport } from '../test/fuzz/fuzz.ts';
import { TARGETS } from '../test/fuzz/targets.ts';
import { runStudy } from './study.ts';

const studyOptions = {
  cases: {
    type: 'number',
    value: 'N',
    default: 20_000,
    min: 1,
    whole: true,
    help: 'damaged files',
  },
  seed: { type: 'number', value: 'N', default: 0, min: 0, whole: true, help: 'of the damage' },
  first: {
    type: 'number',
    value: 'N',
    default: 0,
    min: 0,
    whole: true,
    help: 'number of the first, to see one again with --cases 1',
  },
  targets: { type: 'string', value: 'NAME,…', default: TARGETS.join(','), help: 'what is damaged' },
  python: {
    type: 'string',
    value: 'FILE',
    default: '/usr/bin/python3',
    help: 'Python with Pillow, for a second opinion; without it there is none',
  },
  keep: { type: 'string', value: 'FOLDER', help: 'write files that were not treated well' },
} as const;

/** Cases of a step: what is done again when a run was stopped. */
const STEP = 500;

const countSchema = z.object({ read: z.int(), refused: z.int() });
const reportSchema: z.ZodType<FuzzReport> = z.object({
  answers: z.record(z.string(), countSchema),
  findings: z
    .array(
      z.object({
        number: z.int(),
        target: z.string(),
        seed: z.string(),
        message: z.string(),
        content: z.string(),
      }),
    )
    .readonly(),
  hasOracle: z.boolean(),
  slowest: z.int(),
});

await runStudy({
  file: 'fuzz.ts',
  summary: 'Read damaged files by the thousand, and tell which are not treated well',
  usage: '[options]',
  details:
    'A run that was stopped goes on when it is given again. Exit code 1 if anything is found.',
  examples: ['npm run fuzz', 'npm run fuzz -- --seed 7 --first 1234 --cases 1 --keep found'],
  options: studyOptions,
  run: async ({ options, begin }) => {
    const { cases, seed, first, python, keep } = options;
    const targets = toList(options.targets);
    const record = await begin({ pictures: [], seeds: [seed], runtime: 'none' });
    const reports: FuzzReport[] = [];
    for (let at = first; at < first + cases; at += STEP) {
      const end = Math.min(at + STEP, first + cases);
      const report = await record.step(`${at} to ${end}`, reportSchema, () =>
        fuzz({ seed, first: at, end, targets, python }),
      );
      reports.push(report);
      if (keep !== undefined) await keepFiles(keep, report);
      console.log(describe(report, end - first, cases));
    }
    const findings = reports.flatMap((report) => report.findings);
    await record.finish({
      cases,
      secondOpinion: reports.every(({ hasOracle }) => hasOracle) ? 'Pillow' : 'none',
      slowestMilliseconds: Math.max(...reports.map(({ slowest }) => slowest)),
      answers: sumOf(reports),
      findings: findings.map(({ number, target, seed: of, message }) => {
        return { number, target, seed: of, message };
      }),
    });
    if (findings.length > 0) process.exitCode = 1;
  },
});

async function keepFiles(folder: string, { findings }: FuzzReport): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const { number, target, seed, content } of findings) {
    await writeFile(join(folder, `${number}-${target}-${seed}`), Buffer.from(content, 'base64'));
  }
}

function describe({ findings, slowest }: FuzzReport, done: number, cases: number): string {
  const lines = findings.map(({ number, target, seed, message }) => {
    return `  ${number} ${target} ${seed}: ${message.split('\n', 3).join(' ')}`;
  });
  const total = `${done} of ${cases}, slowest ${slowest} ms, ${findings.length} findings`;
  return [total, ...lines].join('\n');
}

function sumOf(reports: readonly FuzzReport[]): Record<string, { read: number; refused: number }> {
  const sums: Record<string, { read: number; refused: number }> = {};
  for (const { answers } of reports) {
    for (const [target, { read, refused }] of Object.entries(answers)) {
      const sum = (sums[target] ??= { read: 0, refused: 0 });
      sum.read += read;
      sum.refused += refused;
    }
  }
  return sums;
}
