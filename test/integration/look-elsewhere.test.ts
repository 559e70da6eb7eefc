/** A part that is told to look at less: it is what it would have been, had it been learned so. */
import { expect, it } from 'vitest';
import { cornersOf, type LookArea } from '../../src/image/look-area.ts';
import { Inspector } from '../../src/inspection/inspector.ts';
import { lookElsewhere } from '../../src/inspection/look-elsewhere.ts';
import { decodePart, encodePart } from '../../src/inspection/part-file.ts';
import type { Part } from '../../src/inspection/part.ts';
import {
  comparingSettings,
  drawParts,
  otherModel,
  smallModel,
  smallPart,
} from '../helpers/small-part.ts';
import { describeOnRuntimes } from '../helpers/runtimes.ts';

const corner = cornersOf({ x: 0.6, y: 0.6, width: 0.3, height: 0.3 });
const other = cornersOf({ x: 0.1, y: 0.15, width: 0.25, height: 0.2 });
const AREA: LookArea = {
  include: cornersOf({ x: 0.05, y: 0.05, width: 0.9, height: 0.9 }),
  ignore: [corner],
  mask: null,
};

/** Of the bytes of its file, which end with it. */
function hashOf(part: Part): string {
  return encodePart(part).subarray(-32).join(' ');
}

describeOnRuntimes('lookElsewhere()', (_single, create) => {
  const runtime = create(1);
  const model = smallModel();

  it.each([['whole pictures', undefined] as const, ['an area', AREA] as const])(
    'gives the same part, byte for byte, where it looks at %s as before',
    async (_, lookArea) => {
      const options = { runtime, settings: comparingSettings, lookArea };
      const part = await smallPart(drawParts({ count: 3 }), options);
      const saved = decodePart(encodePart(part), 'saved.part');
      const again = await lookElsewhere(saved, lookArea, { runtime, model });
      expect(hashOf(again)).toBe(hashOf(part));
    },
  );

  it('gives the part that an enrolment gives, byte for byte, of pictures of the size of the model', async () => {
    // No pixel of these is made of several: one that is at an edge of what is ignored may be.
    const pictures = drawParts({ count: 3, size: 64 });
    const settings = { ...comparingSettings, pose: 'fixed' } as const;
    const uncut = { ...AREA, include: null };
    const part = await smallPart(pictures, { runtime, settings, lookArea: uncut });
    const narrower = { ...uncut, ignore: [corner, other] };
    const again = await lookElsewhere(part, narrower, { runtime, model });
    const anew = await smallPart(pictures, { runtime, settings, lookArea: narrower });
    expect(hashOf(again)).toBe(hashOf(anew));
    // Runs the self-test.
    const saved = decodePart(encodePart(again), 'saved.part');
    await (await Inspector.create(saved, { runtime, model })).release();
  });

  it('refuses what the part does not hold', async () => {
    const part = await smallPart(drawParts({ count: 2 }), { runtime, lookArea: AREA });
    const look = async (lookArea: LookArea | undefined) =>
      lookElsewhere(part, lookArea, { runtime, model, name: 'a.part' });
    await expect(look(undefined)).rejects.toThrow(/a\.part: .* another shape would be cut out/);
    await expect(look({ ...AREA, ignore: [other] })).rejects.toThrow(/does not hold \d+ pixels/);
    const all = [cornersOf({ x: 0, y: 0, width: 1, height: 1 })];
    await expect(look({ ...AREA, ignore: all })).rejects.toMatchObject({ code: 'ARGUMENT_RANGE' });
  });

  it('refuses parts that do not know their pictures, or hold those of one model of two', async () => {
    const part = await smallPart(drawParts({ count: 2 }), { runtime });
    const support = part.support.map((one) => ({ ...one, appearance: undefined }));
    const old = lookElsewhere({ ...part, support }, AREA, { runtime, model });
    await expect(old).rejects.toThrow(/does not know the size/);
    const companions = [otherModel()];
    const two = await smallPart(drawParts({ count: 2 }), { runtime, companions });
    const narrower = { ...AREA, include: null };
    await expect(lookElsewhere(two, narrower, { runtime, model, companions })).rejects.toThrow(
      /different sizes/,
    );
  });
});
