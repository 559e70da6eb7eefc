import { readCamera } from './camera-source.ts';
import { assertCameraPrograms } from './camera-program.ts';
import { watchSource } from './folder-source.ts';
import type { Source } from './source.ts';
import type { SourceTools } from './take-picture.ts';

/**
 * Takes pictures from where a station does by itself, until it is told to end.
 *
 * @throws {@link FileError} if a folder is missing at the start.
 * @throws {@link StationDataError} if what reads a camera is not installed.
 */
export async function runSources(sources: readonly Source[], tools: SourceTools): Promise<void> {
  await assertCameraPrograms(
    sources.flatMap((source) => (source.kind === 'camera' ? [source.input] : [])),
  );
  await Promise.all(
    sources.map((source) =>
      source.kind === 'folder' ? watchSource(source, tools) : readCamera(source, tools),
    ),
  );
}
