import { type DefectKind, defectKinds, renderPart, type RgbImage, seededRandom } from 'fewgood';
import { encodePng } from 'fewgood/node';

/** A drawn picture as a sender has it. */
export interface DrawnPicture {
  /** Tells what is drawn, so that verdicts can be checked by eye: `017-scratch.png`. */
  readonly name: string;
  /** PNG. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Pixels of the defect, if it has one. */
  readonly defectArea: DefectArea | undefined;
}

/** Where a defect is drawn, pixels of the picture. */
export interface DefectArea {
  readonly x: number;
  readonly y: number;
  /** The larger of its sides. */
  readonly extent: number;
}

/** What happens to a picture of the shift that is no plain good part. */
type Event = DefectKind | 'lamp-out' | 'other-part' | 'warm-light';

const KIND = 'bracket';
/** Side of the pictures: small enough that a shift is drawn in less than a minute. */
const SIZE = 320;
/** Parts of the shift, one every five minutes. */
export const SHIFT_PARTS = 96;
/** Good parts that it is learned from. */
const GOLDEN_PARTS = 4;
/** Sensor noise at the beginning and at the end of the shift, levels of 255: the camera becomes warm. */
const NOISE = { begin: 2, end: 6.5 };

/** What is not a plain good part, by its number from 0; the rest is good. */
const EVENTS: ReadonlyMap<number, Event> = new Map<number, Event>([
  [7, 'scratch'],
  [13, 'dent'],
  [18, 'missing-feature'],
  [24, 'lamp-out'],
  [29, 'crack'],
  [36, 'wrong-colour'],
  [41, 'burr'],
  [47, 'short-shot'],
  [52, 'other-part'],
  [58, 'stain'],
  [63, 'crack'],
  [67, 'missing-feature'],
  [72, 'warm-light'],
  [76, 'contamination'],
  [81, 'scratch'],
  [85, 'short-shot'],
  [90, 'wrong-colour'],
]);

/** What of the light a channel gets. */
type Light = readonly [number, number, number];

/** Light that parts were not learned in. */
const OTHER_LIGHT: ReadonlyMap<Event, Light> = new Map<Event, Light>([
  ['lamp-out', [0.05, 0.05, 0.05]],
  ['warm-light', [1.07, 1, 0.93]],
]);

/** Draws the good parts that the part is learned from. */
export async function* drawGolden(): AsyncGenerator<DrawnPicture> {
  for (let i = 0; i < GOLDEN_PARTS; i++) {
    const { image } = renderPart({ ...lying(), seed: seedOf('golden', i), noise: NOISE.begin });
    yield {
      name: `golden-${i + 1}.png`,
      bytes: new Uint8Array(await encodePng(image)),
      defectArea: undefined,
    };
  }
}

/** Draws the parts of the shift, in the order in which they come. */
export async function* drawShift(): AsyncGenerator<DrawnPicture> {
  for (let i = 0; i < SHIFT_PARTS; i++) {
    const event = EVENTS.get(i);
    const { image, mask } = drawPart(i, event);
    const name = `${String(i + 1).padStart(3, '0')}-${event ?? 'good'}.png`;
    const bytes = new Uint8Array(await encodePng(image));
    yield { name, bytes, defectArea: areaOf(mask, image.width) };
  }
}

function drawPart(i: number, event: Event | undefined): ReturnType<typeof renderPart> {
  const share = i / (SHIFT_PARTS - 1);
  // Slowly at first, as a camera warms that was switched on hours ago in a hall that does.
  const noise = NOISE.begin + (NOISE.end - NOISE.begin) * share ** 2;
  const options = { ...lying(), seed: seedOf('shift', i), noise };
  if (event === 'other-part') return renderPart({ ...options, kind: 'gear' });
  const light = event === undefined ? undefined : OTHER_LIGHT.get(event);
  if (light === undefined) {
    return renderPart({ ...options, defect: defectKinds.find((kind) => kind === event) ?? null });
  }
  const sample = renderPart(options);
  return { ...sample, image: lit(sample.image, light) };
}

/** Parts in a nest below one lamp: what a line does so that pictures are alike. */
function lying() {
  return { kind: KIND, size: SIZE, pose: 'fixed', light: 'fixed' } as const;
}

function seedOf(what: string, i: number): number {
  return seededRandom(13)
    .fork(`${what}-${i}`)
    .below(2 ** 32);
}

/** The picture in other light. */
function lit(image: RgbImage, factors: Light): RgbImage {
  const data = image.data.map((value, i) =>
    Math.min(255, Math.round(value * (factors[i % 3] ?? 1))),
  );
  return { ...image, data };
}

function areaOf(mask: Uint8Array, width: number): DefectArea | undefined {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [at, value] of mask.entries()) {
    if (value === 0) continue;
    const [x, y] = [at % width, Math.floor(at / width)];
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
  }
  if (left > right) return undefined;
  const extent = Math.max(right - left, bottom - top) + 1;
  return { x: (left + right) / 2, y: (top + bottom) / 2, extent };
}
