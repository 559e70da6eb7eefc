/** In pixels. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** Reads a picture and tells its size, or why it cannot be read; the platform implements it. */
export type Probe = (path: string) => Promise<PictureSize | Error>;

/** What a probe found, by path. */
export type PictureSizes = ReadonlyMap<string, PictureSize | Error>;

/** Pictures read at once. */
const CONCURRENCY = 4;

/** Probes each path, several at once. */
export async function readSizes(paths: ReadonlySet<string>, probe: Probe): Promise<PictureSizes> {
  const sizes = new Map<string, PictureSize | Error>();
  const queue = paths.values();
  // The workers share one iterator: each path is taken once.
  const worker = async (): Promise<void> => {
    for (const path of queue) sizes.set(path, await probe(path));
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  return sizes;
}

/** A size for people, such as `900×900`. */
export function sizeText({ width, height }: PictureSize): string {
  return `${width}×${height}`;
}
