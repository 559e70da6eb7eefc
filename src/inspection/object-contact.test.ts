/** Objects that touch others: what is judged of them, and what is learned and confirmed. */
import { beforeAll, expect, it } from 'vitest';
import { describeOnRuntimes } from '../../test/helpers/runtimes.ts';
import { smallModel } from '../../test/helpers/small-part.ts';
import { ShapeError, SupportSetError } from '../errors.ts';
import type { Rectangle, RgbImage } from '../image/rgb-image.ts';
import type { Runtime } from '../runtime.ts';
import { renderTray, type TraySample } from '../synthetic/index.ts';
import { scoreConfirmed } from './calibrate-part.ts';
import type { InspectedObject, Inspection } from './inspection.ts';
import { Inspector } from './inspector.ts';
import { enrollObjects, objectsOf } from './object-enrolment.ts';
import type { Part } from './part.ts';

const model = smallModel();
const settings = { augment: [], pose: 'fixed', presence: 'none', size: 192 } as const;

function trayOf(seed: number, touching = 0): TraySample {
  const parts = [null, null, null, null, null, null];
  const places = { columns: 3, rows: 2, place: 96, light: 'fixed', isTurned: false } as const;
  return renderTray({ kind: 'washer', seed, parts, touching, ...places });
}

const good = [1, 2].map((seed) => ({ name: `good-${seed}.png`, image: trayOf(seed).image }));
const touching = trayOf(6, 1);
/** The pair that touches, the left one first. */
const [left, right] = touching.parts.filter(({ isTouching }) => isTouching).map(({ box }) => box);

/** The picture with a black square of 5 px. */
function dotted({ data, ...size }: RgbImage, x: number, y: number): RgbImage {
  const painted = data.slice();
  for (let row = y - 2; row <= y + 2; row++) {
    painted.fill(0, 3 * (row * size.width + x - 2), 3 * (row * size.width + x + 3));
  }
  return { data: painted, ...size };
}

function middleOf({ y, height }: Rectangle): number {
  return Math.round(y + height / 2);
}

/** The object that lies most where a box is. */
function objectAt({ objects = [] }: Inspection, box: Rectangle): InspectedObject {
  const distance = (one: Rectangle): number => Math.hypot(one.x - box.x, one.y - box.y);
  const [nearest] = objects.toSorted((a, b) => distance(a.box) - distance(b.box));
  return nearest;
}

describeOnRuntimes('objects that touch', (runtime) => {
  let part: Part;
  let inspector: Inspector;
  beforeAll(async () => {
    part = await enrollObjects(good, { runtime, model, settings, objects: 6 });
    inspector = await Inspector.create(part, { runtime, model });
    return () => inspector.release();
  });

  it('pass if they are good, and say that they touch', async () => {
    const inspection = await inspector.inspect(touching.image);
    expect(inspection.verdict).toBe('pass');
    expect(inspection.objects?.filter((object) => object.touching)).toHaveLength(2);
    for (const box of [left, right]) {
      expect(objectAt(inspection, box)).toMatchObject({ touching: true, verdict: 'pass' });
    }
    const alone = await inspector.inspect(good[0].image);
    expect(alone.objects?.some((object) => 'touching' in object)).toBe(false);
  });

  it('are not judged next to each other, and the map says so', async () => {
    const contact = left.x + left.width;
    const { map } = await inspector.inspect(touching.image);
    const at = (x: number): number => middleOf(left) * map.width + x;
    expect(map.looked?.[at(contact)]).toBe(0);
    expect(map.data[at(contact)]).toBe(0);
    const ends = [left.x + 4, right.x + right.width - 4];
    expect(ends.map((x) => map.looked?.[at(x)])).toEqual([1, 1]);
  });

  it('fail by a defect beyond the band, and not by one within it', async () => {
    const beyond = dotted(touching.image, left.x + 8, middleOf(left));
    expect(objectAt(await inspector.inspect(beyond), left).verdict).toBe('fail');
    const within = dotted(touching.image, left.x + left.width - 2, middleOf(left));
    const spared = objectAt(await inspector.inspect(within), left);
    expect(spared).toMatchObject({ verdict: 'pass', touching: true });
    // The same mark on one that lies alone.
    const { box } = touching.parts.filter(({ isTouching }) => !isTouching)[0];
    const alone = dotted(touching.image, box.x + box.width - 5, middleOf(box));
    expect(objectAt(await inspector.inspect(alone), box).verdict).toBe('fail');
  });

  it('are confirmed by the score that they are judged by', async () => {
    const { objects = [] } = await inspector.inspect(touching.image);
    const pictures = objectsOf({ name: 'tray.png', image: touching.image }, part.layout);
    expect(pictures.filter(({ contact }) => contact)).toHaveLength(2);
    for (const [i, picture] of pictures.entries()) {
      const { score } = await scoreConfirmed(inspector, picture);
      expect(score).toBe(objects[i].score);
    }
  });

  it('never pass where little of them is left', async () => {
    const [{ image }] = objectsOf(good[0], part.layout);
    const { width, height } = image;
    const judged = new Uint8Array(width * height).fill(1, 0, (width * height) / 3);
    const { reasons } = await inspector.score(image, { judged, share: 0.3 });
    expect(reasons[0]).toMatchObject({
      code: 'objects-touch',
      message: 'others touch it, and 30 % of it can be judged: expected 50 % or more',
      facts: { measured: 0.3, limit: 0.5 },
    });
    const few = inspector.score(image, { judged: judged.subarray(1), share: 0.6 });
    await expect(few).rejects.toThrow(ShapeError);
  });
});

describeOnRuntimes('good pictures in which objects touch', (runtime) => {
  it('are not learned from', async () => {
    const pictures = [good[0], { name: 'pair.png', image: touching.image }];
    const learned = await enrollObjects(pictures, { runtime, model, settings, objects: 6 });
    expect(learned.support).toHaveLength(10);
    const pair = { columns: 2, rows: 1, place: 96, parts: [null, null], touching: 1 } as const;
    const { image } = renderTray({ kind: 'washer', seed: 4, ...pair });
    const none = enroll(runtime, image);
    await expect(none).rejects.toThrow(SupportSetError);
    await expect(none).rejects.toThrow(/each of 2 objects .* touches another/);
  });
});

async function enroll(runtime: Runtime, image: RgbImage): Promise<Part> {
  const pictures = [{ name: 'pair.png', image }];
  return enrollObjects(pictures, { runtime, model, settings, objects: 2 });
}
