import { chooseExamples } from '../figures/choose-examples.ts';
import type { FittedMethod, Method, MethodScore, SupportMaps } from '../methods/method.ts';
import type { CellTimings, EvaluationCell } from '../results/evaluation-result.ts';
import { measureCell, percentiles } from '../results/measure.ts';
import { peakOf } from '../../inspection/leave-one-out.ts';
import type { Size } from '../../image/rgb-image.ts';
import { PixelScores } from '../../metrics/pixel-scores.ts';
import type { ContenderGroup } from './contender.ts';
import type { CellOutcome, CellTask, EnginePorts, SupportBlock, TestBlock } from './engine.ts';
import { Frames } from './frames.ts';
import { loadMaps, type MapFiles } from './map-block.ts';

/** Share of the good pictures whose maps stay within the limit of what the report shows. */
const WITHIN_LIMIT = 0.95;

/** What a method made of the test pictures. */
interface Judged {
  readonly scores: readonly number[];
  readonly pixels: PixelScores | string;
  /** Largest value of each anomaly map. */
  readonly peaks: readonly number[];
  /** Each of shape [S, S]; empty unless they are to be shown. */
  readonly maps: readonly Float32Array[];
  /** Milliseconds a picture. */
  readonly times: readonly number[];
}

/** Learns from a support set, judges every test picture and measures the result. */
export async function evaluateCell(
  task: CellTask,
  group: ContenderGroup,
  { runtime, mapFiles, clock }: EnginePorts,
): Promise<CellOutcome> {
  const { address, supportPaths, support, pictures, lookArea, foreground } = task;
  const { model, input } = group;
  const method = methodOf(group, address.method);
  const usualSize = group.contenders.find(({ id }) => id === address.method)?.input.size;
  const frames = new Frames(input, lookArea);
  const learned = await Promise.all(
    support.map(async (block) => {
      return {
        ...(await loadSupport(block, method, mapFiles)),
        looked: frames.of(block.size).looked,
      };
    }),
  );
  const start = clock();
  const context = { runtime, model, size: input.size, seed: address.seed };
  const fitted = await method.fit(learned, context);
  const fitSeconds = (clock() - start) / 1000;
  try {
    const measured = new Frames(input, task.measured);
    const judged = await judgeAll(fitted, task, { frames, measured, mapFiles, clock });
    const { scores, pixels, times } = judged;
    const anomalous = pictures.map((picture) => picture.anomalous);
    const cell: EvaluationCell = {
      ...address,
      ...(input.size === usualSize ? {} : { size: input.size }),
      ...(foreground && { foreground }),
      support: supportPaths,
      ...measureCell({ scores, anomalous, pixels, threshold: fitted.threshold }),
      scores,
      timings: timingsOf(task, times, fitSeconds + supportSeconds(support, method)),
    };
    return { cell, examples: task.withExamples ? showExamples(cell, task, judged) : null };
  } finally {
    await fitted.release();
  }
}

interface JudgeOptions {
  /** What methods look at. */
  readonly frames: Frames;
  /** What pixel figures count. */
  readonly measured: Frames;
  readonly mapFiles: MapFiles;
  readonly clock: () => number;
}

async function judgeAll(
  fitted: FittedMethod,
  task: CellTask,
  { frames, measured, mapFiles, clock }: JudgeOptions,
): Promise<Judged> {
  const { tests, pictures, withExamples } = task;
  const judge = async (index: number): Promise<MethodScore> => {
    const { looked } = frames.of(sizeOf(tests, index));
    const { score, map } = await fitted.score(await loadMaps(tests.maps, index, mapFiles), looked);
    if (looked !== null) blank(map, looked);
    return { score, map };
  };
  const { size } = frames.of(sizeOf(tests, 0));
  const area = size * size;
  const masks = tests.masks && new Uint8Array(tests.masks);
  const pixels = masks ? new PixelScores(pictures.length * area) : 'the category has no masks';
  const [scores, peaks, times]: [number[], number[], number[]] = [[], [], []];
  const maps: Float32Array[] = [];
  await judge(0); // the first run of a session is slower than all others
  for (const [index, { anomalous }] of pictures.entries()) {
    const start = clock();
    const { score, map } = await judge(index);
    times.push(clock() - start);
    scores.push(score);
    const mask = masks?.subarray(index * area, (index + 1) * area);
    const { looked } = measured.of(sizeOf(tests, index));
    if (typeof pixels !== 'string') pixels.add(map, size, anomalous ? mask : undefined, looked);
    if (!withExamples) continue;
    peaks.push(peakOf(map));
    maps.push(map);
  }
  return { scores, pixels, peaks, maps, times };
}

function sizeOf({ sizes }: TestBlock, index: number): Size {
  const [width, height] = new Int32Array(sizes).subarray(2 * index);
  return { width, height };
}

/** As the map of an inspected picture, which is 0 where nobody looks. */
function blank(map: Float32Array, looked: Uint8Array): void {
  for (const [i, looks] of looked.entries()) if (looks === 0) map[i] = 0;
}

function methodOf({ methods }: ContenderGroup, id: string): Method {
  const method = methods.get(id);
  if (method === undefined) throw new Error(`no contender of this run is called ${id}`);
  return method;
}

async function loadSupport(
  { picture, augmentations, maps }: SupportBlock,
  method: Method,
  files: MapFiles,
): Promise<SupportMaps> {
  const variants = new Map<string, Awaited<ReturnType<typeof loadMaps>>>();
  for (const { name } of method.augmentations) {
    variants.set(name, await loadMaps(maps, augmentations.indexOf(name), files));
  }
  return { picture, variants };
}

/** What reading and augmenting the support set took for what this method learns from. */
function supportSeconds(support: readonly SupportBlock[], method: Method): number {
  const used = new Set(method.augmentations.map(({ name }) => name));
  return sum(
    support.flatMap(({ readSeconds, seconds, augmentations }) => [
      readSeconds,
      ...seconds.filter((_, i) => used.has(augmentations[i])),
    ]),
  );
}

function timingsOf(
  { times }: CellTask,
  score: readonly number[],
  bankSeconds: number,
): CellTimings {
  const stages = { ...times, score };
  const all = Object.values(stages).flat();
  return {
    bankSeconds,
    inspectionSeconds: sum(all) / 1000,
    stages: Object.fromEntries(
      Object.entries(stages).map(([name, values]) => [name, percentiles(values)]),
    ),
  };
}

/** The maps that the report shows, as ratios to a limit that the maps of good pictures keep. */
function showExamples(
  cell: EvaluationCell,
  { pictures }: CellTask,
  { peaks, maps }: Judged,
): Float32Array {
  const examples = chooseExamples(cell, pictures);
  const limit = limitOf(peaks, pictures);
  const area = maps[0].length;
  const exampleMaps = new Float32Array(examples.length * area);
  for (const [i, { index }] of examples.entries()) {
    exampleMaps.set(
      maps[index].map((value) => value / limit),
      i * area,
    );
  }
  return exampleMaps;
}

/** What 95 % of the good pictures' maps do not exceed; of all pictures where none is good. */
function limitOf(peaks: readonly number[], pictures: CellTask['pictures']): number {
  const good = peaks.filter((_, i) => !pictures[i].anomalous);
  const sorted = (good.length > 0 ? good : peaks).toSorted((a, b) => a - b);
  const limit = sorted[Math.ceil(WITHIN_LIMIT * sorted.length) - 1];
  return limit > 0 ? limit : 1;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
