import type { MaskStatistics } from './mask.ts';

/** In pixels. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** What a decoded picture or mask tells. */
export interface PictureFacts extends PictureSize {
  /** Of size and pixels, hexadecimal: the same for files that show the same. */
  readonly sha256: string;
  /** What its EXIF says: 1 shows the pixels as they lie in the file, 2 to 8 turn or mirror them. */
  readonly orientation: number;
  /** What is doubtful about it, though it was read; not there if nothing is. */
  readonly warnings?: readonly string[] | undefined;
  /** Of its pixels as ground truth, and whether JPEG has put noise into them; of masks alone. */
  readonly mask?: MaskStatistics & { readonly isJpeg: boolean };
}

/** What a file is read as. */
export type PictureRole = 'picture' | 'mask';

/** Decodes a file and tells what it shows, or why it cannot be read; the platform implements it. */
export type Probe = (path: string, role: PictureRole) => Promise<PictureFacts | Error>;

/** What a probe told, by path. */
export type PictureFactsByPath = ReadonlyMap<string, PictureFacts | Error>;

/** Pictures read at once. */
const CONCURRENCY = 4;

/** Probes each path, several at once. */
export async function readFacts(
  roles: ReadonlyMap<string, PictureRole>,
  probe: Probe,
): Promise<PictureFactsByPath> {
  const facts = new Map<string, PictureFacts | Error>();
  const queue = roles.entries();
  // The workers share one iterator: each path is taken once.
  const worker = async (): Promise<void> => {
    for (const [path, role] of queue) facts.set(path, await probe(path, role));
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  return facts;
}

/** A size for people, such as `900×900`. */
export function sizeText({ width, height }: PictureSize): string {
  return `${width}×${height}`;
}
