import { describe, expect, it } from 'vitest';
import { drawParts } from '../../test/helpers/small-part.ts';
import type { RgbImage } from '../image/rgb-image.ts';
import { enrolmentWarnings } from './enrolment-warnings.ts';
import { compared, KnownPictures, nearCopiesIn } from './near-copies.ts';
import type { SupportPicture } from './part.ts';

const [first, second, third] = drawParts({ count: 3, size: 128 }).map(({ image }) => image);

function support(name: string, image: RgbImage): SupportPicture {
  return { name, sha256: `hash of ${name}`, image };
}

/** A frame a moment later: a pixel to the right. */
function nextFrame({ data, width, height }: RgbImage): RgbImage {
  const moved = Uint8Array.from(data, (_, i) => (i % (width * 3) < 3 ? data[i] : data[i - 3]));
  return { data: moved, width, height };
}

describe('nearCopiesIn()', () => {
  it('finds none among different parts', () => {
    const pictures = [support('a', first), support('b', second), support('c', third)];
    expect(nearCopiesIn(pictures)).toEqual([]);
    expect(
      enrolmentWarnings(pictures, {
        size: 128,
        fit: 'stretch',
        presence: 'check',
        appearance: 'check',
      }),
    ).toEqual([]);
  });

  it('names each copy with the picture that it repeats', () => {
    const pictures = [
      support('a', first),
      support('b', second),
      support('a2', nextFrame(first)),
      support('b2', nextFrame(second)),
      support('a3', nextFrame(first)),
    ];
    expect(nearCopiesIn(pictures)).toEqual([
      { copy: 'a2', of: 'a' },
      { copy: 'b2', of: 'b' },
      { copy: 'a3', of: 'a' },
    ]);
    expect(
      enrolmentWarnings(pictures, {
        size: 128,
        fit: 'stretch',
        presence: 'check',
        appearance: 'check',
      })[0],
    ).toEqual({
      code: 'near-copy',
      message: 'a2 is nearly the same picture as a: the two count as one',
      remedy: expect.stringContaining('another part'),
      facts: { picture: 'a2', of: 'a' },
    });
  });
});

describe('KnownPictures', () => {
  it('knows a picture by its pixels, and a copy by its looks', () => {
    const known = new KnownPictures();
    const picture = compared(support('a', first));
    known.add(picture);
    known.add({ name: 'old', sha256: 'hash of old', thumbnail: null });
    expect(known.twinOf({ sha256: 'hash of a' })).toBe(picture);
    expect(known.twinOf({ sha256: 'hash of old' })?.name).toBe('old');
    expect(known.twinOf({ sha256: 'hash of b' })).toBeUndefined();
    expect(known.originalOf(compared(support('x', nextFrame(first))))).toBe(picture);
    expect(known.originalOf(compared(support('x', second)))).toBeUndefined();
    expect(known.originalOf({ thumbnail: null })).toBeUndefined();
  });

  it('gives the nearest of several', () => {
    const known = new KnownPictures();
    known.add(compared(support('a', nextFrame(first))));
    known.add(compared(support('same', first)));
    expect(known.originalOf(compared(support('x', first)))?.name).toBe('same');
  });
});
