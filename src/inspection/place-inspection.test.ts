/** What a part of several kinds makes of kits. */
import * as fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import {
  drawKit,
  good,
  kit,
  kitModel,
  learnKit,
  notPassed,
  placeNames,
  withStripes,
} from '../../test/helpers/kit-sample.ts';
import { describeOnRuntimes } from '../../test/helpers/runtimes.ts';
import { crop } from '../image/draw.ts';
import { resizeBilinear } from '../image/resize.ts';
import { Inspector } from './inspector.ts';
import { supportPicturesOf } from './part-kinds.ts';

describeOnRuntimes('places of a picture', (runtime) => {
  let inspector: Inspector;
  beforeAll(async () => {
    inspector = await Inspector.create(await learnKit(runtime), { runtime, model: kitModel });
    return () => inspector.release();
  }, 120_000);

  it('pass where everything is good', async () => {
    for (const seed of [12, 14]) {
      const inspection = await inspector.inspect(drawKit(seed));
      expect(inspection).toMatchObject({ verdict: 'pass', expectedObjects: 4, foundObjects: 4 });
      expect(inspection.objects?.map(({ place, kind }) => [place, kind])).toEqual([
        ['pill left', 'tablet'],
        ['board', 'circuit-board'],
        ['pill right', 'tablet'],
        ['plug', 'connector'],
        ['rest', 'rest'],
      ]);
    }
  });

  it('name the place of a defect, and no other', async () => {
    for (const [i, name] of placeNames.entries()) {
      const inspection = await inspector.inspect(withStripes(drawKit(12), i));
      expect(inspection.verdict).toBe('fail');
      expect(notPassed(inspection)).toEqual([name]);
      expect(inspection.regions.length).toBeGreaterThan(0);
      for (const { x, y, width, height } of inspection.regions) {
        expect(Math.floor((x + width / 2) / 96) + 3 * Math.floor((y + height / 2) / 96)).toBe(i);
      }
      // Numbered among the support pictures of all kinds.
      const nearest = supportPicturesOf(inspector.part)[inspection.hottest.nearest.picture];
      const kind = kit[i];
      expect(
        placeNames.filter((_, n) => kit[n] === kind).some((one) => nearest.name.endsWith(one)),
      ).toBe(true);
    }
  });
});

describeOnRuntimes('what does not belong at a place', (runtime) => {
  let inspector: Inspector;
  beforeAll(async () => {
    inspector = await Inspector.create(await learnKit(runtime), { runtime, model: kitModel });
    return () => inspector.release();
  }, 120_000);

  it('name the place where nothing lies', async () => {
    const inspection = await inspector.inspect(drawKit(12, { 3: null }));
    expect(inspection).toMatchObject({ verdict: 'fail', expectedObjects: 4, foundObjects: 3 });
    expect(inspection.reasons[0]).toMatchObject({
      code: 'object-missing',
      message: 'objects are missing: expected 4, found 3, none at plug',
      facts: { places: 'plug' },
    });
    expect(notPassed(inspection)).toEqual(['plug']);
  });

  it('notice what lies beside the places', async () => {
    const inspection = await inspector.inspect(drawKit(12, { 5: good('bracket') }));
    expect(inspection.verdict).toBe('fail');
    expect(notPassed(inspection)).toEqual(['rest']);
    const { data, width } = inspection.map;
    // What lies at a place says nothing of what lies beside.
    const own = (await inspector.inspect(drawKit(12))).map;
    expect(data[48 * width + 48]).toBe(own.data[48 * own.width + 48]);
    expect(data[144 * width + 240]).toBeGreaterThan(own.data[144 * width + 240]);
  });
});

describeOnRuntimes('kits in which kinds are exchanged, or of another size', (runtime) => {
  let inspector: Inspector;
  beforeAll(async () => {
    inspector = await Inspector.create(await learnKit(runtime), { runtime, model: kitModel });
    return () => inspector.release();
  }, 120_000);

  it('never pass where two kinds are exchanged, and say what passes for what', async () => {
    const pairs = [
      [0, 1],
      [1, 2],
      [1, 3],
      [2, 3],
      [0, 3],
    ] as const;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...pairs), fc.constantFrom(12, 14), async ([a, b], seed) => {
        const changes = { [a]: good(kit[b]), [b]: good(kit[a]) };
        const inspection = await inspector.inspect(drawKit(seed, changes));
        expect(inspection.verdict).not.toBe('pass');
        expect(notPassed(inspection)).toEqual([placeNames[a], placeNames[b]]);
      }),
      { numRuns: 8 },
    );
    const exchanged = drawKit(12, { 1: good('connector'), 3: good('circuit-board') });
    const { reasons, objects, foundObjects } = await inspector.inspect(exchanged);
    expect(foundObjects).toBe(4);
    expect(reasons[0]).toMatchObject({
      code: 'other-kind',
      facts: { places: 'board, plug', found: 'connector, circuit-board' },
    });
    expect(objects?.[1]).toMatchObject({ verdict: 'fail', reasons: [{ code: 'other-kind' }] });
  });

  it('judge a picture at another size', async () => {
    const image = resizeBilinear(drawKit(12), 432, 288);
    const inspection = await inspector.inspect(image);
    expect(inspection.objects?.[3].box).toEqual({ x: 0, y: 144, width: 144, height: 144 });
    expect(inspection.reasons.some(({ code }) => code === 'aspect-ratio')).toBe(false);
    const { reasons } = await inspector.inspect(
      crop(image, { x: 0, y: 0, width: 432, height: 200 }),
    );
    expect(reasons[0].code).toBe('aspect-ratio');
  });
});
