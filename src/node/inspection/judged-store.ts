import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { FileError } from '../../errors.ts';
import type { PictureFile } from '../../inspection/entry.ts';
import type { InspectionSink } from '../../inspection/run.ts';
import { parseJson } from '../../json.ts';
import { printable } from '../../printable.ts';
import { isFolder, isThere, readFileText, writeFileAtomic } from '../files/files.ts';
import { type LineFile, openLineFile } from '../files/line-file.ts';
import { jsonFile } from '../files/output-kinds.ts';
import type { FileStamp } from './file-look.ts';
import type { JudgedBefore } from './picture-files.ts';

const headSchema = z.object({
  fewgood: z.literal('judged'),
  version: z.literal(1),
  part: z.string(),
});

const judgedSchema = z.object({
  path: z.string(),
  bytes: z.number(),
  sha256: z.string(),
  modified: z.string(),
  /** When it was judged; null if the run had no calendar. */
  time: z.string().nullable(),
});
type Judged = z.infer<typeof judgedSchema>;

/**
 * Milliseconds by which a time stamp must be older than the judgement so that it cannot hide a later
 * change: FAT counts in 2 s, others whole seconds; a stamp with a fraction is of a clock that ticks faster.
 */
const COARSE_TICK = 2000;
const FINE_TICK = 20;

/**
 * What was judged, in a file that a later run goes on by: a line a picture, added when every output has
 * it. A run that was killed between the two judges that picture again.
 */
export class JudgedStore implements JudgedBefore {
  readonly #file: LineFile;
  readonly #pictures: Map<string, Judged>;

  private constructor(file: LineFile, pictures: Map<string, Judged>) {
    this.#file = file;
    this.#pictures = pictures;
  }

  /**
   * Opens the file, or makes it. Lines of files that are no more are left out.
   *
   * @param part - Name of the part file: what was judged by another part is another matter.
   * @throws {@link FileError} if it is another file, of another part, or cannot be read or written.
   */
  static async open(path: string, part: string): Promise<JudgedStore> {
    const { first } = await openLineFile(path);
    const pictures = new Map<string, Judged>();
    if (first !== undefined) {
      assertHead(path, first, part);
      for (const judged of await readLines(path)) pictures.set(judged.path, judged);
    }
    for (const key of pictures.keys()) {
      // While a share is away, nothing is known of what it holds.
      if ((await isFolder(dirname(key))) && !(await isFileThere(key))) pictures.delete(key);
    }
    const lines = [{ fewgood: 'judged', version: 1, part }, ...pictures.values()];
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    await writeFileAtomic(path, text, jsonFile('judged'));
    return new JudgedStore(await openLineFile(path), pictures);
  }

  has(path: string, { bytes, sha256 }: PictureFile): boolean {
    const judged = this.#pictures.get(resolve(path));
    return judged?.bytes === bytes && judged.sha256 === sha256;
  }

  knows(path: string): boolean {
    return this.#pictures.has(resolve(path));
  }

  /** Whether a file was judged, by its size and its time stamp alone, where those can tell. */
  hasStamp(path: string, stamp: FileStamp): boolean {
    const judged = this.#pictures.get(resolve(path));
    if (judged === undefined || judged.time === null || judged.bytes !== stamp.bytes) return false;
    const [written, then] = [Date.parse(judged.modified), Date.parse(judged.time)];
    const isSame = written === Number(stamp.modified / 1_000_000n);
    return isSame && then - written > (written % 1000 === 0 ? COARSE_TICK : FINE_TICK);
  }

  /**
   * Takes what was judged and all outputs have; the last sink of a run. A picture that could not be read or
   * judged for an error is none: options, or time, may cure it.
   */
  sink(): InspectionSink {
    return {
      name: 'the state file',
      isolated: true,
      isConfirmation: true,
      add: async (entry) => {
        const { name, file, time = null } = entry;
        if (file === undefined || 'error' in entry) return;
        const path = resolve(name);
        await this.#file.append(JSON.stringify({ path, ...file, time }));
        // A later run reads it; this one saw the file itself, and would only grow.
        this.#pictures.delete(path);
      },
    };
  }
}

/** Whether the file of a picture is there: of one of several, that of its name without the number. */
async function isFileThere(key: string): Promise<boolean> {
  return (await isThere(key)) || isThere(key.replace(/#\d+$/, ''));
}

function assertHead(path: string, line: string, part: string): void {
  const head = headSchema.safeParse(parseJson(line));
  const task = `go on by ${printable(path)}`;
  if (!head.success) {
    const fault = 'it is another file: expected a state file of an inspection';
    throw new FileError(task, fault, 'Name a new file.');
  }
  if (head.data.part === part) return;
  throw new FileError(
    task,
    `it is of ${printable(head.data.part)}: expected one of ${printable(part)}`,
    'Name a state file for each part.',
  );
}

/** The pictures of its lines; a line that a killed program left half is passed over. */
async function readLines(path: string): Promise<Judged[]> {
  const lines = (await readFileText(path)).split('\n').slice(1);
  return lines.flatMap((line) => judgedSchema.safeParse(parseJson(line)).data ?? []);
}
