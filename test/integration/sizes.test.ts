/** What is smaller than the least area of a part fails no picture; all else is judged as before. */
import { expect, it } from 'vitest';
import type { RgbImage } from '../../src/image/rgb-image.ts';
import type { Inspection } from '../../src/inspection/inspection.ts';
import { Inspector } from '../../src/inspection/inspector.ts';
import type { Part } from '../../src/inspection/part.ts';
import { withSizing } from '../../src/inspection/sizing.ts';
import { drawParts, smallModel, smallPart, striped } from '../helpers/small-part.ts';
import { describeOnRuntimes } from '../helpers/runtimes.ts';

describeOnRuntimes('an inspector of a part with a least area', (_single, create) => {
  const runtime = create(1);
  const [{ image: good }, ...support] = drawParts({ count: 4 });
  const bad = striped(good);

  async function inspect(part: Part, image: RgbImage): Promise<Inspection> {
    const inspector = await Inspector.create(part, { runtime, model: smallModel() });
    const inspection = await inspector.inspect(image);
    await inspector.release();
    return inspection;
  }

  it('passes a picture that would fail where every region is smaller, and says so', async () => {
    const part = await smallPart(support, { runtime });
    const failed = await inspect(part, bad);
    expect(failed.verdict).toBe('fail');
    const areas = failed.regions.map(({ area }) => area);
    const largest = Math.max(...areas);
    const judge = async (value: number) =>
      inspect(withSizing(part, { minArea: { value, unit: 'px' } }), bad);

    const passed = await judge(largest + 1);
    expect(passed).toMatchObject({ verdict: 'pass', score: failed.score, ratio: failed.ratio });
    expect(passed.reasons.map(({ code }) => code)).toEqual(['small-defects']);
    expect(passed.reasons[0].facts).toMatchObject({ measured: largest, limit: largest + 1 });
    // They are shown all the same.
    const plain = passed.regions.map(({ small, ...region }) => {
      expect(small).toBe(true);
      return region;
    });
    expect(plain).toEqual(failed.regions);

    const again = await judge(largest);
    expect(again).toMatchObject({ verdict: 'fail', reasons: [] });
    expect(again.regions.filter(({ small }) => small !== true).length).toBeGreaterThan(0);
  });

  it('never fails what passes by its score, and never passes what has no region above the limit', async () => {
    const part = await smallPart(support, { runtime });
    const minArea = { value: 1e6, unit: 'px' } as const;
    const passed = await inspect(withSizing(part, { minArea }), support[0].image);
    expect(passed).toMatchObject({ verdict: 'pass', reasons: [], regions: [] });
    // The score is above its threshold, the map nowhere above its own limit.
    const { calibration } = part;
    const diffuse = { ...part, calibration: { ...calibration, mapLimit: 1e9 } };
    const failed = await inspect(withSizing(diffuse, { minArea }), bad);
    expect(failed).toMatchObject({ verdict: 'fail', reasons: [] });
  });

  it('does not judge what cannot be judged', async () => {
    const part = withSizing(await smallPart(support, { runtime }), {
      minArea: { value: 1e6, unit: 'px' },
    });
    const dark = { ...bad, data: bad.data.map((channel) => channel * 0.1) };
    const { verdict, reasons } = await inspect(part, dark);
    expect(verdict).toBe('cannot judge');
    expect(reasons.map(({ code }) => code)).not.toContain('small-defects');
  });
});
