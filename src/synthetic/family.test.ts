import { describe, expect, it } from 'vitest';
import { renderFamily, renderPart } from './index.ts';

const family = { kind: 'procedural:5', seed: 2, size: 32 } as const;

describe('renderFamily', () => {
  it('takes the defects in turn and names each picture', () => {
    const names = [...renderFamily({ ...family, count: 4, defects: [null, 'dent', 'stain'] })].map(
      ({ name, defect, mask }) => [name, defect, mask.includes(1)],
    );
    expect(names).toEqual([
      ['procedural-5-000-good', null, false],
      ['procedural-5-001-dent', 'dent', true],
      ['procedural-5-002-stain', 'stain', true],
      ['procedural-5-003-good', null, false],
    ]);
  });

  it('gives different good parts, each of which its seed renders again', () => {
    const parts = [...renderFamily({ ...family, count: 3 })];
    for (const { name: _, seed, ...sample } of parts) {
      expect(renderPart({ ...family, seed })).toEqual(sample);
    }
    expect(new Set(parts.map(({ image }) => image.data.join())).size).toBe(3);
  });

  it('gives the same first pictures however many are asked for', () => {
    const [first] = renderFamily({ ...family, count: 1 });
    const [same] = renderFamily({ ...family, count: 1000 });
    expect(same).toEqual(first);
  });

  it('refuses a broken count and an empty list of defects', () => {
    expect(() => [...renderFamily({ ...family, count: 1.5 })]).toThrow(/count = 1.5/);
    expect(() => [...renderFamily({ ...family, count: 1, defects: [] })]).toThrow(/defects/);
  });
});
