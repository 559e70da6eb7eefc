import { expect, it } from 'vitest';
import { closest } from './closest.ts';

it('closest() puts the fewest edits first', () => {
  const words = ['conv1.weight', 'bn1.weight', 'layer1.0.conv1.weight', 'fc.bias'];
  expect(closest('conv1.wieght', words, 2)).toEqual(['conv1.weight', 'bn1.weight']);
  expect(closest('', ['abc', 'a'])).toEqual(['a', 'abc']);
  expect(closest('x', [])).toEqual([]);
});
