/** What a part of several kinds is: its file, and its calibration. */
import { beforeAll, describe, expect, it } from 'vitest';
import { drawKit, kitModel, learnKit } from '../../test/helpers/kit-sample.ts';
import { nodeCpu } from '../../test/helpers/runtimes.ts';
import { PartError } from '../errors.ts';
import { calibratePart, type Candidate, scoreConfirmed } from './calibrate-part.ts';
import { chooseThreshold } from './chosen-threshold.ts';
import { removeConfirmed } from './confirmed-pictures.ts';
import { Inspector } from './inspector.ts';
import { jointCalibration } from './joint-calibration.ts';
import { lookElsewhere } from './look-elsewhere.ts';
import { objectsOf } from './object-enrolment.ts';
import type { Part } from './part.ts';
import { decodePart, encodePart } from './part-file.ts';
import { isLearnedAlike } from './learned-alike.ts';
import { kindsOf } from './part-kinds.ts';
import { withSizing } from './sizing.ts';

const runtime = nodeCpu.create(1);
let part: Part;
let inspector: Inspector;
beforeAll(async () => {
  part = await learnKit(runtime);
  inspector = await Inspector.create(part, { runtime, model: kitModel });
  return () => inspector.release();
}, 120_000);

describe('the file of a part of several kinds', () => {
  it('come back from a file, and judge alike', async () => {
    const bytes = encodePart(part);
    const again = decodePart(bytes, 'kit.part');
    expect(Buffer.compare(encodePart(again), bytes)).toBe(0);
    const other = await Inspector.create(again, { runtime, model: kitModel });
    const image = drawKit(13);
    const [one, two] = [await inspector.inspect(image), await other.inspect(image)];
    const [map, same] = [one, two].map(({ map: { data } }) => Buffer.from(data.buffer));
    expect(Buffer.compare(map, same)).toBe(0);
    expect({ ...two, map: null }).toEqual({ ...one, map: null });
    await other.release();
  });

  it('are refused if their kinds do not fit their layout', () => {
    const [first, ...others] = part.kinds ?? [];
    const { layout } = part;
    const faulty: [Part, RegExp][] = [
      [{ ...part, kinds: others }, /its layout has 4 kinds, and it 3/],
      [{ ...part, layout: undefined }, /its layout has 1 kinds, and it 4/],
      [
        { ...part, kinds: [{ ...first, layout }, ...others] },
        /one of its kinds has a layout, or kinds, of its own/,
      ],
      [
        {
          ...part,
          kinds: [{ ...first, model: { ...part.model, sha256: '0'.repeat(64) } }, ...others],
        },
        /its kinds are of different models/,
      ],
    ];
    for (const [one, message] of faulty) {
      expect(() => decodePart(encodePart(one), 'kit.part')).toThrow(PartError);
      expect(() => decodePart(encodePart(one), 'kit.part')).toThrow(message);
    }
  });
});

describe('the calibration of a part of several kinds', () => {
  it('calibrate each kind by its own pictures', async () => {
    const candidates: Candidate[] = [];
    const image = drawKit(14);
    for (const one of objectsOf({ name: 'good.png', image }, part.layout)) {
      candidates.push(await scoreConfirmed(inspector, one));
    }
    expect(candidates.map(({ name, kind }) => [name, kind])).toEqual([
      ['good.png #pill left', 0],
      ['good.png #board', 1],
      ['good.png #pill right', 0],
      ['good.png #plug', 2],
      ['good.png #rest', 3],
    ]);
    const outcome = calibratePart(part, candidates, { accept: true, distinct: true });
    expect(outcome.held).toEqual([]);
    const counts = kindsOf(outcome.part).map((kind) => kind.calibration.confirmed.length);
    expect(counts).toEqual([2, 1, 1, 1]);
    expect(outcome.kinds?.map(({ name }) => name)).toEqual(
      part.layout?.kind === 'places' ? part.layout.kinds : [],
    );
    expect(isLearnedAlike(outcome.part, part)).toBe(true);
    const [, board] = candidates;
    const { part: reduced, removed } = removeConfirmed(outcome.part, [board]);
    expect(removed.map(({ name }) => name)).toEqual(['good.png #board']);
    expect(kindsOf(reduced).map((kind) => kind.calibration.confirmed.length)).toEqual([2, 0, 1, 1]);

    // Nothing is taken of any kind while a picture of one is held.
    const high = { ...board, score: 1e6 };
    const held = calibratePart(part, [candidates[0], high], { distinct: true });
    expect(held.held).toHaveLength(1);
    expect(held.taken).toEqual([]);
    expect(held.part).toBe(part);
  });

  it('take no threshold that a person chose', () => {
    const claim = { falseRejectBound: 0.1, pictures: 10, morePicturesNeeded: 0 };
    expect(() => chooseThreshold(part, { threshold: 1, ...claim })).toThrow(/each of which has/);
  });
});

describe('a part of several kinds', () => {
  it('claims what the kind does of which least is known, in thresholds', async () => {
    const joint = jointCalibration(part);
    const all = kindsOf(part).map(({ calibration }) => calibration);
    expect(joint).toMatchObject({ threshold: 1, provisional: true });
    expect(joint.pictures).toBe(Math.min(...all.map(({ pictures }) => pictures)));
    const [, board] = all;
    const first = joint.leaveOneOut[all[0].leaveOneOut.length];
    expect(first.name).toBe(board.leaveOneOut[0].name);
    expect(first.score).toBe(board.leaveOneOut[0].score / Number(board.threshold));
    // As the inspection of a picture has them.
    const { score, threshold, ratio, objects = [] } = await inspector.inspect(drawKit(12));
    expect([score, threshold]).toEqual([ratio, 1]);
    expect(score).toBe(Math.max(...objects.map((object) => Number(object.ratio))));
    const { layout: _, kinds: __, ...alone } = part;
    expect(jointCalibration(alone)).toBe(alone.calibration);
    const unknown = { ...part, calibration: { ...part.calibration, threshold: null } };
    expect(jointCalibration(unknown).threshold).toBeNull();
  });

  it('has one scale for all of them', () => {
    const scaled = withSizing(part, { pixelsPerMillimetre: 4 });
    const scales = kindsOf(scaled).map(({ sizing }) => sizing?.pixelsPerMillimetre);
    expect(scales).toEqual([4, 4, 4, 4]);
    expect(isLearnedAlike(scaled, part)).toBe(true);
  });

  it('looks nowhere but at its places', async () => {
    const area = { include: null, ignore: [], mask: null };
    const elsewhere = lookElsewhere(part, area, { runtime, model: kitModel });
    await expect(elsewhere).rejects.toThrow(/it looks at the places of its layout/);
  });

  it('scores no kind that it has not', async () => {
    await expect(inspector.score(drawKit(1), null, 4)).rejects.toThrow(/from 0 to 3/);
  });
});
