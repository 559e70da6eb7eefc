import { describe, expect, it } from 'vitest';
import { stationLog } from './station-log.ts';

/** Where words went, and what they were. */
function terminal(): {
  readonly told: string[];
  readonly out: (line: string) => void;
  readonly log: (line: string) => void;
} {
  const told: string[] = [];
  return {
    told,
    out: (line) => void told.push(`out ${line}`),
    log: (line) => void told.push(`log ${line}`),
  };
}

const now = (): Date => new Date('2026-01-02T03:04:05.678Z');

describe('stationLog()', () => {
  it('leaves text as it is', () => {
    const { told, ...where } = terminal();
    const { out, log } = stationLog('text', where, now);
    out('The station is at x');
    log('camera: it is away\n  at once', 'error');
    expect(told).toEqual(['out The station is at x', 'log camera: it is away\n  at once']);
  });

  it('writes JSON, one line whatever is told', () => {
    const { told, ...where } = terminal();
    const { out, log } = stationLog('json', where, now);
    out('The station is at "x"');
    log('camera: it is away');
    log('Error: a bug\n    at once', 'error');
    const time = '2026-01-02T03:04:05.678Z';
    expect(told.map((line) => [line.slice(0, 3), JSON.parse(line.slice(4))])).toEqual([
      ['out', { time, level: 'info', message: 'The station is at "x"' }],
      ['log', { time, level: 'warning', message: 'camera: it is away' }],
      ['log', { time, level: 'error', message: 'Error: a bug\n    at once' }],
    ]);
    expect(told.join('')).not.toContain('\n');
  });
});
