/**
 * Milliseconds of an inspection by stage.
 *
 * @module
 */
import type { RgbImage } from '../src/image/rgb-image.ts';
import type { Timings } from '../src/inspection/inspection.ts';
import type { Inspector } from '../src/inspection/inspector.ts';
import { readImage } from '../src/node/image/image-decoder.ts';
import { drawnFiles, drawWrongPart, SIDE } from './drawn.ts';
import { duration, medianOfRuns, type Section, spreadOf } from './harness.ts';
import type { TimedPart } from './parts.ts';

/** Milliseconds of one inspection. */
interface StageTimes extends Timings {
  readonly decode: number;
  readonly total: number;
}

/** From where to where a picture is timed. */
interface Way {
  readonly what: string;
  readonly read: () => Promise<RgbImage>;
  /** Whether the map of the whole picture is made, which nothing but a map or an overlay asks for. */
  readonly isMapMade?: boolean;
}

/** A section with a row for each part and each way to verdict. */
export async function stagesSection(
  parts: readonly TimedPart[],
  repeats: number,
): Promise<Section> {
  const ways = await waysToVerdict();
  const rows: string[][] = [];
  for (const { name, inspector } of parts) {
    for (const way of ways) {
      const times: StageTimes[] = [];
      for (let i = -Math.ceil(repeats / 5); i < repeats; i++) {
        const timed = await timeOnce(inspector, way);
        if (i >= 0) times.push(timed);
      }
      rows.push([`${name}: ${way.what}`, ...cellsOf(times)]);
      console.error(rows.at(-1)?.join('  '));
    }
  }
  return {
    title: 'Inspect',
    note: `One picture of ${SIDE}×${SIDE} to its verdict, warm; stages are medians, each of its own.`,
    head: ['part: picture', ...STAGES, 'total, min', 'median', 'max'],
    rows,
  };
}

const STAGES = ['decode', 'preprocess', 'features', 'search', 'map'] as const;

async function waysToVerdict(): Promise<Way[]> {
  const [png] = await drawnFiles(1, 'png');
  const [jpeg] = await drawnFiles(1, 'jpg');
  const good = await readImage(png);
  const wrong = drawWrongPart().image;
  return [
    { what: 'decoded', read: () => Promise.resolve(good) },
    { what: 'PNG file', read: () => readImage(png) },
    { what: 'JPEG file', read: () => readImage(jpeg) },
    { what: 'another part, decoded, with regions', read: () => Promise.resolve(wrong) },
    {
      what: 'decoded, and its whole map',
      read: () => Promise.resolve(good),
      isMapMade: true,
    },
  ];
}

async function timeOnce(inspector: Inspector, { read, isMapMade }: Way): Promise<StageTimes> {
  const start = performance.now();
  const image = await read();
  const decode = performance.now() - start;
  const { timings, map } = await inspector.inspect(image);
  if (isMapMade === true && map.data.length === 0) throw new Error('a map without pixels');
  return { ...timings, decode, total: performance.now() - start };
}

function cellsOf(times: readonly StageTimes[]): string[] {
  const stages = STAGES.map((stage) => medianOfRuns(times.map((one) => one[stage])));
  const { min, median, max } = spreadOf(times.map(({ total }) => total));
  return [...stages, min, median, max].map(duration);
}
