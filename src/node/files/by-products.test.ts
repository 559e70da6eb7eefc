import { describe, expect, it } from 'vitest';
import { isByProduct } from './by-products.ts';

describe('isByProduct()', () => {
  it.each(['@eaDir', '#recycle', '$RECYCLE.BIN', '.AppleDouble', 'Thumbs.db', '._1.png', '.git'])(
    'leaves %s out',
    (name) => expect(isByProduct(name)).toBe(true),
  );

  it.each(['tray', '1.png', '@4.png', '#7', 'recycle', 'thumbs', 'lost'])('keeps %s', (name) => {
    expect(isByProduct(name)).toBe(false);
  });
});
