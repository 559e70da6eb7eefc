import { FewgoodError } from '../../errors.ts';
import type { Inspector } from '../../inspection/inspector.ts';
import type { InspectedEntry } from '../../report/outcome.ts';
import { type DecodeOptions, readImage } from '../image/image-decoder.ts';

/** A picture that was judged; its name is the path as it was given. */
export interface InspectedFile extends InspectedEntry {
  /** Milliseconds that reading and decoding took. */
  readonly decode: number;
}

/** A picture that could not be judged; its name is the path as it was given. */
export interface FaultyFile {
  /** The path. */
  readonly name: string;
  /** What is wrong with it. */
  readonly error: FewgoodError;
}

/** A picture to judge, or what was found wrong with it already. */
export interface FileToInspect {
  /** Its path. */
  readonly path: string;
  /** Set when it is known not to be a picture. */
  readonly error?: FewgoodError | undefined;
}

/**
 * Judges files one after another. A file that cannot be read becomes an entry with its error, and
 * the rest goes on; only errors that are not about a picture end the run.
 *
 */
export async function* inspectFiles(
  inspector: Inspector,
  files: AsyncIterable<FileToInspect> | Iterable<FileToInspect>,
  options: DecodeOptions = {},
): AsyncGenerator<InspectedFile | FaultyFile, void> {
  for await (const { path, error } of files) {
    yield error === undefined ? await inspectFile(inspector, path, options) : { name: path, error };
  }
}

async function inspectFile(
  inspector: Inspector,
  path: string,
  options: DecodeOptions,
): Promise<InspectedFile | FaultyFile> {
  try {
    const start = performance.now();
    const image = await readImage(path, options);
    const decode = performance.now() - start;
    return { name: path, image, inspection: await inspector.inspect(image), decode };
  } catch (error) {
    if (error instanceof FewgoodError) return { name: path, error };
    throw error;
  }
}
