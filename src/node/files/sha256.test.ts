import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { portableSha256 } from '../../sha256.ts';
import { nodeSha256 } from './sha256.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('nodeSha256()', () => {
  // FIPS 180-4, appendix of examples.
  it.each([
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  ])('has the known hash of "%s"', (text, expected) => {
    expect(hex(nodeSha256(Buffer.from(text)))).toBe(expected);
    expect(hex(portableSha256(Buffer.from(text)))).toBe(expected);
  });

  it('agrees with the portable one, also on views', () => {
    const bytes = fc.uint8Array({ maxLength: 300 });
    fc.assert(
      fc.property(bytes, fc.nat(300), (all, start) => {
        const view = all.subarray(start);
        expect(hex(nodeSha256(view))).toBe(hex(portableSha256(view)));
      }),
    );
  });
});
