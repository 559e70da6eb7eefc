import { describe, expect, it } from 'vitest';
import { assertForegroundOptions, foregroundChoice } from './foreground-options.ts';

describe('the options of a foreground', () => {
  it.each(['mask', 'objects', 'grid'])('do not go with --%s, which stands alone', (other) => {
    const stated = { [other]: 'x' };
    expect(() => assertForegroundOptions({ foreground: 'auto', ...stated })).toThrow(`--${other}`);
    expect(() => assertForegroundOptions({ foreground: 'none', ...stated })).not.toThrow();
    expect(() => assertForegroundOptions({ foreground: 'auto' })).not.toThrow();
  });

  it('say nothing to the library unless one is to be found, and tell what was', () => {
    const told: string[] = [];
    const tell = (line: string): void => void told.push(line);
    expect(foregroundChoice({ foreground: 'none' }, tell)).toEqual({});
    const { foreground, onForeground } = foregroundChoice({ foreground: 'auto' }, tell);
    expect(foreground).toBe('auto');
    const lookArea = { include: null, ignore: [], mask: null };
    onForeground?.({ lookArea, share: 0.42, agreement: 0.9 });
    expect(told).toEqual(['foreground: 42 % of the picture; the pictures agree to 90 %']);
  });
});
