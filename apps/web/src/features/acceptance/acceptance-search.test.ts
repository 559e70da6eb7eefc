import { expect, it } from 'vitest';
import { readAcceptanceSearch } from './acceptance-search.ts';

it.each([
  [
    { falseReject: '0.02', escape: 0.01 },
    { falseReject: 0.02, escape: 0.01 },
  ],
  [{ falseReject: 2, escape: 'none' }, {}],
  [{}, {}],
])('reads %o', (search, limits) => {
  expect(readAcceptanceSearch(search)).toEqual(limits);
});
