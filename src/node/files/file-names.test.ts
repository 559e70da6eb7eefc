import { describe, expect, it } from 'vitest';
import { decodeFileName } from './file-names.ts';

describe('decodeFileName()', () => {
  it('gives names of UTF-8 as they are', () => {
    for (const text of ['Prüfteil 部品.png', '\ufeffa', '']) {
      expect(decodeFileName(Buffer.from(text))).toEqual({ text, isUtf8: true });
    }
  });

  it('tells others apart', () => {
    const names = ['b\xfc1', 'b\xe42'].map((name) => Buffer.from(name, 'latin1'));
    expect(names.map(decodeFileName)).toEqual([
      { text: String.raw`b\xfc1`, isUtf8: false },
      { text: String.raw`b\xe42`, isUtf8: false },
    ]);
  });
});
