import { describe, expect, it } from 'vitest';
import { PassedOverTally } from './passed-over.ts';

describe('PassedOverTally', () => {
  it('counts each once, names the first, and says nothing where nothing was passed over', () => {
    const tally = new PassedOverTally();
    expect(tally.lines()).toEqual([]);
    for (const path of ['a.txt', 'b\n.csv', 'a.txt']) tally.add({ path, reason: 'no-picture' });
    for (const path of ['@eaDir/', 'x/.a', 'x/.b', 'x/.c', 'x/.d']) {
      tally.add({ path, reason: 'by-product' });
    }
    expect(tally.lines()).toEqual([
      String.raw`passed over, 2 files that are no pictures: a.txt, b\u000a.csv`,
      'passed over, 5 hidden files and by-products: @eaDir/, x/.a, x/.b and 2 more',
    ]);
  });
});
