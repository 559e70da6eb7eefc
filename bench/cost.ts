/**
 * How time and memory grow with pictures, pixels, rows and models, and rewrites docs/benchmarks-cost.md.
 * Each case has two processes of its own. What was measured is kept in results/cost.json: a case that
 * was measured at this commit, on this machine, is not measured again.
 *
 * Run on an idle machine: npm run bench:cost -- [--only WORDS] [--data FILE.json] [--out FILE.md]
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { readProvenance } from '../src/node/evaluation/provenance.ts';
import { nodeRuntime } from '../src/node/runtime/runtime.ts';
import { COST_CASES, type CostCase } from './cost-cases.ts';
import { drawnFiles, SIDE } from './drawn.ts';
import { duration, toMarkdown } from './harness.ts';

const CASE = fileURLToPath(new URL('cost-case.ts', import.meta.url));
const TELL_PEAK = new URL('tell-peak.mjs', import.meta.url).href;
/** What decides the figures, beside the versions of the lock file. */
const DECIDES = ['src', 'bench', 'models', 'package-lock.json'];

const HEAD = [
  'varied',
  'rows',
  'part file',
  'enrol',
  'memory',
  'open',
  'inspect',
  'best',
  'memory',
  'commit',
];

const measured = z.object({
  /** Milliseconds. */
  enrol: z.number(),
  rows: z.int(),
  fileBytes: z.int(),
  open: z.number(),
  min: z.number(),
  median: z.number(),
  /** MiB. */
  enrolPeak: z.int(),
  inspectPeak: z.int(),
});
const origin = z.object({ commit: z.string(), machine: z.string(), runtime: z.string() });
type Origin = z.infer<typeof origin>;
const record = origin.extend({
  /** A case that could not be measured has what was said instead. */
  figures: z.union([measured, z.object({ fault: z.string() })]),
});
type Record = z.infer<typeof record>;
const fileSchema = z.object({ idlePeak: z.int(), cases: z.record(z.string(), record) });

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    data: { type: 'string', default: own('../results/cost.json') },
    out: { type: 'string', default: own('../docs/benchmarks-cost.md') },
  },
});

const now = await originOf();
const cases = existsSync(values.data)
  ? { ...fileSchema.parse(JSON.parse(await readFile(values.data, 'utf8'))).cases }
  : {};
const chosen = COST_CASES.filter(({ key }) => key.includes(values.only));
if (chosen.length === 0) throw new Error(`no case has ${values.only} in its name`);
await drawnFiles(Math.max(...chosen.map(({ shots }) => shots)) + 1, 'png');
const { peak: idlePeak } = child('nothing', '');
for (const one of chosen) {
  if (isOf(cases[one.key], now)) continue;
  cases[one.key] = { ...now, figures: measureCase(one) };
  console.error(`${one.key}: ${JSON.stringify(cases[one.key]?.figures)}`);
  const inOrder = COST_CASES.flatMap(({ key }) => (cases[key] ? [[key, cases[key]]] : []));
  const text = JSON.stringify({ idlePeak, cases: Object.fromEntries(inOrder) }, null, 2);
  await writeFile(values.data, `${text}\n`);
}
const page = pageOf();
await writeFile(values.out, page);
console.log(page);

function own(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}

async function originOf(): Promise<Origin> {
  const { name, threads } = nodeRuntime();
  const { commit, machine, runtime } = await readProvenance([], `${name}, ${threads} threads`, {
    program: [],
    folders: DECIDES,
  });
  return { commit: commit ?? 'unknown', machine, runtime };
}

/** With uncommitted changes nothing is gone on with: they may be others by now. */
function isOf(before: Record | undefined, { commit, machine, runtime }: Origin): boolean {
  if (before === undefined || commit.endsWith('+changes') || commit === 'unknown') return false;
  return before.commit === commit && before.machine === machine && before.runtime === runtime;
}

function measureCase({ key }: CostCase): Record['figures'] {
  const learned = child('enrol', key);
  if (learned.fault !== undefined) return { fault: learned.fault };
  const judged = child('inspect', key);
  if (judged.fault !== undefined) return { fault: judged.fault };
  const peaks = { enrolPeak: learned.peak, inspectPeak: judged.peak };
  return measured.parse({ ...learned.answer, ...judged.answer, ...peaks });
}

/** What a process of its own came to. */
interface ChildOutcome {
  readonly answer: object;
  /** Peak of its memory, MiB. */
  readonly peak: number;
  readonly fault?: string;
}

function child(mode: string, key: string): ChildOutcome {
  const argv = [...process.execArgv, '--import', TELL_PEAK, CASE, mode, key];
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, argv, {
    encoding: 'utf8',
  });
  const peak = Number(/peak: (?<mib>\d+) MiB/.exec(stderr)?.groups?.['mib'] ?? 0);
  if (status === 0) return { answer: z.looseObject({}).parse(JSON.parse(stdout)), peak };
  const said = /^\S*Error: (?<message>.*)$/m.exec(stderr)?.groups?.['message'];
  return { answer: {}, peak, fault: said ?? `it ended with ${status ?? signal}` };
}

function pageOf(): string {
  const rows = COST_CASES.flatMap((one) => {
    const before = cases[one.key];
    return before === undefined ? [] : [rowOf(one, before)];
  });
  const machines = new Set(Object.values(cases).map((one) => `${one.machine}, ${one.runtime}`));
  const note = `Parts of ${SIDE}×${SIDE} pictures by default but for \`--enlarge none\`, and for what the first column names: four pictures, 224 px, one model. \`rows\` are of the memory bank, eight pictures of which so many patches are kept; by default a picture meets 16 copies of them, with \`--retrieve all\` the whole bank. \`models\` are copies of one under other names.`;
  return [
    '# How cost grows',
    '',
    'Made by `npm run bench:cost` of `results/cost.json`. An enrolment is timed once, with the reading of its',
    'pictures; a picture from decoded to verdict, warm, median and best of 15; memory is the peak of a process',
    `that does nothing else, ${idlePeak} MiB of which one has that does nothing.`,
    '',
    `Machine: ${[...machines].join('; ')}.`,
    '',
    toMarkdown({ title: 'Time and memory', note, head: HEAD, rows }),
    '',
  ].join('\n');
}

function rowOf({ key }: CostCase, { commit, figures }: Record): string[] {
  const short = commit.slice(0, 7) + (commit.endsWith('+changes') ? '+' : '');
  if ('fault' in figures) return [key, figures.fault, '', '', '', '', '', '', '', short];
  const { rows, fileBytes, enrol, enrolPeak, open, median, min, inspectPeak } = figures;
  return [
    key,
    String(rows),
    `${(fileBytes / 2 ** 20).toFixed(1)} MiB`,
    `${(enrol / 1000).toFixed(1)} s`,
    `${enrolPeak} MiB`,
    duration(open),
    duration(median),
    duration(min),
    `${inspectPeak} MiB`,
    short,
  ];
}
