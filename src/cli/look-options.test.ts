import { describe, expect, it } from 'vitest';
import { UsageError } from '../errors.ts';
import { rgbImage, type Size } from '../image/rgb-image.ts';
import { lookLines, toLookArea } from './look-options.ts';

const readers = {
  size: async () => ({ width: 200, height: 100 }),
  mask: async () => rgbImage(Uint8Array.of(255, 255, 255, 9, 9, 9), 2, 1),
};
const unread = async (): Promise<never> => Promise.reject(new Error('read'));
const square = async (): Promise<Size> => ({ width: 100, height: 100 });
const none = { region: undefined, 'ignore-region': [], mask: undefined };

describe('toLookArea()', () => {
  it('is none where nothing is said, and reads no picture for it', async () => {
    expect(await toLookArea(none, { ...readers, size: unread })).toBeUndefined();
  });

  it.each([
    ['20,10,100,50', [0.1, 0.1, 0.6, 0.6]],
    ['10%,10%,50%,50%', [0.1, 0.1, 0.6, 0.6]],
    ['0.1,0.1,0.5,0.5', [0.1, 0.1, 0.6, 0.6]],
    ['0,0,200,100', [0, 0, 1, 1]],
    ['20,10%,100,50%', [0.1, 0.1, 0.6, 0.6]],
  ])('reads the rectangle %s', async (region, [left, top, right, bottom]) => {
    const area = await toLookArea({ ...none, region }, readers);
    const corners = [
      [left, top],
      [right, top],
      [right, bottom],
      [left, bottom],
    ];
    for (const [i, corner] of corners.entries()) {
      expect(area?.include?.[i]?.[0]).toBeCloseTo(corner[0]);
      expect(area?.include?.[i]?.[1]).toBeCloseTo(corner[1]);
    }
  });

  it('reads polygons, several shapes and a mask', async () => {
    const area = await toLookArea(
      { ...none, 'ignore-region': ['0,0 100,0 0,50', '0,0,20,10'], mask: 'mask.png' },
      readers,
    );
    expect(area).toMatchObject({
      include: null,
      ignore: [
        [
          [0, 0],
          [0.5, 0],
          [0, 0.5],
        ],
        [
          [0, 0],
          [0.1, 0],
          [0.1, 0.1],
          [0, 0.1],
        ],
      ],
      mask: { data: Uint8Array.of(1, 0), width: 2, height: 1 },
    });
  });

  it.each(['', 'a,b,c,d', '1,2,3', '0,0 1,1', '0,0,0,5', '-1,0,20,20', '0,0,201,50', '0,,5,5'])(
    'refuses %j',
    async (region) => {
      const reading = toLookArea({ ...none, region }, readers);
      await expect(reading).rejects.toThrow(UsageError);
    },
  );

  it('refuses a mask of other proportions', async () => {
    const reading = toLookArea({ ...none, mask: 'm.png' }, { ...readers, size: square });
    await expect(reading).rejects.toThrow('proportions of the pictures, 100 × 100');
  });
});

describe('lookLines()', () => {
  it('tells shapes in pixels, or in percent where no picture has a size', async () => {
    const area = await toLookArea({ ...none, region: '20,10,100,50', mask: 'm.png' }, readers);
    if (area === undefined) throw new Error('no area');
    const picture = await readers.size();
    expect(lookLines(area, picture)).toEqual([
      '20,10 120,10 120,60 20,60 px',
      'a mask of 2 × 1 px',
    ]);
    expect(lookLines({ ...area, include: null, ignore: [area.include ?? []] }, undefined)).toEqual([
      'not 10,10 60,10 60,60 10,60 %',
      'a mask of 2 × 1 px',
    ]);
  });
});
