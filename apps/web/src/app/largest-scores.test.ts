import { expect, it } from 'vitest';
import { largestScores } from './largest-scores.ts';

it('counts each picture once, by its largest score', () => {
  const scores = [
    { name: 'a', score: 1 },
    { name: 'b', score: 4 },
    { name: 'a', score: 3 },
    { name: 'a', score: 2 },
  ];
  expect(largestScores(scores)).toEqual([
    { name: 'a', score: 3 },
    { name: 'b', score: 4 },
  ]);
});
