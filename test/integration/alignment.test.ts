/** How parts lie: told, held against tolerances, and where to look moves with them. */
import { beforeAll, describe, expect, it } from 'vitest';
import { cornersOf, type LookArea } from '../../src/image/look-area.ts';
import type { RgbImage } from '../../src/image/rgb-image.ts';
import { inverseOf, placeUnder, similarityAbout, STILL } from '../../src/image/similarity.ts';
import { ALIGNED, withAlignment } from '../../src/inspection/alignment-request.ts';
import type { AlignmentRequest } from '../../src/inspection/alignment.ts';
import type { Inspection } from '../../src/inspection/inspection.ts';
import { Inspector } from '../../src/inspection/inspector.ts';
import { decodePart, encodePart } from '../../src/inspection/part-file.ts';
import type { Part } from '../../src/inspection/part.ts';
import { findModel } from '../../src/node/runtime/model-lookup.ts';
import { movedPicture } from '../../studies/moved-picture.ts';
import { painted } from '../helpers/painted.ts';
import { nodeCpu } from '../helpers/runtimes.ts';
import { drawParts, smallModel, smallPart } from '../helpers/small-part.ts';

const SIDE = 224;
const runtime = nodeCpu.create(1);
const { bytes: model } = await findModel();
const settings = { augment: ['rotation'], pose: 'fixed', enlarge: 'none' } as const;
const drawn = drawParts({ kind: 'bracket', count: 3, size: SIDE, pose: 'fixed' });
const support = drawn.slice(0, 2);
const [, , { image: good }] = drawn;
const TURN = { degrees: 7.3, scale: 1, dx: 9.4, dy: -6.2 };
const SIMILARITY = similarityAbout([SIDE / 2, SIDE / 2], TURN);
const turned = movedPicture(good, SIMILARITY);

async function inspect(part: Part, image: RgbImage): Promise<Inspection> {
  const inspector = await Inspector.create(part, { runtime, model });
  const inspection = await inspector.inspect(image);
  await inspector.release();
  return inspection;
}

function codesOf({ reasons }: Inspection): string[] {
  return reasons.map(({ code }) => code);
}

describe('an inspector of a part that is aligned', () => {
  let part: Part;
  beforeAll(async () => {
    part = await smallPart(support, { runtime, model, settings, alignment: ALIGNED });
  });

  function withTolerances(change: Partial<AlignmentRequest>): Part {
    return withAlignment(part, change);
  }

  it('tells how the part lies, and scores as without', async () => {
    const { alignment, score } = await inspect(part, turned);
    if (!alignment) throw new Error('not aligned');
    expect(Math.abs((alignment.angle ?? 99) - TURN.degrees)).toBeLessThan(1.5);
    expect(Math.abs(alignment.scale - 1)).toBeLessThan(0.04);
    expect(Math.hypot(alignment.dx - TURN.dx, alignment.dy - TURN.dy)).toBeLessThan(6);
    const { alignment: _, ...plain } = part;
    const without = await inspect(plain, turned);
    expect(without).not.toHaveProperty('alignment');
    expect(without.score).toBe(score);
    const straight = await inspect(part, good);
    expect(Math.abs(straight.alignment?.angle ?? 99)).toBeLessThan(1);
    expect(Math.hypot(straight.alignment?.dx ?? 99, straight.alignment?.dy ?? 99)).toBeLessThan(3);
  });

  it('fails what is turned or moved too far, and says how far and what is allowed', async () => {
    const strict = withTolerances({ maxAngle: 4, maxOffset: { value: 5, unit: 'px' } });
    const failed = await inspect(strict, turned);
    expect(failed.verdict).toBe('fail');
    expect(codesOf(failed)).toEqual(expect.arrayContaining(['turned', 'displaced']));
    const reason = failed.reasons.find(({ code }) => code === 'turned');
    expect(reason?.message).toMatch(/^the part is turned by \d\.\d° clockwise \(allowed 4\.0°\)$/);
    expect(reason?.facts).toEqual({ measured: failed.alignment?.angle, limit: 4 });
    const straight = await inspect(strict, good);
    expect(codesOf(straight).filter((code) => code === 'turned' || code === 'displaced')).toEqual(
      [],
    );
    expect(straight.verdict).toBe('pass');
  });

  it('shows no defects of what fails by how it lies alone', async () => {
    const strict = withTolerances({ maxAngle: 4 });
    const calibration = { ...strict.calibration, threshold: 1000, mapLimit: 0.001 };
    const failed = await inspect({ ...strict, calibration }, turned);
    expect([failed.verdict, codesOf(failed), failed.regions]).toEqual(['fail', ['turned'], []]);
  });

  it('never passes a tolerance that it cannot measure', async () => {
    const tolerant = withTolerances({ maxAngle: 180 });
    const blank = { ...good, data: new Uint8Array(good.data.length).fill(120) };
    const [{ image: other }] = drawParts({ kind: 'gear', count: 1, size: SIDE, pose: 'fixed' });
    for (const image of [blank, other]) {
      // Neither its looks nor that it is not there stand against it.
      const lenient = {
        ...tolerant,
        settings: { ...tolerant.settings, appearance: 'none', presence: 'none' },
        calibration: { ...tolerant.calibration, threshold: 1e9 },
      } as const;
      const unmeasured = await inspect(lenient, image);
      expect(unmeasured).toMatchObject({ verdict: 'cannot judge', alignment: null });
      expect(codesOf(unmeasured)).toEqual(['not-aligned']);
    }
  });
});

describe('a part that is aligned', () => {
  it('is the same part once it was saved', async () => {
    const part = await smallPart(support, { runtime, model, settings, alignment: ALIGNED });
    const strict = withAlignment(part, { maxAngle: 4 });
    const saved = decodePart(encodePart(strict), 'saved.part');
    expect(saved.alignment).toEqual({ ...ALIGNED, maxAngle: 4 });
    expect(isSame(saved, strict)).toBe(true);
    const { alignment: _, ...plain } = part;
    expect(isSame(withAlignment(strict, null), plain)).toBe(true);
    expect(isSame(strict, plain)).toBe(false);
  });
});

describe('an enrolment of a part that is aligned', () => {
  it('refuses an angle of a part that looks alike at every angle', async () => {
    const caps = drawParts({ kind: 'bottle-cap', count: 2, size: SIDE, pose: 'fixed' });
    const alignment = { ...ALIGNED, maxAngle: 3 };
    const learning = smallPart(caps, { runtime, model, settings, alignment });
    await expect(learning).rejects.toMatchObject({ code: 'SUPPORT_SET_UNUSABLE' });
  });

  it('refuses a part that keeps no copies, and regions that move where there are none', async () => {
    const pictures = drawParts({ count: 2 });
    for (const [alignment, option] of [
      [ALIGNED, 'alignment'],
      [{ ...ALIGNED, regionMoves: true }, 'regionMoves'],
    ] as const) {
      await expect(smallPart(pictures, { alignment })).rejects.toMatchObject({
        code: 'ARGUMENT_RANGE',
        options: [option],
      });
    }
  });
});

const AREA: LookArea = {
  include: null,
  ignore: [cornersOf({ x: 0.3, y: 0.35, width: 0.2, height: 0.2 })],
  mask: null,
};

describe('an inspector of a part whose regions move', () => {
  let inspector: Inspector;
  beforeAll(async () => {
    const alignment = { ...ALIGNED, regionMoves: true };
    const part = await smallPart(support, { runtime, model, settings, lookArea: AREA, alignment });
    inspector = await Inspector.create(part, { runtime, model });
    return async () => inspector.release();
  });

  it('judges the same whatever lies in the moved region, where that is placed the same', async () => {
    let [same, all] = [0, 0];
    for (const degrees of [-6, 4, 9]) {
      const similarity = similarityAbout([SIDE / 2, SIDE / 2], { ...TURN, degrees });
      const image = movedPicture(good, similarity);
      const before = await inspector.inspect(image);
      const looked = before.map.looked ?? new Uint8Array(0);
      for (const seed of [1, 2, 3]) {
        // The region as the inspector has placed it.
        const isIgnored = (x: number, y: number): boolean => looked[y * SIDE + x] === 0;
        const after = await inspector.inspect(painted(image, seed, isIgnored));
        all++;
        expect(Math.abs(after.score / before.score - 1)).toBeLessThan(0.05);
        if (!Buffer.from(looked).equals(after.map.looked ?? new Uint8Array(0))) continue;
        same++;
        expect(after.score).toBe(before.score);
        expect(after.regions).toEqual(before.regions);
        expect(Buffer.from(after.map.data.buffer).equals(Buffer.from(before.map.data.buffer))).toBe(
          true,
        );
      }
    }
    // What lies there still reaches the patches beside it, by which the part is placed, by a step at times.
    expect(same / all).toBeGreaterThan(0.5);
  });

  it('places the region on what it is of, and sees what lies outside of it', async () => {
    const before = await inspector.inspect(turned);
    const isIgnored = ignoredBy(SIMILARITY);
    const { looked } = before.map;
    let [both, either] = [0, 0];
    for (const [i, is] of (looked ?? new Uint8Array(0)).entries()) {
      const [x, y] = [i % SIDE, Math.floor(i / SIDE)];
      both += Number(is === 0 && isIgnored(x, y, 0));
      either += Number(is === 0 || isIgnored(x, y, 0));
    }
    expect(both / either).toBeGreaterThan(0.75);
    // Where the region would lie if it did not move, but does not.
    const fixed = ignoredBy(STILL);
    const beside = painted(turned, 1, (x, y) => fixed(x, y, 0) && !isIgnored(x, y, -4));
    expect((await inspector.inspect(beside)).score).toBeGreaterThan(1.2 * before.score);
  });

  it('does not judge a picture in which nobody knows where to look', async () => {
    const blank = { ...good, data: new Uint8Array(good.data.length).fill(120) };
    const { verdict, reasons } = await inspector.inspect(blank);
    expect(verdict).toBe('cannot judge');
    expect(reasons.map(({ code }) => code)).toContain('regions-lost');
  });
});

/** Byte for byte. */
function isSame(one: Part, other: Part): boolean {
  return Buffer.from(encodePart(one)).equals(encodePart(other));
}

/** Whether a pixel lies in the region that is ignored, at least so many pixels within. */
function ignoredBy(similarity: typeof SIMILARITY) {
  const back = inverseOf(similarity);
  return (x: number, y: number, inset: number): boolean => {
    const [u, v] = placeUnder(back, [x + 0.5, y + 0.5]);
    const [left, top] = [0.3 * SIDE, 0.35 * SIDE];
    return Math.min(u - left, left + 0.2 * SIDE - u, v - top, top + 0.2 * SIDE - v) > inset;
  };
}

describe('a part that is not aligned', () => {
  it('says nothing of it in its file', async () => {
    const bytes = encodePart(await smallPart(drawParts({ count: 2 }), { model: smallModel() }));
    expect(new TextDecoder().decode(bytes.subarray(0, 20_000))).not.toContain('alignment');
  });
});
