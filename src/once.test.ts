import { describe, expect, it, vi } from 'vitest';
import { once } from './once.ts';

describe('once()', () => {
  it('computes when it is first asked, and never again, whatever the value', () => {
    const compute = vi.fn<() => undefined>(() => undefined);
    const value = once(compute);
    expect(compute).not.toHaveBeenCalled();
    expect([value(), value()]).toEqual([undefined, undefined]);
    expect(compute).toHaveBeenCalledOnce();
  });
});
