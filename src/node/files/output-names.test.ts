import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createOutputNames, outputName } from './output-names.ts';

describe('createOutputNames()', () => {
  it.each([
    [['a/x.png', 'b/x.png', 'b/x.jpg'], 'x x-2 x-3'],
    [['x.png', 'x-2.png', 'y/x.png'], 'x x-2 x-3'],
    [['X.png', 'x.png'], 'X x-2'],
    [['Schraube ü 部品.png'], 'Schraube ü 部品'],
    [['archive.tar.gz'], 'archive.tar'],
    [['-rf.png', '.hidden.png', '...'], '_rf _hidden _'],
    [['con.png', 'NUL', 'lpt1.x.png'], '_con _NUL _lpt1.x'],
    [['a:b|c.png', 'a\nb.png', 'end. .png'], 'a_b_c a_b end'],
    [['é.png'.normalize('NFC'), 'é.png'.normalize('NFD')], 'é é-2'.normalize('NFC')],
  ])('names %j', (paths, names) => {
    expect(paths.map(createOutputNames()).join(' ')).toBe(names);
  });

  it('shortens long names to whole characters and keeps those of different paths apart', () => {
    const [a = '', b = ''] = [`a/${'部'.repeat(80)}.png`, `b/${'部'.repeat(80)}.png`].map(
      createOutputNames(),
    );
    expect(a).toMatch(/^部{37}-[0-9a-f]{8}$/);
    expect(a).not.toBe(b);
  });

  it('never repeats a name, whatever the paths, and stays short', () => {
    const path = fc.oneof(fc.stringMatching(/^[aA2-]{0,4}\.png$/), fc.string({ maxLength: 300 }));
    fc.assert(
      fc.property(fc.array(path, { maxLength: 30 }), (paths) => {
        const names = paths.map(createOutputNames());
        expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(paths.length);
        for (const name of names) {
          expect(name).not.toMatch(/[/\\\0]/);
          expect(Buffer.byteLength(name)).toBeLessThan(130);
        }
      }),
    );
  });
});

describe('outputName()', () => {
  it('tells contents apart, not runs', () => {
    const [one, other] = ['1'.repeat(64), '2'.repeat(64)];
    expect(outputName('a/x y.png', one)).toBe('x y-111111111111');
    expect(outputName('b/x y.jpg', one)).toBe('x y-111111111111');
    expect(outputName('a/x y.png', other)).toBe('x y-222222222222');
    expect(outputName('-rf.png', one)).toBe('_rf-111111111111');
  });
});
