import { expect, it } from 'vitest';
import { largestScores } from './largest-scores.ts';

it('counts each golden sample once, by its largest score', () => {
  const scores = [
    { name: 'a.png', score: 1 },
    { name: 'b.png', score: 4 },
    { name: 'a.png (brightness 0.8)', score: 3 },
    { name: 'b.png (contrast 1.2)', score: 2 },
  ];
  expect(largestScores(scores, [{ name: 'a.png' }, { name: 'b.png' }, { name: 'c.png' }])).toEqual([
    { name: 'a.png', score: 3 },
    { name: 'b.png', score: 4 },
  ]);
});
