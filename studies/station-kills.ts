/**
 * Kills a station at random moments (SIGKILL, as a power cut does to a program) under a load of pictures, and
 * starts it again: every picture that it acknowledged must have exactly one verdict, and the audit chain must
 * verify. docs/station.md cites its result.
 *
 * Run: npx tsx studies/station-kills.ts --help
 */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { encodePart } from '../src/inspection/part-file.ts';
import { encodePng } from '../src/node/image/image-encoder.ts';
import { nodeRuntime } from '../src/node/runtime/runtime.ts';
import { seededRandom } from '../src/random.ts';
import { drawParts, smallModel, smallPart } from '../test/helpers/small-part.ts';
import { startProgram } from './built-program.ts';
import { killBatchSchema, type KillBatchResult, killStation } from './station-kill-batch.ts';
import { runStudy } from './study.ts';

const studyOptions = {
  kills: { type: 'number', value: 'N', default: 300, min: 1, whole: true, help: 'kills in all' },
  batch: {
    type: 'number',
    value: 'N',
    default: 30,
    min: 1,
    whole: true,
    help: 'kills of one data folder, which is looked at then',
  },
  seed: { type: 'number', value: 'N', default: 0, min: 0, whole: true, help: 'of the moments' },
} as const;

await runStudy({
  file: 'station-kills.ts',
  summary: 'Kill a station under load at random moments, and look at what is left',
  usage: '[options]',
  details: 'Builds the program first. Exit code 1 if anything is lost, judged twice or changed.',
  examples: [
    'npx tsx studies/station-kills.ts --out results/station-kills.json',
    'npx tsx studies/station-kills.ts --kills 10',
  ],
  options: studyOptions,
  run: async ({ options: { kills, batch, seed }, begin }) => {
    const record = await begin({ pictures: [], seeds: [seed], runtime: nodeRuntime().name });
    await promisify(execFile)('npx', ['tsc', '-b', 'packages/station']);
    const base = await mkdtemp(join(tmpdir(), 'fewgood-station-kills-'));
    try {
      const model = join(base, 'small.onnx');
      await writeFile(model, smallModel());
      process.env['FEWGOOD_MODEL'] = model;
      const drawn = drawParts({ count: 8 });
      const part = encodePart(await smallPart(drawn.slice(0, 4)));
      const pictures = await Promise.all(drawn.map(({ image }) => encodePng(image)));
      const results: KillBatchResult[] = [];
      for (let done = 0; done < kills; done += batch) {
        const work = async (): Promise<KillBatchResult> => {
          const folder = join(base, String(done));
          await mkdir(folder);
          const random = seededRandom(seed).fork(`batch ${done}`);
          const count = Math.min(batch, kills - done);
          const log = console.log;
          const start = startProgram;
          return killStation({ kills: count, random, folder, part, pictures, start, log });
        };
        results.push(await record.step(`batch ${done}`, killBatchSchema, work));
      }
      await record.finish(figuresOf(results));
      if (results.some(({ faults }) => faults.length > 0)) process.exitCode = 1;
    } finally {
      await rm(base, { recursive: true, force: true });
    }
  },
});

function figuresOf(results: readonly KillBatchResult[]): object {
  const sum = (key: Exclude<keyof KillBatchResult, 'faults'>): number =>
    results.reduce((total, result) => total + result[key], 0);
  return {
    kills: sum('kills'),
    duringStart: sum('duringStart'),
    acknowledged: sum('acknowledged'),
    waitingAtTheEnd: sum('waiting'),
    sentAgain: sum('sentAgain'),
    verdicts: sum('verdicts'),
    auditEntries: sum('entries'),
    faults: results.flatMap(({ faults }) => faults),
  };
}
