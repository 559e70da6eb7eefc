import { UsageError } from '../errors.ts';
import type { StationSource } from './station-package.ts';

interface SourceOptions {
  readonly watch: readonly string[];
  readonly camera: readonly string[];
  readonly 'camera-every': number;
}

/**
 * Where a station takes pictures from by itself.
 *
 * @throws {@link UsageError} if a word does not name the part before the place.
 */
export function stationSources({
  watch,
  camera,
  'camera-every': every,
}: SourceOptions): readonly StationSource[] {
  return [
    ...watch.map((word) => {
      const { part, place: folder } = split('watch', word);
      return { kind: 'folder' as const, part, folder };
    }),
    ...camera.map((word) => {
      const { part, place: input } = split('camera', word);
      return { kind: 'camera' as const, part, input, every };
    }),
  ];
}

function split(option: 'watch' | 'camera', word: string): { part: string; place: string } {
  const [, part, place] = /^([^=]+)=(.+)$/.exec(word) ?? [];
  if (part !== undefined && place !== undefined) return { part, place };
  throw new UsageError(
    `Cannot take pictures by --${option} ${word}: expected the name of a part, =, and the place`,
    `Such as --${option} bolt=${option === 'watch' ? '/srv/camera1' : 'rtsp://camera2/stream'}.`,
  );
}
