/**
 * Chooses the defaults that the papers leave open (fusion of levels, image score, level scale, size of
 * the bank) on drawn parts, which no reported figure uses; docs/deviations.md cites its result.
 *
 * Run: npx tsx studies/validate-defaults.ts --help
 */
import { z } from 'zod';
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
  parsePartKind,
  type PartKind,
  partKinds,
  renderFamily,
} from '../src/synthetic/index.ts';
import { runStudy } from './study.ts';

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

await runStudy({
  file: 'validate-defaults.ts',
  summary: 'Compare settings that the papers leave open on drawn parts',
  usage: '[KIND…] [--out results/defaults.json]',
  details: 'KIND is a kind of drawn parts; all of them take about 10 minutes on 2 cores.',
  examples: [
    'npx tsx studies/validate-defaults.ts --out results/defaults.json',
    'npx tsx studies/validate-defaults.ts washer',
  ],
  options: {},
  run: async ({ args, begin }) => {
    const kinds = args.length > 0 ? args.map(parsePartKind) : KINDS;
    const seeds = Object.values(SEEDS);
    const { bytes: model } = await findModel();
    const record = await begin({ pictures: [], seeds, runtime: runtime.name, model });
    const aurocs: Record<string, number[]> = {};
    for (const kind of kinds) {
      const pictures = renderTray(kind);
      for (const [name, settings] of Object.entries(VARIANTS)) {
        const value = await record.step(`${kind} ${name}`, z.number(), () =>
          aurocOf(pictures, settings, model),
        );
        (aurocs[name] ??= []).push(value);
        console.error(`${kind} ${name}: ${value.toFixed(4)}`);
      }
    }
    const defective = defectKinds.length;
    await record.finish({
      data: { kinds, shots: SHOTS, size: SIZE, seeds: SEEDS, good: GOOD, defective },
      imageAuroc: Object.fromEntries(
        Object.entries(aurocs).map(([name, values]) => [
          name,
          { mean: values.reduce((sum, value) => sum + value, 0) / values.length, perKind: values },
        ]),
      ),
    });
  },
});

/** Good pictures to learn from, and good and defective ones to judge. */
interface Tray {
  readonly support: readonly NamedSample[];
  readonly tray: readonly NamedSample[];
}

function renderTray(kind: PartKind): Tray {
  const defects = [...defectKinds, ...Array.from({ length: GOOD }, () => null)];
  const common = { kind, size: SIZE };
  return {
    support: [...renderFamily({ ...common, seed: SEEDS.support, count: SHOTS })],
    tray: [...renderFamily({ ...common, seed: SEEDS.tray, count: defects.length, defects })],
  };
}

/** Image AUROC of a tray after enrolling a support set. */
async function aurocOf(
  { support, tray }: Tray,
  settings: Partial<PartSettings>,
  model: Uint8Array,
): Promise<number> {
  const part = await enroll(support, { runtime, model, settings });
  const inspector = await Inspector.create(part, { runtime, model });
  const scores: number[] = [];
  for (const { image } of tray) scores.push((await inspector.score(image)).score);
  await inspector.release();
  const labels = tray.map(({ defect }) => (defect === null ? 0 : 1));
  return auroc(rankScores(scores, labels));
}
