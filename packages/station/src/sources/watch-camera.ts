import { assertCameraPrograms } from './camera-program.ts';
import { programOf } from './camera-source.ts';
import { readByProgram, withoutPassword } from './picture-program.ts';
import type { CameraSource } from './source.ts';

/** Who is told of a camera that is watched. */
export interface CameraWatch {
  readonly log: (line: string) => void;
  /** Told of each picture before which a newer one came. */
  readonly onDropped: () => void;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/**
 * Pictures of a camera, one each few seconds: the newest that there is whenever one is asked for, and none twice. A camera
 * that ends or cannot be reached is tried again.
 *
 * @returns Each as PNG, shape [size], until the signal.
 * @throws {@link StationDataError} if what reads it is not installed.
 */
export async function* watchCamera(
  camera: Pick<CameraSource, 'input' | 'every'>,
  { log, onDropped, signal }: CameraWatch,
): AsyncGenerator<Uint8Array, void> {
  await assertCameraPrograms([camera.input]);
  const ending = new AbortController();
  let newest: Uint8Array | undefined;
  let wake: () => void = nobodyWaits;
  const end = (): void => {
    ending.abort();
    wake();
  };
  signal.addEventListener('abort', end);
  if (signal.aborted) end();
  const onPicture = (bytes: Uint8Array): void => {
    if (newest !== undefined) onDropped();
    newest = bytes;
    wake();
  };
  const name = `camera ${withoutPassword(camera.input)}`;
  const program = async () => programOf(camera);
  const work = readByProgram({ name, program, onPicture }, { log, signal: ending.signal });
  try {
    while (!ending.signal.aborted) {
      const bytes = newest;
      newest = undefined;
      if (bytes !== undefined) yield bytes;
      else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    signal.removeEventListener('abort', end);
    end();
    await work;
  }
}

function nobodyWaits(): void {
  // What comes is there when somebody asks.
}
