/**
 * Judges pictures for long: some thousand in one folder with all outputs, then a watched folder into which a
 * camera writes at a steady rate. No picture may be lost, and memory has to stay as it is. docs/files.md cites
 * its result.
 *
 * Run: npx tsx studies/soak.ts --help
 */
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { nodeRuntime } from '../src/node/runtime/runtime.ts';
import { asFarAsKnown, buildProgram, runProgram } from './built-program.ts';
import { drawPictures, putPictures, QUICK } from './drawn-pictures.ts';
import { runStudy } from './study.ts';
import { runSchema, WatchedRun, type WatchedRunResult } from './watched-run.ts';

const studyOptions = {
  pictures: {
    type: 'number',
    value: 'N',
    default: 5000,
    min: 20,
    whole: true,
    help: 'pictures in one folder',
  },
  rate: {
    type: 'number',
    value: 'N',
    default: 20,
    min: 0.1,
    help: 'pictures a second of the camera',
  },
  seconds: {
    type: 'number',
    value: 'S',
    default: 3600,
    min: 5,
    help: 'how long the folder is watched',
  },
  kept: {
    type: 'number',
    value: 'N',
    default: 1000,
    min: 1,
    whole: true,
    help: 'pictures that stay in the watched folder; older ones are taken away once they are judged',
  },
} as const;

/** Milliseconds between two lines that tell how far it is. */
const TELL = 10_000;
/** Different pictures that the camera takes; each copy is a file of its own. */
const SCENES = 40;

await runStudy({
  file: 'soak.ts',
  summary: 'Judge pictures for long, and see that none is lost and memory stays as it is',
  usage: '[options]',
  details:
    'Builds the program first. Exit code 1 if a picture is lost, or a run does not end as it should.',
  examples: [
    'npx tsx studies/soak.ts --out results/soak.json',
    'npx tsx studies/soak.ts --pictures 200 --seconds 30',
  ],
  options: studyOptions,
  run: async ({ options: { pictures, rate, seconds, kept }, begin }) => {
    const record = await begin({ pictures: [], seeds: [0], runtime: nodeRuntime().name });
    await buildProgram();
    const folder = await mkdtemp(join(tmpdir(), 'fewgood-soak-'));
    try {
      const part = await enrol(folder);
      const one = await record.step('folder', runSchema, () => judgeFolder(part, folder, pictures));
      console.log(`folder: ${describe(one)}`);
      const watched = await record.step('watch', runSchema, () =>
        watchCamera(part, join(folder, 'inbox'), { rate, seconds, kept }),
      );
      console.log(`watch: ${describe(watched)}`);
      await record.finish({ rate, kept, folder: one, watch: watched });
      if ([one, watched].some(isBad)) process.exitCode = 1;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
});

async function enrol(folder: string): Promise<string> {
  const support = await putPictures(join(folder, 'good'), 4, 1);
  const part = join(folder, 'a.part');
  const { code, log } = await runProgram(['enroll', part, ...support, ...QUICK], { folder });
  if (code !== 0) throw new Error(`nothing can be studied: ${log}`);
  return part;
}

async function judgeFolder(
  part: string,
  folder: string,
  pictures: number,
): Promise<WatchedRunResult> {
  const inputs = join(folder, 'pictures');
  await putPictures(inputs, pictures, 2);
  const outputs = ['--overlays', join(folder, 'overlays'), '--report', join(folder, 'report.html')];
  const run = new WatchedRun(['inspect', part, inputs, '--json', ...outputs]);
  run.put = pictures;
  const telling = setInterval(() => console.log(`folder: ${run.describe()}`), TELL);
  const result = await run.end();
  clearInterval(telling);
  return result;
}

/** What the camera does. */
interface Camera {
  readonly rate: number;
  readonly seconds: number;
  readonly kept: number;
}

async function watchCamera(part: string, inbox: string, camera: Camera): Promise<WatchedRunResult> {
  await mkdir(inbox);
  const files = asFarAsKnown({ log: `${inbox}.log.jsonl`, state: `${inbox}.state` });
  const run = new WatchedRun(['inspect', part, '--watch', inbox, '--json', ...files]);
  const telling = setInterval(() => console.log(`watch: ${run.describe()}`), TELL);
  await takePictures(run, inbox, camera);
  await run.caughtUp();
  run.interrupt();
  const result = await run.end();
  clearInterval(telling);
  return result;
}

/** Names whose order is that of the numbers. */
function nameOf(i: number): string {
  return `${String(i).padStart(7, '0')}.png`;
}

/** Puts pictures into the folder at a steady rate, whether they are judged in time or not. */
async function takePictures(
  run: WatchedRun,
  inbox: string,
  { rate, seconds, kept }: Camera,
): Promise<void> {
  const scenes = await drawPictures(SCENES, 3);
  const start = performance.now();
  let oldest = 0;
  for (let i = 0; i < rate * seconds; i++) {
    const early = start + (i * 1000) / rate - performance.now();
    if (early > 0) await sleep(early);
    const scene = scenes[i % scenes.length];
    await writeFile(join(inbox, `.${nameOf(i)}`), scene);
    await rename(join(inbox, `.${nameOf(i)}`), join(inbox, nameOf(i)));
    run.put++;
    while (i - oldest >= kept && run.hasTold(nameOf(oldest))) {
      await rm(join(inbox, nameOf(oldest++)));
    }
  }
}

/** Pictures are all good: 0 where all pass, 3 where noise made one fail. */
function isBad({ lost, exitCode }: WatchedRunResult): boolean {
  return lost > 0 || (exitCode !== 0 && exitCode !== 3);
}

function describe({ pictures, lost, seconds, longestQueue, memory }: WatchedRunResult): string {
  const { early, late, most } = memory;
  return [
    `${pictures} pictures in ${seconds} s, ${lost} lost, at most ${longestQueue} waiting`,
    `memory ${early} MiB early, ${late} MiB late, ${most} MiB at most`,
  ].join(', ');
}
