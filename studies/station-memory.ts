/**
 * Has a station judge some ten thousand pictures, with somebody watching live, and looks at its memory meanwhile:
 * it has to stay as it is. docs/station.md cites its result.
 *
 * Run: npx tsx studies/station-memory.ts --help
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import {
  createStationClient,
  readAnswer,
  type StationClient,
} from '../packages/station/src/api/index.ts';
import { encodePart } from '../src/inspection/part-file.ts';
import { nodeRuntime } from '../src/node/runtime/runtime.ts';
import { smallModel, smallPart, drawParts } from '../test/helpers/small-part.ts';
import { buildStation, startProgram } from './built-program.ts';
import { drawPictures } from './drawn-pictures.ts';
import { memorySummary, MemoryWatch, summarySchema } from './memory-watch.ts';
import { numberedPng } from './numbered-png.ts';
import { addPart, countsOf, drain, StationProcess } from './station-process.ts';
import { runStudy } from './study.ts';

const studyOptions = {
  inspections: {
    type: 'number',
    value: 'N',
    default: 500,
    min: 20,
    whole: true,
    help: 'pictures that are judged',
  },
} as const;

/** Senders at once; each waits for its verdict. */
const SENDERS = 4;
/** Different pictures; each copy is a file of its own. */
const SCENES = 40;
/** Milliseconds between two looks at the memory. */
const LOOK = 1000;
/** Seconds that a sender waits for its verdict. */
const WAIT = 60;
/** Milliseconds without a verdict after which what waits counts as lost. */
const PATIENCE = 300_000;
/** Pictures between two lines that tell how far it is. */
const TELL = 200;
/** Inspections from which on memory tells something: what is loaded and compiled at the start is there. */
const ENOUGH = 5000;
/** Share by which memory may grow from the second tenth of the time to the last. */
const MAY_GROW = 0.1;

const memorySchema = z.object({
  inspections: z.int(),
  /** Without a verdict. */
  lost: z.int(),
  seconds: z.int(),
  exitCode: z.int().nullable(),
  memory: summarySchema,
});
type MemoryResult = z.infer<typeof memorySchema>;

await runStudy({
  file: 'station-memory.ts',
  summary: 'Have a station judge many pictures, and see that its memory stays as it is',
  usage: '[options]',
  details: `Builds the program first. The part is a small one of pictures of 96 px, so that a picture takes little time;
    each is a file of its own. Exit code 1 if a verdict is missing, or memory grew by more than a tenth
    over 5,000 inspections or more.`,
  examples: [
    'npx tsx studies/station-memory.ts --inspections 20000 --out results/station-memory.json',
    'npx tsx studies/station-memory.ts',
  ],
  options: studyOptions,
  run: async ({ options: { inspections }, begin }) => {
    const record = await begin({ pictures: [], seeds: [3], runtime: nodeRuntime().name });
    await buildStation();
    const folder = await mkdtemp(join(tmpdir(), 'fewgood-station-memory-'));
    try {
      const work = async (): Promise<MemoryResult> => judgeMany(folder, inspections);
      const result = await record.step('memory', memorySchema, work);
      console.log(JSON.stringify(result));
      await record.finish(result);
      const { early, late } = result.memory;
      const hasGrown = inspections >= ENOUGH && late > early * (1 + MAY_GROW);
      if (result.lost > 0 || hasGrown) process.exitCode = 1;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
});

async function judgeMany(folder: string, inspections: number): Promise<MemoryResult> {
  const model = join(folder, 'small.onnx');
  await writeFile(model, smallModel());
  process.env['FEWGOOD_MODEL'] = model;
  const server = new StationProcess(startProgram, { data: join(folder, 'data') });
  const client = await server.client();
  const part = await addPart(client, encodePart(await smallPart(drawParts({ count: 4 }))));
  const onlooker = new AbortController();
  const looking = watchEvents((await server.url) ?? '', onlooker.signal);
  // Threads are in it: a station is one process.
  const memory = new MemoryWatch(server.child.pid ?? 0, LOOK);
  const start = performance.now();
  const next = sender(client, { part, scenes: await drawPictures(SCENES, 3), count: inspections });
  await Promise.all(Array.from({ length: SENDERS }, next));
  const { pass, fail, cannotJudge } = await drain(client, PATIENCE);
  const seconds = Math.round((performance.now() - start) / 1000);
  const values = memory.end();
  onlooker.abort();
  await looking;
  const lost = inspections - pass - fail - cannotJudge;
  const exitCode = await server.end();
  return { inspections, lost, seconds, exitCode, memory: memorySummary(values) };
}

interface Sent {
  readonly part: string;
  readonly scenes: readonly Uint8Array[];
  readonly count: number;
}

/** What sends one picture after another until all are sent; several may do so at once. */
function sender(client: StationClient, { part, scenes, count }: Sent): () => Promise<void> {
  let number = 0;
  return async () => {
    while (number < count) {
      const own = number++;
      const body = numberedPng(scenes[own % scenes.length] ?? new Uint8Array(), own);
      const header = { 'idempotency-key': String(own) };
      const query = { part, wait: String(WAIT) };
      await readAnswer(client.api.inspections.$post({ query, header }, { init: { body } }));
      if ((own + 1) % TELL === 0) console.log(`${own + 1} of ${count} sent`);
    }
  };
}

/** Watches as the page does: live events, and the counters now and then. */
async function watchEvents(url: string, signal: AbortSignal): Promise<void> {
  const client = createStationClient(url);
  const response = await fetch(new URL('api/events', url), { signal });
  let events = 0;
  try {
    for await (const chunk of response.body ?? []) {
      events += chunk.length > 0 ? 1 : 0;
      if (events % TELL === 0) await countsOf(client);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
