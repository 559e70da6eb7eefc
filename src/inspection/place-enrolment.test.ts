/** What a part of several kinds is learned from. */
import { beforeAll, describe, expect, it } from 'vitest';
import {
  drawKit,
  good,
  kitModel,
  kitPictures,
  kitPlaces,
  kitSettings,
  learnKit,
} from '../../test/helpers/kit-sample.ts';
import { nodeCpu } from '../../test/helpers/runtimes.ts';
import { SupportSetError } from '../errors.ts';
import { crop } from '../image/draw.ts';
import type { EnrolmentWarning } from './enrolment-warning.ts';
import { Inspector } from './inspector.ts';
import type { Part } from './part.ts';
import { decodePart, encodePart } from './part-file.ts';
import { enrollPlaces } from './place-enrolment.ts';

const runtime = nodeCpu.create(1);

describe('a part of several kinds', () => {
  const warnings: EnrolmentWarning[] = [];
  let part: Part;
  beforeAll(async () => {
    part = await learnKit(runtime, { onWarning: (warning) => void warnings.push(warning) });
  }, 120_000);

  it('learn each kind from its places in all pictures, and what lies beside them', () => {
    const layout = part.layout?.kind === 'places' ? part.layout : undefined;
    expect(layout?.kinds).toEqual(['tablet', 'circuit-board', 'connector', 'rest']);
    const support = [part, ...(part.kinds ?? [])].map((kind) => kind.support.length);
    expect(support).toEqual([6, 3, 3, 3]);
    expect(part.support[1].name).toBe('kit-1.png #pill right');
    const thresholds = [part, ...(part.kinds ?? [])].map((kind) => kind.calibration.threshold);
    expect(new Set(thresholds).size).toBe(4);
  });

  it('warn of kinds that pass for others, and say which kind a warning is about', () => {
    const alike = warnings.filter(({ code }) => code === 'kinds-alike');
    expect(alike.map(({ facts }) => facts)).toEqual([
      { found: 'circuit-board', belongs: 'connector' },
    ]);
    const others = warnings.filter(({ code }) => code !== 'kinds-alike');
    const kinds = [part.layout].flatMap((one) => (one?.kind === 'places' ? one.kinds : []));
    for (const { message, facts } of others) {
      const kind = kinds.find((name) => name === facts['kind']);
      expect(message.startsWith(`${kind ?? 'none'}: `)).toBe(true);
    }
    expect(others.some(({ facts }) => facts['kind'] === 'rest')).toBe(false);
  });
});

describe('enrollPlaces()', () => {
  it('learns nothing of what lies beside, if it is not to', async () => {
    const part = await learnKit(runtime, { rest: false, places: kitPlaces.slice(0, 1) });
    expect(part.kinds).toBeUndefined();
    expect(part.layout).toMatchObject({ kinds: ['tablet'], hasRest: false });
    const inspector = await Inspector.create(decodePart(encodePart(part), 'kit.part'), {
      runtime,
      model: kitModel,
    });
    const surplus = await inspector.inspect(drawKit(12, { 5: good('bracket') }));
    expect(surplus).toMatchObject({ verdict: 'pass', objects: [{ place: 'pill left' }] });
    await inspector.release();
  });

  it('refuses pictures of another frame, alignment, and no pictures', async () => {
    const image = crop(drawKit(4), { x: 0, y: 0, width: 288, height: 150 });
    const frames = enrollPlaces([...kitPictures, { name: 'cut.png', image }], {
      runtime,
      model: kitModel,
      settings: kitSettings,
      places: kitPlaces,
    });
    await expect(frames).rejects.toThrow(SupportSetError);
    await expect(frames).rejects.toThrow(/cut\.png has 288 × 150 pixels: expected the proportions/);
    const alignment = { maxAngle: 4, maxOffset: null, regionMoves: false };
    await expect(learnKit(runtime, { alignment })).rejects.toThrow(/Cannot use alignment/);
    const none = enrollPlaces([], { runtime, model: kitModel, places: kitPlaces });
    await expect(none).rejects.toThrow(/Cannot use pictures = 0/);
  });
});
