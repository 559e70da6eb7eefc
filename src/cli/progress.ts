import type { Terminal } from './command.ts';

/**
 * Shows how far long work is, on one line of a terminal that results scroll past; draws nothing
 * when nobody watches.
 */
export interface Progress {
  /** Sets what is being done and how far it is, and what else to tell. */
  update(stage: string, done: number, total: number, note?: string): void;
  /** Takes the line away, until the next update. */
  clear(): void;
}

const BAR_WIDTH = 28;
const ERASE_LINE = '\r\u001b[K';
/** Redraws a second; more would only cost time. */
const FRAME_MILLISECONDS = 80;

/** A progress line with the time left; silence in a pipe. */
export function createProgress({ bar: stream }: Pick<Terminal, 'bar'>): Progress {
  if (stream === undefined) return { update: () => undefined, clear: () => undefined };
  let current = '';
  let started = 0;
  let lastFrame = -Infinity;
  return {
    update: (stage, done, total, note = '') => {
      const now = performance.now();
      if (stage !== current) [current, started, lastFrame] = [stage, now, -Infinity];
      if (now - lastFrame < FRAME_MILLISECONDS && done < total) return;
      lastFrame = now;
      const milliseconds = done === 0 ? Infinity : ((now - started) / done) * (total - done);
      stream.write(
        ERASE_LINE + progressLine(stage, done, total, milliseconds) + (note && `  ${note}`),
      );
    },
    clear: () => {
      lastFrame = -Infinity;
      stream.write(ERASE_LINE);
    },
  };
}

/** The line itself, with the milliseconds that are left. */
export function progressLine(
  stage: string,
  done: number,
  total: number,
  milliseconds: number,
): string {
  const filled = Math.round((BAR_WIDTH * done) / Math.max(1, total));
  const bar = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled);
  return `${stage.padEnd(13)} ${bar} ${done}/${total}  ETA ${duration(milliseconds)}`;
}

/** Time left for people, such as `1:02:03`. */
export function duration(milliseconds: number): string {
  if (!Number.isFinite(milliseconds)) return '–';
  const seconds = Math.ceil(milliseconds / 1000);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0 ? `${h}:${twoDigits(m)}:${twoDigits(s)}` : `${m}:${twoDigits(s)}`;
}

function twoDigits(n: number): string {
  return String(n).padStart(2, '0');
}
