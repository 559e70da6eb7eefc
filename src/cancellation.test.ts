import { describe, expect, it } from 'vitest';
import { assertNotCancelled } from './cancellation.ts';
import { CancelledError } from './errors.ts';

describe('assertNotCancelled()', () => {
  it('throws once it was asked to stop', () => {
    expect(() => assertNotCancelled(undefined, 'work', '1 of 2')).not.toThrow();
    const { signal } = new AbortController();
    expect(() => assertNotCancelled(signal, 'work', '1 of 2')).not.toThrow();
    expect(() => assertNotCancelled(AbortSignal.abort(), 'work', '1 of 2')).toThrow(CancelledError);
  });
});
