/**
 * How many pictures a station judges a second with the default preset, how long each waits for its verdict, and what
 * becomes of three times as many: what is turned away is told so, and nothing that was taken is lost. Nothing else
 * should run meanwhile. docs/station.md cites its result.
 *
 * Run: npx tsx studies/station-load.ts --help
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeRuntime } from '../src/node/runtime/runtime.ts';
import { buildStation } from './built-program.ts';
import { sizeOption } from './drawn-pictures.ts';
import { LoadedStation, overloadSchema, steadySchema, sustainedSchema } from './loaded-station.ts';
import { runStudy } from './study.ts';

const studyOptions = {
  seconds: {
    type: 'number',
    value: 'S',
    default: 10,
    min: 1,
    help: 'how long the rate and the latency are measured, each',
  },
  overload: {
    type: 'number',
    value: 'S',
    default: 20,
    min: 1,
    help: 'how long pictures come at three times the rate',
  },
  size: sizeOption,
} as const;

/** Share of the sustained rate at which the latency is measured: a line that leaves a station some air. */
const STEADY = 0.8;
/** Times the sustained rate. */
const OVERLOAD = 3;

await runStudy({
  file: 'station-load.ts',
  summary: 'Measure how many pictures a station judges a second, and what becomes of more',
  usage: '[options]',
  details: `Builds the program first. A washer is learned from four drawn pictures with the default settings. Who sends runs on
    the same machine. Exit code 1 if a picture that was taken has no verdict, or one was turned away without Retry-After.`,
  examples: [
    'npx tsx studies/station-load.ts --seconds 60 --overload 300 --out results/station-load.json',
    'npx tsx studies/station-load.ts',
  ],
  options: studyOptions,
  run: async ({ options: { seconds, overload, size }, begin }) => {
    const record = await begin({ pictures: [], seeds: [1], runtime: nodeRuntime().name });
    await buildStation();
    const folder = await mkdtemp(join(tmpdir(), 'fewgood-station-load-'));
    const station = await LoadedStation.create(folder, size);
    try {
      const sustained = await record.step('sustained', sustainedSchema, async () =>
        station.sustain(seconds),
      );
      console.log(`sustained: ${JSON.stringify(sustained)}`);
      const steady = await record.step('steady', steadySchema, async () =>
        station.steady(sustained.picturesPerSecond * STEADY, seconds),
      );
      console.log(`steady: ${JSON.stringify(steady)}`);
      const flood = await record.step('overload', overloadSchema, async () =>
        station.overload(sustained.picturesPerSecond * OVERLOAD, overload),
      );
      console.log(`overload: ${JSON.stringify(flood)}`);
      await record.finish({ pictureSize: size, sustained, steady, overload: flood });
      if (flood.lost + flood.refusedWithoutRetryAfter + flood.otherAnswers > 0)
        process.exitCode = 1;
    } finally {
      await station.end();
      await rm(folder, { recursive: true, force: true });
    }
  },
});
