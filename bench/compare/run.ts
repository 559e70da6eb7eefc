/**
 * Sets fewgood beside anomalib's PatchCore, through PyTorch and as its OpenVINO export, on the same pictures
 * in turn, and rewrites docs/benchmarks-compare.md. bench/compare/requirements.txt says how to install them.
 *
 * Run on an idle machine: npm run bench:compare -- --python VENV/bin/python
 */
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { weightsPath } from '../../studies/data-folders.ts';
import { drawnFiles, type Format, FORMATS, SIDE, WORK } from '../drawn.ts';
import {
  duration,
  machineLine,
  medianOfRuns,
  type Section,
  spreadOf,
  toMarkdown,
} from '../harness.ts';
import { SHOTS } from '../parts.ts';
import { CompareWorker, type WorkerAnswer } from './worker.ts';

const THREADS = '2';
/** Milliseconds between two engines: threads that wait by spinning have gone to sleep. */
const PAUSE = 50;
const WEIGHTS = weightsPath('resnet18_tv_in1k_v1_conv1-layer3_bn_recalibrated.npz');

const STAGES = ['decode', 'preprocess', 'features', 'search', 'map'] as const;
const HEAD = [
  'from',
  'engine',
  'rows',
  ...STAGES,
  'total, min',
  'median',
  'of fewgood',
  'peak memory',
];

const { values } = parseArgs({
  options: {
    python: { type: 'string' },
    rounds: { type: 'string', default: '51' },
    out: { type: 'string', default: ownFile('../../docs/benchmarks-compare.md') },
  },
});
if (values.python === undefined) {
  throw new Error(
    'name the Python that has bench/compare/requirements.txt: --python VENV/bin/python',
  );
}
const python = resolve(values.python);
const rounds = Number(values.rounds);

/** Engines with banks of about the same size. */
interface Comparison {
  readonly title: string;
  readonly note: string;
  /** Options of fewgood's worker. */
  readonly fewgood: readonly string[];
  /** Whether anomalib gets as many rows as fewgood has, of turned copies, not a coreset of the plain pictures. */
  readonly isLarge: boolean;
}

const COMPARISONS: readonly Comparison[] = [
  {
    title: 'Banks of the plain pictures',
    note: 'A tenth of the patches of four pictures on either side; fewgood with `--augment none --pose fixed --retrieve all`.',
    fewgood: ['--plain'],
    isLarge: false,
  },
  {
    title: "Banks of fewgood's default",
    note: 'fewgood by default at 224 px: copies of the pictures under its augmentations, of which 16 are met. anomalib gets as many rows, of turned copies, and searches all of them.',
    fewgood: [],
    isLarge: true,
  },
];

/** What stands beside fewgood, by what the worker calls it. */
const ENGINES = [
  ['torch', 'anomalib, PyTorch'],
  ['openvino', 'anomalib, OpenVINO'],
  ['openvino-float32', 'anomalib, OpenVINO in float32'],
] as const;

const versions: Record<string, string> = {};
const sections: Section[] = [];
for (const comparison of COMPARISONS) sections.push(await compare(comparison));

const page = [
  '# Beside anomalib',
  '',
  'Made by `npm run bench:compare`: fewgood, PatchCore of anomalib through PyTorch, and its OpenVINO export, each in',
  `a process of its own that is asked in turn for the same pictures of ${SIDE}×${SIDE}, so that what else the machine does`,
  `hits all alike. ResNet-18, layers 2 and 3, 224 px, ${THREADS} threads each; medians of ${rounds} rounds after a fifth as`,
  'many to warm up. `file` begins with reading it, `decoded` with its pixels as bytes.',
  '',
  "- **PyTorch**: the steps of anomalib's own `forward`, called one after another; `features` with pooling and",
  '  joining, `map` with score, map and threshold. Layers above the third are not computed by anomalib either.',
  `- **OpenVINO**: \`to_openvino(input_size=(${SIDE}, ${SIDE}))\` with \`dynamic_shapes\` off, which fixes the batch at one (its`,
  '  default, a batch of any size, comes out fixed at two); the graph resizes, and is one call, told as `features`.',
  '  `OpenVINOInferencer` with the hint `LATENCY`; its scaling to 0 to 1, in numpy at full size, is `preprocess`.',
  '  By itself it computes in bfloat16 where the processor has it (AMX), which ONNX Runtime does not; in float32 both',
  '  do the same arithmetic.',
  `- **Weights**: fewgood its packaged model; anomalib ${existsSync(WEIGHTS) ? "torchvision's" : 'random ones, which take as long'}.`,
  '- **Memory** is the peak of the process, which learned before; anomalib also made its export then.',
  '- fewgood also checks looks and presence, matches both ways, and finds regions where a part fails.',
  '',
  `Machine: ${machineLine(
    Object.entries(versions)
      .map(([name, version]) => (name === version ? name : `${name} ${version}`))
      .join(', '),
  )}.`,
  '',
  sections.map(toMarkdown).join('\n\n'),
  '',
].join('\n');
await writeFile(values.out, page);
console.log(page);

function ownFile(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}

async function startAll({ fewgood, isLarge }: Comparison): Promise<CompareWorker[]> {
  // The first picture is the one that is judged.
  const support = (await drawnFiles(SHOTS + 1, 'png')).slice(1);
  const script = ownFile('fewgood-worker.ts');
  const node = [process.execPath, ...process.execArgv, script, '--threads', THREADS, ...fewgood];
  const ours = await CompareWorker.create('fewgood', [...node, ...support]);
  const workers = [ours];
  for (const [engine, name] of ENGINES) {
    const words = [ownFile('anomalib_worker.py'), '--engine', engine, '--threads', THREADS];
    words.push('--rows', isLarge ? String(ours.rows) : '0', '--work', join(WORK, engine));
    if (existsSync(WEIGHTS)) words.push('--weights', WEIGHTS);
    workers.push(await CompareWorker.create(name, [python, ...words, ...support]));
  }
  for (const worker of workers) {
    const { 'onnxruntime-node': own, ...others } = worker.versions;
    Object.assign(versions, own === undefined ? others : { [own]: own });
  }
  return workers;
}

/** A way from a picture to its verdict. */
interface ComparedWay {
  readonly format: Format;
  readonly path: string;
  readonly isDecoded: boolean;
}

async function compare(comparison: Comparison): Promise<Section> {
  const { title, note } = comparison;
  const workers = await startAll(comparison);
  const ways: ComparedWay[] = [];
  for (const format of FORMATS) {
    const [path] = await drawnFiles(1, format);
    ways.push({ format, path, isDecoded: false });
    if (format === 'png') ways.push({ format, path, isDecoded: true });
  }
  const answers = new Map<string, WorkerAnswer[]>();
  for (let round = -Math.ceil(rounds / 5); round < rounds; round++) {
    for (const way of ways) {
      // Nobody always follows the same one.
      const order = workers.map((_, w) => workers[(w + Math.abs(round)) % workers.length]);
      for (const worker of order) {
        const answer = await worker.judge(way.path, way.isDecoded);
        if (round >= 0) {
          const key = keyOf(worker, way);
          answers.set(key, [...(answers.get(key) ?? []), answer]);
        }
        await sleep(PAUSE);
      }
    }
  }
  const peaks = new Map<string, number | null>();
  for (const worker of workers) peaks.set(worker.name, await worker.end());
  const rows = ways.flatMap((way) => {
    const [ours] = workers;
    const own = totalOf(answers.get(keyOf(ours, way)) ?? []).median;
    return workers.map((worker) => {
      const some = answers.get(keyOf(worker, way)) ?? [];
      const from = way.isDecoded ? 'decoded' : `${way.format} file`;
      const { min, median } = totalOf(some);
      const times = [
        ...STAGES.map((stage) => stageOf(some, stage)),
        duration(min),
        duration(median),
      ];
      const peak = peaks.get(worker.name) ?? null;
      const memory = peak === null ? '' : `${peak} MiB`;
      return [from, worker.name, String(worker.rows), ...times, (median / own).toFixed(2), memory];
    });
  });
  return { title, note, head: HEAD, rows };
}

function keyOf({ name }: CompareWorker, { format, isDecoded }: ComparedWay): string {
  return `${name} ${format} ${isDecoded}`;
}

function totalOf(answers: readonly WorkerAnswer[]): ReturnType<typeof spreadOf> {
  return spreadOf(answers.map(({ total }) => total));
}

function stageOf(answers: readonly WorkerAnswer[], stage: (typeof STAGES)[number]): string {
  const median = medianOfRuns(answers.map((one) => one[stage]));
  return Number.isNaN(median) ? '' : duration(median);
}
