import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { pictureHash } from './identity.ts';

const pixels = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => i);

describe('pictureHash()', () => {
  it('is the SHA-256 of width and height as little-endian words, and of the pixels', () => {
    const image = { data: pixels(18), width: 3, height: 2 };
    const size = [3, 0, 0, 0, 2, 0, 0, 0];
    const expected = createHash('sha256').update(Uint8Array.from(size)).update(image.data);
    expect(pictureHash(image)).toBe(expected.digest('hex'));
  });

  it('tells pictures of the same bytes and other sizes apart, and of other bytes', () => {
    const [data, other] = [pixels(18), pixels(18).with(17, 0)];
    const hashes = [
      pictureHash({ data, width: 3, height: 2 }),
      pictureHash({ data, width: 2, height: 3 }),
      pictureHash({ data: other, width: 3, height: 2 }),
    ];
    expect(new Set(hashes).size).toBe(3);
  });
});
