/**
 * Measures one case of bench/cost.ts in a process of its own, whose peak of memory is that of the case:
 * `enrol` learns the part and saves it, `inspect` judges a picture by it, `nothing` only loads the program.
 */
import { stat } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { readModelInfo } from '../src/features/model-info.ts';
import { enroll } from '../src/inspection/enrolment.ts';
import { Inspector } from '../src/inspection/inspector.ts';
import { loadPart, savePart } from '../src/node/inspection/part-store.ts';
import { readImage } from '../src/node/image/image-decoder.ts';
import { findModel } from '../src/node/runtime/model-lookup.ts';
import { nodeRuntime } from '../src/node/runtime/runtime.ts';
import { COST_CASES, type CostCase, namesakes } from './cost-cases.ts';
import { drawnFiles, WORK } from './drawn.ts';
import { measure } from './harness.ts';

/** Where an enrolment stops for want of memory, as a share of the machine's. */
const MEMORY_SHARE = 0.8;
const REPEATS = 15;

const [, , mode, key] = process.argv;
const subject = COST_CASES.find((one) => one.key === key);
const path = join(WORK, 'cost.part');
if (mode === 'enrol' && subject !== undefined) console.log(JSON.stringify(await learn(subject)));
if (mode === 'inspect' && subject !== undefined) console.log(JSON.stringify(await judge(subject)));
if (mode === 'nothing') console.log(JSON.stringify({ models: readModelInfo(await model()).name }));

async function model(): Promise<Uint8Array> {
  return (await findModel()).bytes;
}

async function learn({ shots, models, settings }: CostCase): Promise<object> {
  const [first, ...companions] = namesakes(await model(), models);
  // The first picture is the one that is judged.
  const files = (await drawnFiles(shots + 1, 'png')).slice(1);
  const start = performance.now();
  const pictures = files.map((name) => ({ name, read: () => readImage(name) }));
  const part = await enroll(pictures, {
    runtime: nodeRuntime(),
    model: first,
    companions,
    settings,
    memoryLimit: MEMORY_SHARE * totalmem(),
  });
  const enrol = performance.now() - start;
  await savePart(path, part);
  const rows = part.banks.reduce((sum, { bank }) => sum + bank.rows, 0);
  return { enrol, rows, fileBytes: (await stat(path)).size };
}

async function judge({ models }: CostCase): Promise<object> {
  const [first, ...companions] = namesakes(await model(), models);
  const [file] = await drawnFiles(1, 'png');
  const image = await readImage(file);
  const start = performance.now();
  const part = await loadPart(path);
  const inspector = await Inspector.create(part, {
    runtime: nodeRuntime(),
    model: first,
    companions,
  });
  const open = performance.now() - start;
  const { min, median } = await measure(() => inspector.inspect(image), { repeats: REPEATS });
  await inspector.release();
  return { open, min, median };
}
