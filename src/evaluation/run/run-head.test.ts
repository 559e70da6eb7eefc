import { describe, expect, it } from 'vitest';
import { sampleResult } from '../../../test/helpers/evaluation-sample.ts';
import { ResultError } from '../../errors.ts';
import { decodeHead, differenceOf, encodeHead, joinProvenance, type RunHead } from './run-head.ts';

const { cells: _cells, ...result } = sampleResult();
const head: RunHead = {
  result,
  supportSets: [{ category: 'mvtec/bottle', shots: 2, seed: 0, paths: ['a.png', 'b.png'] }],
};

describe('encodeHead()', () => {
  it('is read back as it was', () => {
    expect(decodeHead(encodeHead(head), 'run.json')).toEqual(head);
  });

  it.each(['', '{', '[]', '{"format":"fewgood-run/0"}'])('refuses %j', (text) => {
    expect(() => decodeHead(text, 'run.json')).toThrow(ResultError);
  });
});

describe('differenceOf()', () => {
  it('is nothing for the same run, whoever goes on with it, and where', () => {
    const { provenance } = result;
    const elsewhere = { ...provenance, command: 'other', machine: 'other', commit: 'other' };
    expect(differenceOf(head, { ...head, result: { ...result, provenance: elsewhere } })).toBe(
      undefined,
    );
    expect(differenceOf(head, decodeHead(encodeHead(head), ''))).toBe(undefined);
  });

  it.each([
    ['version', { provenance: { ...result.provenance, version: '9' } }],
    ['runtime', { provenance: { ...result.provenance, runtime: 'other' } }],
    ['shots', { shots: [2] }],
    ['categories', { categories: result.categories.slice(1) }],
  ])('names the %s', (what, changes) => {
    expect(differenceOf(head, { ...head, result: { ...result, ...changes } })).toBe(what);
  });

  it('names the support sets', () => {
    const supportSets = [{ ...head.supportSets[0], paths: ['b.png', 'a.png'] }];
    expect(differenceOf(head, { ...head, supportSets })).toBe('support sets');
  });
});

describe('joinProvenance()', () => {
  it('keeps what each start was, once', () => {
    const { provenance } = result;
    const now = { ...provenance, commit: 'b', command: 'again' };
    const joined = joinProvenance({ ...provenance, commit: 'a' }, now);
    expect(joined).toEqual({
      ...provenance,
      commit: 'a; b',
      command: `${provenance.command}; again`,
    });
    expect(joinProvenance(joined, now)).toEqual(joined);
    expect(joinProvenance(provenance, now).commit).toBe('b');
  });
});
