import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { PictureProgram } from './picture-program.ts';

/** Debian has the version of its interface in the name. */
const CONTROL = 'arv-tool-0.8';
/** Milliseconds in which a camera says how it is set. */
const PATIENCE = 10_000;

/** It would have a transparency that is nowhere else. */
const FROM_BAYER = ['!', 'bayer2rgb', '!', 'videoconvert', '!', 'video/x-raw,format=RGB'];

/** What GStreamer makes of pixels as the camera sends them. */
const FORMATS: readonly (readonly [format: RegExp, elements: readonly string[]])[] = [
  [/^Mono8$/, ['video/x-raw,format=GRAY8']],
  [/^Mono(?:10|12|14|16)$/, ['video/x-raw,format=GRAY16_LE']],
  [/^RGB8(?:Packed)?$/, ['video/x-raw,format=RGB']],
  [/^BGR8(?:Packed)?$/, ['video/x-raw,format=BGR']],
  [/^YUV422_8$|^YUYV/, ['video/x-raw,format=YUY2']],
  [/^YUV422(?:Packed|_8_UYVY)$/, ['video/x-raw,format=UYVY']],
  [/^BayerRG8$/, ['video/x-bayer,format=rggb', ...FROM_BAYER]],
  [/^BayerBG8$/, ['video/x-bayer,format=bggr', ...FROM_BAYER]],
  [/^BayerGR8$/, ['video/x-bayer,format=grbg', ...FROM_BAYER]],
  [/^BayerGB8$/, ['video/x-bayer,format=gbrg', ...FROM_BAYER]],
];

/** The camera of GigE Vision that an input names, `gige:ADDRESS` or `gige:NAME`; undefined of any other input. */
export function gigeName(input: string): string | undefined {
  return /^gige:(.+)$/.exec(input)?.[1];
}

/**
 * Aravis and GStreamer, which write pictures of a camera as PNG that only stores, with the stamps that the camera gave them.
 * Incomplete pictures do not get through.
 *
 * @param camera - Its address, or its name as `arv-tool-0.8` lists it.
 * @param rate - Pictures a second, at most: those beyond are dropped, and none is doubled.
 * @throws {@link Error} if it does not answer, or is set to pixels that cannot be read.
 */
export async function aravis(camera: string, rate: number): Promise<PictureProgram> {
  const pixels = elementsFor(await pixelFormatOf(camera));
  const source = ['aravissrc', `camera-name=${camera}`, '!', ...pixels];
  const most = `video/x-raw,framerate=[0/1,${Math.max(1, Math.round(rate * 1000))}/1000]`;
  const thinned = ['videorate', 'drop-only=true', '!', most];
  const stamped = ['identity', 'name=stamp', 'silent=false'];
  const written = ['videoconvert', '!', 'pngenc', 'compression-level=0'];
  const stages = [source, thinned, stamped, written, ['fdsink', 'fd=3', 'sync=false']];
  return {
    command: 'gst-launch-1.0',
    words: ['-v', ...stages.flatMap((words, i) => (i === 0 ? words : ['!', ...words]))],
    pictures: 3,
    stampOf,
    // A camera that is not given back takes nobody else for some seconds.
    endsInOrder: true,
  };
}

/** As `identity` tells of each picture that goes through it. */
function stampOf(line: string): number | undefined {
  if (!/:stamp: last-message = chain /.test(line)) return undefined;
  const [, hours, minutes, seconds] = /\bpts: (\d+):(\d+):([\d.]+)/.exec(line) ?? [];
  return 3600 * Number(hours) + 60 * Number(minutes) + Number(seconds);
}

/** What pixels the camera is set to: as somebody chose them, since GStreamer would choose others. */
async function pixelFormatOf(camera: string): Promise<string> {
  const isAddress = /^[\d.]+$/.test(camera);
  const words = [isAddress ? '-a' : '-n', camera, 'control', 'PixelFormat'];
  const { stdout, stderr } = await promisify(execFile)(CONTROL, words, { timeout: PATIENCE });
  const [, format] = /^PixelFormat = (\S+)/m.exec(stdout) ?? [];
  if (format === undefined) throw new Error(`${stdout}${stderr}`.trim() || 'it does not answer');
  return format;
}

function elementsFor(format: string): readonly string[] {
  const known = FORMATS.find(([pattern]) => pattern.test(format));
  if (known === undefined) {
    const wanted = 'Mono8 to Mono16, RGB8, BGR8, YUV422 or Bayer of 8 bits';
    throw new Error(`its PixelFormat is ${format}: expected ${wanted}, not packed`);
  }
  return known[1];
}
