/**
 * Times training steps, and rewrites docs/benchmarks-training.md; PyTorch's times beside them are
 * those of bench/training-pytorch.json, which tools/golden/training_time.py measures.
 *
 * Run on an idle machine: npm run bench:training
 */
import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { createTrainingSession } from '../src/nn/training-session.ts';
import { nodeRuntime } from '../src/node/runtime/runtime.ts';
import { seededRandom } from '../src/random.ts';
import { machineLine, measure } from './harness.ts';

const THREADS = 2;
const PAIRS = 32;
const SIZE = 224;
const STEPS = 5;
const RATES = { backbone: 1e-4, transformer: 1e-4, heads: 1e-4 };

const CASES = [
  { name: 'ResNet-18', transformers: false, loss: 'symmetric' },
  { name: 'ResNet-18', transformers: false, loss: 'one-sided' },
  { name: 'ResNet-18+STN', transformers: true, loss: 'symmetric' },
  { name: 'ResNet-18+STN', transformers: true, loss: 'one-sided' },
] as const;
type Case = (typeof CASES)[number];

const figures = z.object({
  min: z.number(),
  median: z.number(),
  max: z.number(),
  mebibytes: z.number(),
});
const recorded = z.object({
  machine: z.string(),
  command: z.string(),
  cases: z.array(figures.extend({ transformers: z.boolean(), loss: z.string() })),
});

const [, script, only] = process.argv;
// A process for each case: the peak of its memory is that of the case.
if (only === undefined) await writePage();
else console.log(JSON.stringify(await figuresOf(CASES[Number(only)])));

async function figuresOf({ transformers, loss }: Case): Promise<z.infer<typeof figures>> {
  const backbone = transformers
    ? ({ network: 'resnet18', transformer: 'rotation_scale' } as const)
    : ({ network: 'resnet18' } as const);
  const optimiser = { momentum: 0.9, weightDecay: 0 };
  const config = { backbone, loss, encoder: 'last', pairs: PAIRS, size: SIZE, optimiser } as const;
  const session = await createTrainingSession(nodeRuntime({ threads: THREADS }), config, {
    seed: 0,
  });
  const picture = (name: string): Float32Array => {
    const random = seededRandom(0).fork(name);
    return Float32Array.from({ length: PAIRS * 3 * SIZE * SIZE }, () => random.normal());
  };
  const batch = { query: picture('query'), support: picture('support') };
  const times = await measure(() => session.step([batch], RATES), { repeats: STEPS, warmUp: 1 });
  await session.release();
  return { ...times, mebibytes: Math.round(process.resourceUsage().maxRSS / 1024) };
}

async function writePage(): Promise<void> {
  const file = new URL('training-pytorch.json', import.meta.url);
  const pytorch = recorded.parse(JSON.parse(await readFile(file, 'utf8')));
  const lines = CASES.map((subject, i) => {
    const command = [...process.execArgv, script ?? fileURLToPath(import.meta.url), String(i)];
    const output = execFileSync(process.execPath, command, { encoding: 'utf8' });
    const ours = figures.parse(JSON.parse(output));
    const theirs = pytorch.cases.find(
      ({ transformers, loss }) => transformers === subject.transformers && loss === subject.loss,
    );
    if (!theirs) throw new Error(`training-pytorch.json has no ${subject.name}, ${subject.loss}`);
    const cells = [
      subject.name,
      subject.loss,
      ...[ours, theirs].map(({ median, min }) => `${Math.round(median)} (${Math.round(min)})`),
      (ours.min / theirs.min).toFixed(2),
      ((1000 * PAIRS) / ours.median).toFixed(1),
      ...[ours, theirs].map(({ mebibytes }) => `${(mebibytes / 1024).toFixed(1)} GiB`),
    ];
    const line = `| ${cells.join(' | ')} |`;
    console.error(line);
    return line;
  });
  const page = [
    '# Benchmarks of training',
    '',
    `Made by \`npm run bench:training\`: one step (forward, backward, update) of ${PAIRS} pairs at`,
    `${SIZE} px on ${THREADS} threads, milliseconds as median (best) of ${STEPS} after one to warm up, the ratio of the`,
    'best ones, and the peak of memory of a process that does nothing else.',
    '',
    `Machine: ${machineLine(nodeRuntime({ threads: THREADS }).name)}.`,
    '',
    `PyTorch: ${pytorch.machine}; measured once by \`${pytorch.command}\`.`,
    '',
    '| network | loss | fewgood ms | PyTorch ms | ratio | pairs/s | memory | PyTorch memory |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...lines,
    '',
  ].join('\n');
  await writeFile(new URL('../docs/benchmarks-training.md', import.meta.url), page);
  console.log(page);
}
