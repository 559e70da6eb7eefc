import type { Terminal } from './command.ts';

/** How words of a station are written. */
export const logFormats = ['text', 'json'] as const;

/** How bad it is: of `error` somebody has to know, `warning` is what the station copes with by itself. */
type Level = 'info' | 'warning' | 'error';

/** Where a station tells how it fares. */
export interface StationLog {
  /** What goes as it should. */
  readonly out: (line: string) => void;
  /** What does not. */
  readonly log: (line: string, level?: 'error') => void;
}

/**
 * The words of a station, for a person, or one object of JSON a line for whoever collects them: `time` (UTC, ISO 8601),
 * `level` and `message`, whatever lines it has.
 *
 * @param now - The clock, for tests.
 */
export function stationLog(
  format: (typeof logFormats)[number],
  { out, log }: Pick<Terminal, 'out' | 'log'>,
  now: () => Date = () => new Date(),
): StationLog {
  if (format === 'text') return { out, log: (line) => log(line) };
  const line = (level: Level, message: string): string =>
    JSON.stringify({ time: now().toISOString(), level, message });
  return {
    out: (message) => out(line('info', message)),
    log: (message, level) => log(line(level ?? 'warning', message)),
  };
}
