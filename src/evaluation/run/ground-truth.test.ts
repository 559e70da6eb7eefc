import { describe, expect, it } from 'vitest';
import { rgbImage } from '../../image/rgb-image.ts';
import { squareMask, uniteMasks } from './ground-truth.ts';

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
    const { data } = uniteMasks([grey(3, 0, 1, 0, 0, 0, 0), grey(3, 0, 0, 255, 0, 0, 7)]);
    expect(rows(data, 3)).toEqual(['.##', '..#']);
  });

  it('looks at every channel', () => {
    expect([...uniteMasks([rgbImage(Uint8Array.of(0, 0, 9), 1, 1)]).data]).toEqual([1]);
  });
});

describe('squareMask()', () => {
  it('takes the nearest pixel, centres on centres, as Pillow does', () => {
    // PIL 9.4: Image.fromarray(np.eye(5, dtype=np.uint8)).resize((3, 3), Image.NEAREST) is the
    // identity, of pixels 0, 2 and 4.
    const eye = {
      data: Uint8Array.from({ length: 25 }, (_, i) => Number(i % 6 === 0)),
      width: 5,
      height: 5,
    };
    expect(rows(squareMask(eye, 3, 'stretch'), 3)).toEqual(['#..', '.#.', '..#']);
    // The same of 4 pixels takes 0, 2 and 3.
    const last = { data: Uint8Array.of(0, 0, 0, 1), width: 4, height: 1 };
    const second = { data: Uint8Array.of(0, 1, 0, 0), width: 4, height: 1 };
    expect(rows(squareMask(last, 3, 'stretch'), 3)[0]).toBe('..#');
    expect(rows(squareMask(second, 3, 'stretch'), 3)[0]).toBe('...');
  });

  it('enlarges each pixel', () => {
    const mask = { data: Uint8Array.of(0, 1, 1, 0), width: 2, height: 2 };
    expect(rows(squareMask(mask, 4, 'stretch'), 4)).toEqual(['..##', '..##', '##..', '##..']);
  });

  it('leaves free what a letterbox leaves free', () => {
    const mask = { data: new Uint8Array(8).fill(1), width: 4, height: 2 };
    expect(rows(squareMask(mask, 4, 'letterbox'), 4)).toEqual(['....', '####', '####', '....']);
  });
});
