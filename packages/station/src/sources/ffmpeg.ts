import type { PictureProgram } from './picture-program.ts';

/** What ffmpeg is told of an input. */
export function inputOf(input: string): readonly string[] {
  if (/^rtsps?:/.test(input)) return ['-rtsp_transport', 'tcp', '-i', input];
  if (input.startsWith('/dev/video')) return ['-f', 'v4l2', '-i', input];
  return ['-i', input];
}

/**
 * ffmpeg, which writes pictures as PNG.
 *
 * @param words - Input and what becomes of its pictures; what it prints goes to `pipe:3`.
 */
export function ffmpeg(words: readonly string[]): PictureProgram {
  const all = ['-nostdin', '-hide_banner', '-loglevel', 'error', ...words];
  return {
    command: 'ffmpeg',
    words: [...all, '-f', 'image2pipe', '-'],
    pictures: 1,
    stampOf: (line) => {
      const [, stamp] = /\bpts_time:(\S+)/.exec(line) ?? [];
      return stamp === undefined ? undefined : Number(stamp);
    },
  };
}
