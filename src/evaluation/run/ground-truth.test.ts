import { describe, expect, it } from 'vitest';
import { rgbImage } from '../../image/rgb-image.ts';
import { uniteMasks } from './ground-truth.ts';

/** A grey picture of these values. */
function grey(width: number, ...values: number[]): ReturnType<typeof rgbImage> {
  const data = Uint8Array.from(values.flatMap((value) => [value, value, value]));
  return rgbImage(data, width, values.length / width);
}

/** Rows of a mask as text, `#` where it is defective. */
function rows(data: Uint8Array, width: number): string[] {
  const text = Array.from(data, (value) => (value === 0 ? '.' : '#')).join('');
  return text.match(new RegExp(`.{${width}}`, 'g')) ?? [];
}

describe('uniteMasks()', () => {
  it('is defective where any mask is not zero, however faint', () => {
    const { data } = uniteMasks([grey(3, 0, 1, 0, 0, 0, 0), grey(3, 0, 0, 9, 0, 0, 7)]);
    expect(rows(data, 3)).toEqual(['.##', '..#']);
  });

  it('leaves out noise below half of white beside anything that is brighter', () => {
    const { data } = uniteMasks([grey(4, 0, 3, 127, 128), grey(4, 255, 1, 0, 0)]);
    expect(rows(data, 4)).toEqual(['#..#']);
  });

  it('looks at every channel', () => {
    expect([...uniteMasks([rgbImage(Uint8Array.of(0, 0, 9), 1, 1)]).data]).toEqual([1]);
  });
});
