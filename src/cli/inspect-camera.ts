import { createHash } from 'node:crypto';
import type { ArrivedPicture } from '../node/inspection/picture-files.ts';
import type { Terminal } from './command.ts';
import type { InspectOptions } from './inspect-options.ts';
import { stationPackage } from './station-package.ts';

/** Where the pictures of a camera come from, and who is told of it. */
export interface CameraRun {
  readonly input: string;
  readonly options: Pick<InspectOptions, 'camera-every'>;
  readonly terminal: Pick<Terminal, 'signal'>;
  /** Told what somebody should know. */
  readonly speak: (line: string) => void;
  /** Told of each picture before which a newer one came while the one before was judged. */
  readonly onDropped: () => void;
}

/**
 * Pictures of a camera, each named by when it came. They lie in no file.
 *
 * @throws {@link UsageError} if the package that reads cameras is not installed.
 */
export async function* cameraPictures({
  input,
  options,
  terminal: { signal },
  speak,
  onDropped,
}: CameraRun): AsyncGenerator<ArrivedPicture, void> {
  const { watchCamera } = await stationPackage('read a camera');
  const camera = { input, every: options['camera-every'] };
  for await (const bytes of watchCamera(camera, { log: speak, onDropped, signal })) {
    const modified = new Date().toISOString();
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    // Names of files have no colons everywhere.
    const path = `camera-${modified.replaceAll(':', '-')}.png`;
    yield { path, content: { bytes, file: { modified, bytes: bytes.length, sha256 } } };
  }
}
