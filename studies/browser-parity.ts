/**
 * Learns parts in Node and in Chromium, and judges the same pictures with both parts on both sides: scores and
 * verdicts must be the same, and the part's self-test lets it in on either side. docs/browser.md cites its result.
 *
 * Run: npx tsx studies/browser-parity.ts --help
 */
import { UsageError } from '../src/errors.ts';
import { findModel } from '../src/node/runtime/model-lookup.ts';
import { nodeRuntime } from '../src/node/runtime/runtime.ts';
import { HarnessPage } from './browser/harness-page.ts';
import { judgeBothWays, paritySchema, type SetParity } from './browser/parity.ts';
import { drawnSet, type PictureSet, setFromFolder } from './browser/picture-sets.ts';
import { runStudy, toNumbers } from './study.ts';

const studyOptions = {
  pictures: {
    type: 'number',
    value: 'N',
    default: 200,
    min: 1,
    whole: true,
    help: 'pictures to judge, of all sets',
  },
  shots: {
    type: 'number',
    value: 'N',
    default: 4,
    min: 1,
    whole: true,
    help: 'good pictures a part',
  },
  drawn: {
    type: 'string',
    value: 'KIND,…',
    default: 'washer,gear',
    help: 'drawn parts beside the sets; `none` for none',
  },
  model: { type: 'string', value: 'NAME', help: 'the model; the default one if not named' },
  threads: { type: 'number', value: 'N', default: 2, min: 1, whole: true, help: 'of both sides' },
  seed: { type: 'string', value: 'N', default: '0', help: 'of the choice of pictures' },
} as const;

/** Scores may differ by this, relatively. */
const MOST_DIFFERENCE = 1e-4;

await runStudy({
  file: 'browser-parity.ts',
  summary: 'Compare scores and verdicts in Chromium with those of Node',
  usage: '[CATEGORY…] [options]',
  details:
    'CATEGORY is a folder with train/good and test/, below FEWGOOD_DATA or absolute. Exit code 1 if one part gives scores that differ by more than 1e-4, or another verdict.',
  examples: [
    'npx tsx studies/browser-parity.ts permissive/wood permissive/hexnut mvtec/screw --out results/browser-parity.json',
    'npx tsx studies/browser-parity.ts --drawn washer --pictures 8',
  ],
  options: studyOptions,
  run: async ({ options: { pictures, shots, drawn, threads, ...options }, args, begin }) => {
    const [seed = 0] = toNumbers('seed', options.seed);
    const kinds = drawn === 'none' ? [] : drawn.split(',');
    const count = args.length + kinds.length;
    if (count === 0) throw new UsageError('Cannot compare nothing', 'Name folders or drawn parts.');
    const { bytes: model } = await findModel(options.model);
    const runtime = nodeRuntime({ threads });
    const record = await begin({ pictures: args, seeds: [seed], runtime: runtime.name, model });
    const harness = await HarnessPage.open();
    try {
      harness.files.set('/model.onnx', model);
      const facts = await harness.page.evaluate(
        (wanted) => fewgoodPage.start({ model: '/model.onnx', provider: 'wasm', threads: wanted }),
        threads,
      );
      const size = { shots, judged: Math.ceil(pictures / count), seed };
      const makers: readonly (readonly [string, () => Promise<PictureSet>])[] = [
        ...args.map((folder) => [folder, () => setFromFolder(folder, size)] as const),
        ...kinds.map((kind) => [`drawn ${kind}`, () => drawnSet(kind, size)] as const),
      ];
      const sets: SetParity[] = [];
      for (const [name, make] of makers) {
        const set = await record.step(name, paritySchema, async () =>
          judgeBothWays(await make(), { harness, runtime, model }),
        );
        sets.push(set);
        console.log(describe(set));
      }
      const summary = summarize(sets);
      console.log(summary);
      await record.finish({
        browser: harness.browserName,
        engine: facts.runtime,
        threads,
        shots,
        mostDifference: MOST_DIFFERENCE,
        ...summary,
        sets,
      });
      if (summary.flipped > 0 || summary.largestDifference > MOST_DIFFERENCE) process.exitCode = 1;
    } finally {
      await harness.close();
    }
  },
});

function summarize(sets: readonly SetParity[]) {
  const all = sets.flatMap(({ comparisons }) => comparisons);
  const across = sets.map(({ acrossParts }) => acrossParts);
  const largest = (list: typeof all): number =>
    Math.max(...list.map(({ largestDifference }) => largestDifference));
  const count = (list: typeof all, of: 'flipped' | 'nearThreshold'): number =>
    list.reduce((sum, one) => sum + one[of].length, 0);
  return {
    pictures: sets.reduce((sum, { judged }) => sum + judged, 0),
    comparisons: all.reduce((sum, one) => sum + one.count, 0),
    largestDifference: largest(all),
    flipped: count(all, 'flipped'),
    nearThreshold: count(all, 'nearThreshold'),
    acrossParts: { largestDifference: largest(across), flipped: count(across, 'flipped') },
    otherPixels: sets.reduce((sum, { otherPixels }) => sum + otherPixels.length, 0),
    sameRows: Math.min(...sets.flatMap(({ banks }) => banks.map(({ sameRows }) => sameRows))),
  };
}

function describe({ name, judged, comparisons, acrossParts, banks }: SetParity): string {
  const differences = [...comparisons, acrossParts].map(
    ({ what, largestDifference, flipped }) =>
      `${what}: ${largestDifference.toExponential(1)}, ${flipped.length} flipped`,
  );
  const rows = banks.map(({ sameRows }) => `${(100 * sameRows).toFixed(2)} %`);
  return `${name}, ${judged} pictures: ${differences.join('; ')}; same rows ${rows.join(', ')}`;
}
