/**
 * Chooses the defaults that the papers leave open (fusion of levels, image score, level scale, size of
 * the bank) on drawn parts, which no reported figure uses. Writes
 * results/defaults.json; docs/deviations.md cites it.
 *
 * Run: npx tsx tools/validate-defaults.ts   (about 10 minutes on 2 cores)
 */
import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { enroll } from '../src/inspection/enrolment.ts';
import { Inspector } from '../src/inspection/inspector.ts';
import type { PartSettings } from '../src/inspection/settings.ts';
import { rankScores } from '../src/metrics/ranked-scores.ts';
import { auroc } from '../src/metrics/roc.ts';
import { findModel } from '../src/node/runtime/model-lookup.ts';
import { nodeRuntime } from '../src/node/runtime/runtime.ts';
import {
  defectKinds,
  type NamedSample,
  type PartKind,
  partKinds,
  renderFamily,
} from '../src/synthetic/index.ts';

const SHOTS = 4;
const SIZE = 256;
const SEEDS = { support: 0, tray: 77 };
const GOOD = 18;
const KINDS: readonly PartKind[] = [...partKinds, 'procedural:1', 'procedural:2'];
const VARIANTS: Readonly<Record<string, Partial<PartSettings>>> = {
  'concat reweighted': { fusion: 'concat', score: 'reweighted' },
  'concat reweighted, ceiling 4096': { fusion: 'concat', bankCeiling: 4096 },
  'concat top-mean': { fusion: 'concat', score: 'top-mean' },
  'max reweighted median': { fusion: 'max', levelScale: 'median' },
  'max reweighted none': { fusion: 'max', levelScale: 'none' },
  'mean reweighted median': { fusion: 'mean', levelScale: 'median' },
};

const runtime = nodeRuntime();
const { bytes: model } = await findModel();
const aurocs: Record<string, number[]> = {};

for (const kind of KINDS) {
  const support = [...renderFamily({ kind, seed: SEEDS.support, size: SIZE, count: SHOTS })];
  const defects = [...defectKinds, ...Array.from({ length: GOOD }, () => null)];
  const tray = [
    ...renderFamily({ kind, seed: SEEDS.tray, size: SIZE, count: defects.length, defects }),
  ];
  for (const [name, settings] of Object.entries(VARIANTS)) {
    const scores = await scoreTray(support, tray, settings);
    const labels = tray.map(({ defect }) => (defect === null ? 0 : 1));
    (aurocs[name] ??= []).push(auroc(rankScores(scores, labels)));
    console.error(`${kind} ${name}: ${aurocs[name]?.at(-1)?.toFixed(4)}`);
  }
}

const git = (...args: string[]): string => execFileSync('git', args, { encoding: 'utf8' }).trim();
const result = {
  command: 'npx tsx tools/validate-defaults.ts',
  commit: git('rev-parse', 'HEAD'),
  machine: `${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.versions.node}, ${runtime.name}`,
  data: {
    kinds: KINDS,
    shots: SHOTS,
    size: SIZE,
    seeds: SEEDS,
    good: GOOD,
    defective: defectKinds.length,
  },
  imageAuroc: Object.fromEntries(
    Object.entries(aurocs).map(([name, values]) => [
      name,
      { mean: values.reduce((sum, value) => sum + value, 0) / values.length, perKind: values },
    ]),
  ),
};
const file = new URL('../results/defaults.json', import.meta.url);
await writeFile(file, `${JSON.stringify(result, null, 2)}\n`);

/** Image scores of a tray after enrolling a support set. */
async function scoreTray(
  support: readonly NamedSample[],
  tray: readonly NamedSample[],
  settings: Partial<PartSettings>,
): Promise<number[]> {
  const part = await enroll(support, { runtime, model, settings });
  const inspector = await Inspector.create(part, { runtime, model });
  const scores: number[] = [];
  for (const { image } of tray) scores.push((await inspector.score(image)).score);
  await inspector.release();
  return scores;
}
