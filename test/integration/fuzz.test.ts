import { describe, expect, it } from 'vitest';
import { fuzz } from '../fuzz/fuzz.ts';
import { TARGETS } from '../fuzz/targets.ts';

describe('damaged files', () => {
  // `npm run fuzz` reads more of them.
  it('of every kind are read or refused, in time, by errors that help', async () => {
    const cases = { seed: 1, first: 0, end: 300, targets: TARGETS };
    const { findings, answers, slowest } = await fuzz({ ...cases, python: undefined });
    expect(findings).toEqual([]);
    expect(slowest).toBeLessThan(10_000);
    for (const target of TARGETS) {
      expect([target, answers[target]?.refused]).not.toEqual([target, 0]);
      expect([target, answers[target]?.read]).not.toEqual([target, 0]);
    }
  }, 300_000);
});

describe('the fuzzer', () => {
  it('overlooks no error, hang or death, and goes on behind it', async () => {
    const named: string[] = [];
    const { findings, answers } = await fuzz({
      seed: 181,
      first: 0,
      end: 5,
      targets: ['planted'],
      python: undefined,
      patience: 1000,
      onCase: ({ number, seed }) => named.push(`${number} ${seed}`),
    });
    const numbers = named.map((name) => Number.parseInt(name, 10));
    expect(numbers).toEqual([0, 1, 2, 3, 4]);
    const count = (fault: string): number => named.filter((name) => name.endsWith(fault)).length;
    const found = (pattern: RegExp): number =>
      findings.filter(({ message }) => pattern.test(message)).length;
    expect(found(/^an error of no class of ours: TypeError: planted/)).toBe(count('error'));
    expect(found(/^it hangs for 1000 ms$/)).toBe(count('hang'));
    expect(found(/^the process dies: SIG/)).toBe(count('crash'));
    expect(found(/^the process dies: exit code 0/)).toBe(count('exit'));
    expect(answers['planted']).toEqual({ read: count('none'), refused: 0 });
    for (const fault of ['error', 'hang', 'crash', 'exit', 'none']) {
      expect([fault, count(fault)]).not.toEqual([fault, 0]);
    }
  }, 120_000);
});
