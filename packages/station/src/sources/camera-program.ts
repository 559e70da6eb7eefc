import { assertProgram } from './picture-program.ts';
import { gigeName } from './gige.ts';

/** What reads cameras of GigE Vision is not one program: each is there by itself. */
const ARAVIS: readonly (readonly [command: string, ...words: string[]])[] = [
  ['arv-tool-0.8', '--version'],
  ['gst-launch-1.0', '--version'],
  ...['aravissrc', 'videorate', 'pngenc'].map((one) => ['gst-inspect-1.0', one] as const),
];

/**
 * Looks whether what reads cameras is installed.
 *
 * @param inputs - Of the cameras.
 * @throws {@link StationDataError} if it is not.
 */
export async function assertCameraPrograms(inputs: readonly string[]): Promise<void> {
  const gige = inputs.filter((input) => gigeName(input) !== undefined);
  if (gige.length < inputs.length) {
    await assertProgram('ffmpeg', ['-version'], 'Install ffmpeg, or leave the camera out.');
  }
  if (gige.length === 0) return;
  const remedy = 'Install what docs/connect.md names for GigE Vision, or leave the camera out.';
  for (const [command, ...words] of ARAVIS) await assertProgram(command, words, remedy);
}
